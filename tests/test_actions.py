"""Rasa's actions without Rasa: a tracker made by hand, a real dispatcher, one call to run."""

from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions.answer import ActionAnswer
from actions.follow_up import ActionFollowUp, leads
from actions.forget import ActionForget
from actions.handover import ActionHandover
from actions.kommun import ActionKommun
from actions.language import ActionLanguage
from actions.small_talk import ActionSmallTalk
from actions.speaking import Speaking
from actions.swedish import ActionSwedish
from actions.unsure import ActionUnsure
from bot import content
from bot.composing import Composer
from bot.replies import Turn
from bot.settings import ROOT
from bot.understanding.wire import turn_from_json


def tracker(intent: str, ranking: list[str], text: str = "", **context: str) -> Tracker:
    """A tracker whose last message was understood so."""
    rows = [
        {"intent_response_key": f"{intent}/{label}", "confidence": 0.5 / (place + 1)}
        for place, label in enumerate(ranking)
    ]
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": 0.5},
        "response_selector": {intent if ranking else "none": {"ranking": rows}},
        "metadata": {"language": "sv", **context},
    }
    return Tracker("amina", {}, message, [], False, None, {}, "action_listen")


async def run(action: Speaking, heard: Tracker) -> tuple[Turn, dict[str, Any]]:
    """What an action says, as the gateway reads it, and the message itself."""
    dispatcher = CollectingDispatcher()
    assert await action.run(dispatcher, heard, {}) == []
    (message,) = dispatcher.messages
    return turn_from_json(message["custom"]), message


async def test_the_answer_is_for_the_kommun_and_offers_what_was_near(composer: Composer) -> None:
    heard = tracker("faq", ["sfi.cost", "edu.money", "sfi.apply"], kommun="hedemora", language="so")
    turn, message = await run(ActionAnswer(composer), heard)
    assert turn.understood.topic == "sfi.cost"
    assert turn.replies[0].lang == "so"
    assert "0225-340 00" in turn.replies[0].text
    assert message["buttons"][0]["payload"] == "topic:edu.money"
    assert turn.changes == {"topic": "sfi.cost", "kommun": "hedemora"}


async def test_a_kommun_named_in_the_question_is_taken_when_none_was_chosen(composer: Composer) -> None:
    turn, _ = await run(ActionAnswer(composer), tracker("faq", ["meet.library"], "biblioteket i Grythyttan öppet?"))
    assert turn.changes["kommun"] == "hallefors"
    chosen, _ = await run(ActionAnswer(composer), tracker("faq", ["meet.library"], "i Grythyttan?", kommun="hedemora"))
    assert chosen.changes["kommun"] == "hedemora"


@pytest.mark.parametrize(
    ("last", "aspect", "leads_to"),
    [
        ("sfi.apply", "cost", "sfi.cost"),
        ("sfi.what", "who", "sfi.eligibility"),
        ("housing.queue", "how", "housing.register"),
        ("housing.queue", "how_long", "housing.queue"),
        ("health.care", "cost", "health.care"),
        ("assoc.what", "cost", "assoc.join"),
    ],
)
async def test_a_follow_up_is_answered_in_its_context(
    composer: Composer, last: str, aspect: str, leads_to: str
) -> None:
    turn, _ = await run(ActionFollowUp(composer), tracker("more", [aspect], topic=last))
    assert turn.understood.topic == leads_to


async def test_a_follow_up_to_nothing_offers_topics(composer: Composer) -> None:
    turn, _ = await run(ActionFollowUp(composer), tracker("more", ["cost"]))
    assert turn.understood.topic is None
    assert turn.replies[0].buttons


def test_follow_ups_lead_to_topics_and_from_topics() -> None:
    topics = content.topics(ROOT)
    assert {topic for topic, _ in leads()} | set(leads().values()) <= set(topics)


async def test_unsure_offers_the_four_nearest(composer: Composer) -> None:
    heard = tracker("faq", ["sfi.what", "sfi.cost", "sfi.apply", "sfi.paths", "sfi.after"])
    heard.latest_message["intent"] = {"name": "nlu_fallback", "confidence": 0.2}
    turn, _ = await run(ActionUnsure(composer), heard)
    topics = [button.payload for button in turn.replies[0].buttons]
    assert topics[:5] == [
        "topic:sfi.what",
        "topic:sfi.cost",
        "topic:sfi.apply",
        "topic:sfi.paths",
        "topic:contact.human",
    ]
    assert turn.understood.topic is None


