"""The way of a message, with a made-up Rasa."""

import httpx
import pytest
from conftest import FakeRasa

from bot.composing import Composer
from bot.conversation import Conversation, Incoming, Talk
from bot.errors import InputError, TokenError
from bot.languages import SERVED
from bot.replies import Turn, Understood
from bot.understanding.identifier import train
from bot.understanding.wire import turn_to_json

LEARNT = [
    ("كيف أسجل في المدرسة", "ar"),
    ("how do I apply for school", "en"),
    ("hur anmäler jag mig till skolan", "sv"),
] * 5


async def test_the_token_goes_on_with_the_same_talk(conversation: Conversation, rasa: FakeRasa) -> None:
    first = await conversation.reply(Incoming(text="hur anmäler jag mig", kommun="hedemora"))
    await conversation.reply(Incoming(text="och var ligger det", token=first.token))
    assert rasa.asked[0]["sender"] == rasa.asked[1]["sender"]
    assert rasa.asked[1]["metadata"] == {"language": "sv", "kommun": "hedemora", "topic": "sfi.apply"}


async def test_personal_data_never_reaches_rasa_and_the_reader_is_told(
    conversation: Conversation, rasa: FakeRasa
) -> None:
    outgoing = await conversation.reply(Incoming(text="jag är 900512-1234, kan jag läsa SFI? amina@example.com"))
    assert rasa.asked[0]["text"] == "jag är [nummer], kan jag läsa SFI? [e-post]"
    assert "personliga" in (outgoing.turn.replies[0].notice or "")


async def test_the_language_is_chosen_then_detected_then_the_talks_then_the_apps(conversation: Conversation) -> None:
    conversation.identifier = train(LEARNT)
    hinted = await conversation.reply(Incoming(text="?", hint="so-SO"))
    assert hinted.turn.replies[0].lang == "so"
    detected = await conversation.reply(Incoming(text="كيف أسجل في المدرسة", token=hinted.token))
    assert detected.turn.replies[0].lang == "ar"
    short = await conversation.reply(Incoming(text="ok", token=hinted.token))
    assert short.turn.replies[0].lang == "ar"
    chosen = await conversation.reply(Incoming(payload="language:en", token=hinted.token))
    assert chosen.turn.replies[0].lang == "en"
    kept = await conversation.reply(Incoming(text="كيف أسجل في المدرسة", token=hinted.token))
    assert kept.turn.replies[0].lang == "en"


async def test_who_writes_persian_is_offered_dari_until_one_is_chosen(
    conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("bot.conversation", "bot.languages"):
        monkeypatch.setattr(f"{module}.SERVED", (*SERVED, "fa", "prs"))
    conversation.identifier = train(
        [("چگونه در مدرسه ثبت نام کنم", "fa"), ("how do I apply", "en"), ("hur gör jag", "sv")] * 9
    )
    first = await conversation.reply(Incoming(text="چگونه در مدرسه ثبت نام کنم"))
    assert first.turn.replies[0].lang == "fa"
    assert first.turn.replies[-1].buttons[-1].payload == "language:prs"
    await conversation.reply(Incoming(payload="language:fa", token=first.token))
    chosen = await conversation.reply(Incoming(text="چگونه در مدرسه ثبت نام کنم", token=first.token))
    assert "language:prs" not in [button.payload for button in chosen.turn.replies[-1].buttons]


async def test_one_word_tells_the_language_when_the_talk_has_none_yet(conversation: Conversation) -> None:
    conversation.identifier = train([("salaan walaal", "so"), ("hello friend", "en"), ("hej min vän", "sv")] * 9)
    first = await conversation.reply(Incoming(text="salaan"))
    assert first.turn.replies[0].lang == "so"
    later = await conversation.reply(Incoming(text="hello", token=first.token))
    assert later.turn.replies[0].lang == "so"


async def test_a_change_of_language_gives_the_last_answer_again(conversation: Conversation) -> None:
    first = await conversation.reply(Incoming(text="hur anmäler jag mig", kommun="hedemora"))
    turn = (await conversation.reply(Incoming(payload="language:ar", token=first.token))).turn
    assert [reply.lang for reply in turn.replies] == ["ar", "ar"]
    assert turn.replies[1].topic == "sfi.apply"


async def test_a_change_of_kommun_gives_its_answer(conversation: Conversation) -> None:
    first = await conversation.reply(Incoming(text="hur anmäler jag mig", kommun="hedemora"))
    turn = (await conversation.reply(Incoming(payload="kommun:hassleholm", token=first.token))).turn
    assert "Hässleholm" in turn.replies[0].text
    assert "0451-26 70 00" in turn.replies[1].text
    assert "0225-340 00" not in turn.replies[1].text


async def test_buttons_work_when_rasa_is_away(conversation: Conversation, rasa: FakeRasa) -> None:
    rasa.respond = lambda body: httpx.Response(503)
    typed = await conversation.reply(Incoming(text="vad kostar det", kommun="hallefors"))
    assert typed.turn.understood.topic is None
    assert "0591-641 00" in typed.turn.replies[0].text
    assert typed.turn.replies[0].buttons
    pressed = await conversation.reply(Incoming(payload="topic:sfi.cost", token=typed.token))
    assert pressed.turn.understood.via == "button"
    assert pressed.turn.replies[0].topic == "sfi.cost"


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(200, json={"messages": []}),
        httpx.Response(200, json={}),
        httpx.Response(200, text="not json"),
        httpx.Response(500),
        httpx.Response(401, json={}),
    ],
)
async def test_an_empty_or_strange_answer_of_rasa_is_never_silence(
    conversation: Conversation, rasa: FakeRasa, response: httpx.Response
) -> None:
    rasa.respond = lambda body: response
    turn = (await conversation.reply(Incoming(text="hej hej", kommun="hedemora"))).turn
    assert "0225-340 00" in turn.replies[0].text


