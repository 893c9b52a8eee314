"""The safety lane on messages that its patterns were not written from."""

import pytest
import yaml

from bot.languages import SERVED
from bot.safety import TOPICS, Safety
from bot.settings import ROOT

LANES = Safety.read(ROOT)
RECALL = 0.6
"""At least so many of the cries are heard by the lane itself, whatever kind they are taken for: a wrong kind still gives 112
first. Where we want to be is 0.9; what the lane misses still meets the model (docs/measurements.md has both figures)."""
FALSE_ALARMS = 0.1


def messages(language: str) -> dict[str, list[str]]:
    """The test messages of a language, by kind."""
    plain: dict[str, list[str]] = yaml.safe_load((ROOT / f"tests/safety/{language}.yml").read_text(encoding="utf-8"))
    return plain


@pytest.mark.parametrize("language", SERVED)
def test_cries_for_help_are_heard(language: str) -> None:
    cries = [text for kind, texts in messages(language).items() if kind in TOPICS for text in texts]
    missed = [text for text in cries if LANES.match(text, language) is None]
    assert len(missed) <= (1 - RECALL) * len(cries), missed


@pytest.mark.parametrize("language", SERVED)
def test_harmless_messages_pass(language: str) -> None:
    harmless = messages(language)["harmless"]
    alarms = [text for text in harmless if LANES.match(text, language)]
    assert len(alarms) <= FALSE_ALARMS * len(harmless), alarms


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("min man slår mig", "violence"),
        ("min man slar mej hela tiden", "violence"),
        ("jag vill dö", "suicide"),
        ("min telefon dog", None),
    ],
)
def test_one_slip_of_spelling_does_not_hide_a_cry(text: str, kind: str | None) -> None:
    danger = LANES.match(text, "sv")
    assert (danger.kind if danger else None) == kind


def test_the_gravest_kind_wins_and_a_not_takes_back() -> None:
    lanes = Safety({"sv": {"emergency": ["brinner"], "suicide": ["vill dö"], "not": ["brinner för"]}})
    assert lanes.match("det brinner och jag vill dö").kind == "suicide"  # type: ignore[union-attr]
    assert lanes.match("jag brinner för musik") is None
    assert lanes.match("jag brinner för musik men nu brinner köket").kind == "emergency"  # type: ignore[union-attr]


def test_the_and_that_arabic_writes_into_a_word_does_not_hide_it() -> None:
    assert Safety({"ar": {"violence": ["زوجي ضربني"]}}).match("جوعان وزوجي ضربني")


def test_at_most_two_other_words_may_stand_between() -> None:
    lanes = Safety({"sv": {"violence": ["man slår mig"]}})
    assert lanes.match("min man han slår ofta mig")
    assert lanes.match("min man lagar mat och sedan slår vi upp ett ord för mig") is None
