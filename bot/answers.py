"""Answers as values: one per topic, its Swedish text and what was made from it."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bot.facts import Source
from bot.languages import SOURCE

Origin = Literal["draft", "machine"]
"""How a text came to be, before a person has read it."""

State = Literal["missing", "outdated", "reviewed", "draft", "machine"]


@dataclass(frozen=True)
class Text:
    """A text in one language. `made_from` is the fingerprint of the Swedish it was made from; None for Swedish."""

    title: str
    text: str
    made_from: str | None = None
    origin: Origin = "draft"
    checked: date | None = None

    @property
    def fingerprint(self) -> str:
        """Twelve hex digits that change when the words change (SHA-256, white space folded)."""
        words = " ".join(f"{self.title} {self.text}".split())
        return hashlib.sha256(words.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Answer:
    """What we say about a topic: national texts by language, additions per kommun, the facts to show, what leads on."""

    topic: str
    texts: dict[str, Text]
    sources: tuple[Source, ...] = ()
    review: date | None = None
    facts: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    local: dict[str, "Local"] = field(default_factory=dict)


@dataclass(frozen=True)
class Local:
    """What holds in one kommun only, added under the national text."""

    texts: dict[str, Text]
    sources: tuple[Source, ...] = ()


def state(texts: dict[str, Text], language: str) -> State:
    """How far a text can be trusted. Derived from the texts each time, so that nobody has to keep a flag true."""
    text = texts.get(language)
    if text is None:
        return "missing"
    if language != SOURCE and text.made_from != texts[SOURCE].fingerprint:
        return "outdated"
    return "reviewed" if text.checked else text.origin
