"""Opening hours: a small part of OpenStreetMap's opening_hours, read once and shown in each language.

    Mo-Th 07:30-12:00,12:30-16:00; Fr 07:30-12:00
    Sep-May Mo-Th 10:00-18:00; Jun-Aug Mo-Fr 10:00-17:00

Source of the notation: the OpenStreetMap wiki, Key:opening_hours/specification.
"""

import re
from dataclasses import dataclass
from itertools import groupby

from babel import Locale

from bot.errors import ContentError
from bot.languages import LANGUAGES

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_RULE = re.compile(
    r"(?:(?P<from>[A-Z][a-z]{2})-(?P<to>[A-Z][a-z]{2}) )?"
    r"(?P<first>[A-Z][a-z])(?:-(?P<last>[A-Z][a-z]))? "
    r"(?P<times>\d\d:\d\d-\d\d:\d\d(?:,\d\d:\d\d-\d\d:\d\d)*)"
)


@dataclass(frozen=True)
class Opening:
    """One rule: months and days as index ranges (0 is January, 0 is Monday), times as ("07:30", "12:00") pairs."""

    months: tuple[int, int] | None
    days: tuple[int, int]
    times: tuple[tuple[str, str], ...]


def parse(value: str) -> list[Opening]:
    """Read opening hours.

    Raises ContentError when a rule is not in the part of the notation that we know.
    """
    return [_rule(part.strip()) for part in value.split(";") if part.strip()]


def _rule(part: str) -> Opening:
    match = _RULE.fullmatch(part)
    if match is None:
        raise ContentError(f"Opening hours {part!r} cannot be read. Write for example 'Mo-Th 07:30-12:00'.")
    try:
        months = (_MONTHS.index(match["from"]), _MONTHS.index(match["to"])) if match["from"] else None
        days = (_DAYS.index(match["first"]), _DAYS.index(match["last"] or match["first"]))
    except ValueError as error:
        raise ContentError(f"Opening hours {part!r} name an unknown day or month.") from error
    pairs = (time.split("-") for time in match["times"].split(","))
    return Opening(months, days, tuple((opens, closes) for opens, closes in pairs))


def render(value: str, language: str) -> str:
    """Opening hours with the names of days and months in `language`, the times as in Sweden."""
    locale = Locale.parse(LANGUAGES[language].locale)
    seasons = groupby(parse(value), key=lambda opening: opening.months)
    return ". ".join(_season(months, list(rules), locale) for months, rules in seasons)


def _season(months: tuple[int, int] | None, rules: list[Opening], locale: Locale) -> str:
    days = "; ".join(f"{_days(rule, locale)} {_times(rule)}" for rule in rules)
    if months is None:
        return days
    names = locale.months["stand-alone"]["wide"]
    return f"{names[months[0] + 1]}–{names[months[1] + 1]}: {days}"


def _days(rule: Opening, locale: Locale) -> str:
    names = locale.days["stand-alone"]["wide"]
    first, last = rule.days
    return str(names[first]) if first == last else f"{names[first]}–{names[last]}"


def _times(rule: Opening) -> str:
    return ", ".join(f"{opens}–{closes}" for opens, closes in rule.times)
