"""Replies: true for the kommun, with a source or an honest 'not known', a telephone, and a way on."""

from dataclasses import replace

import pytest

from bot.answers import Text
from bot.composing import Composer
from bot.content import Content
from bot.facts import PHONE
from bot.languages import SERVED
from bot.phrases import Phrases
from bot.safety import TOPICS, Danger
from bot.store import Store
from bot.topics import HUMAN

REAL = ("hallefors", "ljusnarsberg", "hedemora", "hassleholm")


@pytest.mark.parametrize("language", SERVED)
@pytest.mark.parametrize("kommun", [*REAL, "exempelby"])
def test_every_topic_is_answered(composer: Composer, files: Content, kommun: str, language: str) -> None:
    phone = str(files.kommuner[kommun].facts[PHONE].value)
    for topic in files.answers:
        reply = composer.answer(topic, kommun, language)
        assert reply.lang == language
        assert reply.origin in ("draft", "reviewed")
        assert phone in reply.text, topic
        assert phone in [fact.value for fact in reply.facts], topic
        assert reply.sources or files.kommuner[kommun].short in reply.text, topic
        assert reply.buttons, topic
        assert "{" not in reply.text, topic
        assert reply.swedish, topic


@pytest.mark.parametrize("kommun", REAL)
def test_no_answer_mixes_kommuner(composer: Composer, files: Content, kommun: str) -> None:
    others = [files.kommuner[other].facts[PHONE].value for other in REAL if other != kommun]
    for topic in files.answers:
        text = composer.answer(topic, kommun, "sv").text
        assert not [phone for phone in others if str(phone) in text], topic


def test_what_is_not_known_is_said_with_whom_to_call(composer: Composer) -> None:
    text = composer.answer("sfi.apply", "hallefors", "sv").text
    assert "Det här vet jag inte än om Hällefors: Skola som ger SFI" in text
    assert text.endswith("Fråga Hällefors kommun: 0591-641 00.")


def test_an_old_risky_fact_says_how_old_it_is(composer: Composer) -> None:
    assert "(uppgift från 2014, kan ha ändrats)" in composer.answer("contact.kommun", "hallefors", "sv").text


def test_the_invented_kommun_is_marked_wherever_it_shows(composer: Composer, files: Content) -> None:
    for topic in files.answers:
        assert "påhittad" in composer.answer(topic, "exempelby", "sv").text
    assert "påhittad" in composer.say("say.greet", "exempelby", "sv").text
    assert "påhittad" in composer.kommun_buttons()[-1].title
    assert len(replace_invented(composer).kommun_buttons()) == 4


def replace_invented(composer: Composer) -> Composer:
    """The same composer with the invented kommun hidden."""
    return Composer(composer.store, composer.phrases, invented=False)


def test_without_a_kommun_all_switchboards_and_the_choice_are_given(composer: Composer) -> None:
    reply = composer.answer("housing.queue", None, "sv")
    assert reply.text.count("\n- ") >= 4
    assert {"0591-641 00", "0580-805 00", "0225-340 00", "0451-26 70 00"} <= {fact.value for fact in reply.facts}
    assert (
        next(button.payload for button in reply.buttons if button.payload.startswith("kommun:")) == "kommun:hallefors"
    )


def test_numbers_and_swedish_names_are_isolated_from_right_to_left(composer: Composer) -> None:
    text = composer.answer("housing.contact", "hassleholm", "ar").text
    assert "\u20680451-26 70 00\u2069" in text
    assert "\u2068Hässlehem AB\u2069" in text
    assert text.count("\u2068") == text.count("\u2069")


def test_a_text_that_is_missing_is_shown_in_swedish_and_says_so(store: Store, phrases: Phrases) -> None:
    store.db.execute("delete from texts where topic = 'sfi.cost' and language = 'so'")
    reply = Composer(store, phrases).answer("sfi.cost", "hedemora", "so")
    assert (reply.origin, reply.lang) == ("swedish", "sv")
    assert reply.text == reply.swedish
    assert reply.buttons[-1].title == phrases.say("button.human", "so")


def test_an_outdated_translation_says_so(store: Store, phrases: Phrases) -> None:
    store.save_text("sfi.cost", "sv", Text("SFI", "Helt ny text.\n"), "Karin")
    reply = Composer(store, phrases).answer("sfi.cost", "hedemora", "en")
    assert reply.notice == phrases.say("notice.outdated", "en")
    assert "Helt ny text." in reply.swedish


def test_nothing_is_called_reviewed_before_a_person_has_read_it(composer: Composer, files: Content) -> None:
    assert {composer.answer(topic, None, "sv").origin for topic in files.answers} == {"draft"}


@pytest.mark.parametrize("language", SERVED)
@pytest.mark.parametrize("kind", TOPICS)
def test_danger_is_answered_with_the_number_first(composer: Composer, kind: str, language: str) -> None:
    reply = composer.danger(Danger(kind, language), "hallefors", language)
    first = reply.text.split("112")[0]
    assert "112" in reply.text
    assert len(first.split()) < 20
    assert reply.facts[0].value == "112"
    assert reply.topic == TOPICS[kind]
    assert reply.sources


def test_every_reply_leads_on_to_a_person(composer: Composer, files: Content, phrases: Phrases) -> None:
    for topic in files.answers:
        if topic != HUMAN:
            assert f"topic:{HUMAN}" in [button.payload for button in composer.answer(topic, "hedemora", "sv").buttons]
    for phrase in phrases.group("say.", "sv"):
        assert composer.say(phrase, "hedemora", "sv").buttons


def test_the_nearest_topics_become_the_first_buttons(composer: Composer) -> None:
    reply = composer.answer("sfi.cost", "hedemora", "sv", near=["edu.money", "sfi.cost", "money.support"])
    assert [button.payload for button in reply.buttons][:2] == ["topic:edu.money", "topic:money.support"]
    assert 3 <= len(reply.buttons) <= 5


def test_an_unknown_topic_is_an_error_of_the_caller(composer: Composer) -> None:
    with pytest.raises(KeyError):
        composer.answer("no.such", "hedemora", "sv")


def test_an_hour_corrected_once_is_right_in_every_language(store: Store, phrases: Phrases) -> None:
    composer = Composer(store, phrases)
    kommun = store.kommun("exempelby")
    assert kommun is not None
    store.save_fact("exempelby", replace(kommun.facts["library.hours"], value="We 11:11-12:12"), "Karin")
    for language in SERVED:
        assert "11:11–12:12" in composer.answer("meet.library", "exempelby", language).text
