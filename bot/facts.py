"""Typed facts of a kommun or of Sweden. A fact is never translated: it is rendered per language from its value."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bot import hours
from bot.text import isolate

Kind = Literal["phone", "email", "address", "hours", "link", "name", "list", "number", "fee"]
KINDS: tuple[str, ...] = ("phone", "email", "address", "hours", "link", "name", "list", "number", "fee")
Risk = Literal["low", "medium", "high"]

PHONE = "kommun.phone"
"""The switchboard: the way on when we know nothing else."""


@dataclass(frozen=True)
class Source:
    """A page that says so: its title, its address (None for a document that has none), when we looked."""

    title: str
    url: str | None
    checked: date


@dataclass(frozen=True)
class Fact:
    """One fact. `value` is None when nobody knows it yet; `dated` is the date its source carries, as text."""

    id: str
    kind: Kind
    value: str | list[str] | None
    source: Source | None = None
    dated: str | None = None
    risk: Risk = "low"
    review: date | None = None
    name: str | None = None
    look_here: str | None = None
    note: str | None = None

    @property
    def known(self) -> bool:
        """Whether anybody knows it."""
        return self.value is not None

    def show(self, language: str) -> str:
        """The value for a reader: opening hours with the names of days in `language`, all else as it is in Sweden."""
        if isinstance(self.value, list):
            return ", ".join(self.value)
        return hours.render(self.value, language) if self.value and self.kind == "hours" else self.value or ""

    def render(self, language: str) -> str:
        """The value inside a running text: as shown, each Swedish name and number kept whole from right to left."""
        if isinstance(self.value, list):
            return ", ".join(isolate(item, language) for item in self.value)
        return self.show(language) if self.kind == "hours" else isolate(self.show(language), language)


@dataclass(frozen=True)
class Kommun:
    """A kommun with its facts. `invented` ones exist for trying the bot out and say so wherever they show."""

    id: str
    name: str
    short: str
    county: str = ""
    places: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    invented: bool = False
    facts: dict[str, Fact] = field(default_factory=dict)
