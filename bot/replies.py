"""What goes back to a reader: the values behind the JSON of the public API."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from bot.languages import LANGUAGES

Shown = Literal["reviewed", "draft", "machine", "swedish"]
Via = Literal["native", "bridge", "button", "safety"]


@dataclass(frozen=True)
class Button:
    """A choice. Payloads: `topic:<id>`, `language:<code>`, `kommun:<id>`, `do:<deed>`."""

    title: str
    payload: str


@dataclass(frozen=True)
class ShownFact:
    """A fact as the reader sees it."""

    kind: str
    label: str
    value: str


@dataclass(frozen=True)
class ShownSource:
    """A source as the reader sees it; `checked` as YYYY-MM-DD."""

    title: str
    url: str
    checked: str


@dataclass(frozen=True)
class Reply:
    """One reply. `text` is a small Markdown: paragraphs, lists, bold."""

    text: str
    lang: str
    topic: str | None = None
    origin: Shown = "draft"
    checked: str | None = None
    swedish: str = ""
    notice: str | None = None
    sources: tuple[ShownSource, ...] = ()
    facts: tuple[ShownFact, ...] = ()
    buttons: tuple[Button, ...] = ()
    items: tuple[dict[str, Any], ...] = ()

    @property
    def dir(self) -> str:
        """`ltr` or `rtl`."""
        return LANGUAGES[self.lang].direction

    def to_json(self) -> dict[str, Any]:
        """As the API gives it."""
        return {**asdict(self), "dir": self.dir}

    def with_buttons(self, buttons: tuple[Button, ...]) -> "Reply":
        """The same reply leading on by other buttons."""
        return replace(self, buttons=buttons)


@dataclass(frozen=True)
class Understood:
    """What we took the message for. `topic` is None when it could not be placed."""

    topic: str | None
    confidence: float
    language: str
    via: Via = "native"


@dataclass(frozen=True)
class Turn:
    """One turn of a conversation: what was understood, what is said, and what it changes (language, kommun, topic)."""

    understood: Understood
    replies: tuple[Reply, ...]
    changes: dict[str, str] = field(default_factory=dict)