async def test_when_danger_may_have_been_meant_the_number_stands_beside(composer: Composer) -> None:
    heard = tracker("faq", ["health.mental", "sfi.cost"], language="ar")
    heard.latest_message["intent"] = {"name": "nlu_fallback", "confidence": 0.2}
    turn, _ = await run(ActionUnsure(composer), heard)
    assert "112" in (turn.replies[0].notice or "")


async def test_what_is_out_of_scope_is_not_given_a_topic(composer: Composer) -> None:
    turn, _ = await run(ActionUnsure(composer), tracker("out_of_scope", []))
    assert turn.understood.topic is None
    assert "kan jag inte svara" in turn.replies[0].text


@pytest.mark.parametrize("intent", ["greet", "thank", "goodbye", "help", "robot", "privacy"])
async def test_small_talk_has_words_in_every_language(composer: Composer, intent: str) -> None:
    said = {
        (await run(ActionSmallTalk(composer), tracker(intent, [], language=code)))[0].replies[0].text
        for code in ("sv", "ar")
    }
    assert len(said) == 2
    assert not any("{" in text for text in said)


@pytest.mark.parametrize("intent", ["wrong", "insult"])
async def test_when_it_goes_wrong_a_person_is_offered(composer: Composer, intent: str) -> None:
    turn, _ = await run(ActionHandover(composer), tracker(intent, [], kommun="hedemora", topic="sfi.apply"))
    assert "topic:contact.human" in [button.payload for button in turn.replies[0].buttons]
    assert "0225-340 00" in [fact.value for fact in turn.replies[0].facts]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kan vi prata arabiska", "ar"),
        ("speak Somali please", "so"),
        ("بالعربي", "ar"),
        ("English", "en"),
        ("Af-Soomaali", "so"),
        ("svenska tack", "sv"),
    ],
)
async def test_a_language_is_changed_by_naming_it_in_any_language(composer: Composer, text: str, code: str) -> None:
    turn, _ = await run(ActionLanguage(composer), tracker("change_language", [], text, topic="sfi.apply"))
    assert turn.changes == {"language": code}
    assert [reply.lang for reply in turn.replies] == [code, code]


async def test_a_language_that_is_not_named_or_not_served_is_asked_for(composer: Composer) -> None:
    for text, phrase in (
        ("ett annat språk", "say.ask_language"),
        ("kan du prata finska", "say.not_served"),
        ("do you speak Amharic", "say.not_served"),
        ("thailändska", "say.not_served"),
    ):
        turn, _ = await run(ActionLanguage(composer), tracker("change_language", [], text, kommun="hedemora"))
        assert turn.changes == {}
        assert composer.phrases.say(phrase, "sv") in turn.replies[0].text
        assert "language:ar" in [button.payload for button in turn.replies[0].buttons]


async def test_a_kommun_is_changed_by_naming_it_or_a_place_in_it(composer: Composer) -> None:
    turn, _ = await run(ActionKommun(composer), tracker("change_kommun", [], "jag bor i Kopparberg nu"))
    assert turn.changes == {"kommun": "ljusnarsberg"}
    asked, _ = await run(ActionKommun(composer), tracker("change_kommun", [], "jag har flyttat"))
    assert "kommun:hedemora" in [button.payload for button in asked.replies[0].buttons]


async def test_forget_and_swedish(composer: Composer) -> None:
    forgotten, _ = await run(ActionForget(composer), tracker("forget", []))
    assert "forget" in forgotten.changes
    turn, _ = await run(ActionSwedish(composer), tracker("show_swedish", [], language="ar", topic="sfi.cost"))
    assert turn.replies[0].lang == "sv"
    assert turn.understood.language == "ar"


async def test_an_error_inside_becomes_words_and_shows_nothing_of_the_message(
    composer: Composer, caplog: pytest.LogCaptureFixture
) -> None:
    turn, _ = await run(ActionAnswer(composer), tracker("faq", ["no.such.topic"], "en hemlighet", language="ar"))
    assert turn.replies[0].text.startswith(composer.phrases.say("say.broken", "ar"))
    assert "hemlighet" not in caplog.text


def test_every_action_of_the_domain_is_registered_and_no_other() -> None:
    executor = ActionExecutor()
    executor.register_package("actions")
    domain = yaml.safe_load((ROOT / "domain.yml").read_text())
    assert set(executor.actions) == set(domain["actions"])
