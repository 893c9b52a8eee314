"""What travels between the gateway, Rasa and its actions: a turn as JSON, and what Rasa is told beside the text."""

from dataclasses import asdict, dataclass
from typing import Any

from bot.replies import Button, Reply, ShownFact, ShownSource, Turn, Understood

CHANNEL = "brobyggaren"
SECRET_HEADER = "x-brobyggaren-secret"


@dataclass(frozen=True)
class Context:
    """What Rasa's actions must know beside the text: whom they answer and about what the talk was."""

    language: str
    kommun: str | None = None
    topic: str | None = None


def turn_to_json(turn: Turn) -> dict[str, Any]:
    """A turn as an action sends it."""
    return asdict(turn)


def turn_from_json(plain: dict[str, Any]) -> Turn:
    """A turn as the gateway reads it back."""
    return Turn(
        understood=Understood(**plain["understood"]),
        replies=tuple(_reply(reply) for reply in plain["replies"]),
        changes=plain["changes"],
    )


def _reply(plain: dict[str, Any]) -> Reply:
    return Reply(
        **{
            **plain,
            "sources": tuple(ShownSource(**source) for source in plain["sources"]),
            "facts": tuple(ShownFact(**fact) for fact in plain["facts"]),
            "buttons": tuple(Button(**button) for button in plain["buttons"]),
            "items": tuple(plain["items"]),
        }
    )