async def test_a_slash_never_reaches_rasa_as_a_command(conversation: Conversation, rasa: FakeRasa) -> None:
    for text in ("/restart", " / /restart", '/faq{"a": 1}'):
        await conversation.reply(Incoming(text=text))
    assert not [asked["text"] for asked in rasa.asked if asked["text"].startswith(("/", " "))]


async def test_danger_is_answered_before_rasa_is_asked(conversation: Conversation, rasa: FakeRasa) -> None:
    turn = (await conversation.reply(Incoming(text="min man slår mig", kommun="hedemora"))).turn
    assert turn.understood.via == "safety"
    assert turn.understood.topic == "rights.violence"
    assert "020-50 50 50" in turn.replies[0].text
    assert rasa.asked == []


async def test_forget_forgets_everywhere_and_begins_anew(
    conversation: Conversation, rasa: FakeRasa, composer: Composer
) -> None:
    first = await conversation.reply(Incoming(text="hur anmäler jag mig", kommun="hedemora"))
    name = conversation.tokens.conversation(first.token)
    assert conversation.store.conversation(name) is not None
    turn = Turn(Understood(None, 1.0, "sv"), (composer.say("say.forget", None, "sv"),), {"forget": "all"})
    rasa.respond = lambda body: httpx.Response(200, json={"messages": [{"custom": turn_to_json(turn)}]})
    after = await conversation.reply(Incoming(text="glöm mig", token=first.token))
    assert after.token != first.token
    assert conversation.store.conversation(name) is None
    assert rasa.forgotten == [name]


@pytest.mark.parametrize("text", ["", "   ", "😀😀", "?!", "12", "\u200b"])
async def test_a_message_without_words_gets_a_helpful_reply(
    conversation: Conversation, rasa: FakeRasa, text: str
) -> None:
    turn = (await conversation.reply(Incoming(text=text, kommun="hedemora"))).turn
    assert turn.understood.topic is None
    assert turn.replies[0].buttons
    assert rasa.asked == []


@pytest.mark.parametrize(
    "incoming",
    [
        Incoming(payload="topic:no.such"),
        Incoming(payload="kommun:sverige"),
        Incoming(payload="kommun:orebro"),
        Incoming(payload="language:xx"),
        Incoming(payload="do:dance"),
        Incoming(payload="nonsense"),
        Incoming(text="hej", kommun="orebro"),
        Incoming(text="hej", language="klingon"),
        Incoming(text="x" * 2001),
    ],
)
async def test_what_cannot_be_taken_is_refused(conversation: Conversation, incoming: Incoming) -> None:
    with pytest.raises(InputError):
        await conversation.reply(incoming)


async def test_a_made_up_token_is_refused(conversation: Conversation) -> None:
    with pytest.raises(TokenError):
        await conversation.reply(Incoming(text="hej", token="made.up"))


async def test_the_kommun_of_the_setting_is_where_a_talk_begins(conversation: Conversation, rasa: FakeRasa) -> None:
    conversation.defaults = Talk("sv", kommun="hedemora")
    await conversation.reply(Incoming(text="vad kostar det"))
    assert rasa.asked[0]["metadata"]["kommun"] == "hedemora"
