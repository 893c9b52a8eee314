"""The ground floor: languages, text, spelling, hours."""

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from bot import hours
from bot.errors import ContentError
from bot.languages import LANGUAGES, SERVED, served
from bot.spelling import fold, words
from bot.text import clean, isolate


@pytest.mark.parametrize("code", LANGUAGES)
def test_our_table_of_languages_agrees_with_the_unicode_locale_data(code: str) -> None:
    language = LANGUAGES[code]
    locale = Locale.parse(language.locale)
    assert locale.text_direction == language.direction
    if code not in ("kmr", "prs", "ckb"):  # Babel names the macro language, or in other words
        assert (locale.get_language_name(language.locale.split("_")[0]) or "").casefold() == language.endonym.casefold()


@pytest.mark.parametrize(
    ("given_code", "code"), [("sv-SE", "sv"), ("AR", "ar"), ("so_SO", "so"), ("xx", None), ("", None)]
)
def test_a_language_is_served_by_its_first_part(given_code: str, code: str | None) -> None:
    assert served(given_code) == code


def test_invisible_characters_cannot_hide_a_word() -> None:
    assert clean("su\u202eici\x00de\u200b \n\t now") == "su ici de now"
    assert clean("می\u200cخواهم") == "می\u200cخواهم"


def test_a_number_is_kept_whole_from_right_to_left() -> None:
    assert isolate("0591-641 00", "ar") == "\u20680591-641 00\u2069"
    assert isolate("0591-641 00", "so") == "0591-641 00"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أَحْتَاجُ إلى مدرسة", "احتاج الى مدرسه"),
        ("کمون", "كمون"),
        ("ሠላም ፀሓይ", "ሰላም ጸሓይ"),
        ("BOSTADSKÖ", "bostadsko"),
        ("İstanbul", "istanbul"),
        ("heeeeeej", "heej"),
    ],
)
def test_what_is_spelt_in_two_ways_folds_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert words(" ".join(words(text))) == words(text)


def test_hours_are_shown_with_the_names_of_days_in_each_language() -> None:
    value = "Sep-May Mo-Th 10:00-18:00; Sep-May Fr 10:00-17:00; Jun-Aug Mo-Fr 10:00-12:00,13:00-17:00"
    assert hours.render(value, "sv") == (
        "september–maj: måndag–torsdag 10:00–18:00; fredag 10:00–17:00. juni–augusti: måndag–fredag 10:00–12:00, 13:00–17:00"
    )
    assert "الاثنين–الخميس 10:00–18:00" in hours.render(value, "ar")
    for code in SERVED:
        assert hours.render(value, code).count("10:00") == 3


@pytest.mark.parametrize("value", ["always", "Mo 9-17", "Xx 09:00-17:00", "Abc-Def Mo 09:00-17:00"])
def test_hours_that_cannot_be_read_are_refused_with_an_example(value: str) -> None:
    with pytest.raises(ContentError, match="Opening hours"):
        hours.parse(value)
