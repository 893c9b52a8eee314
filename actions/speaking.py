"""What the actions share: the moment they are called in, and that an error inside never becomes silence."""

import logging
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import house
from bot.composing import Composer
from bot.replies import Reply, Turn, Understood
from bot.understanding.wire import turn_to_json

log = logging.getLogger(__name__)

NEAR = 0.01
"""A label less probable than this is not what somebody meant."""

RETRIEVAL = "response_selector"
"""Where Rasa keeps which of a retrieval intent's examples was meant."""


@dataclass(frozen=True)
class Moment:
    """What an action needs to know of the message it is called for.

    `ranking` holds (label, probability) pairs of the retrieval intent, the likeliest first; a label is a topic or an aspect.
    """

    text: str
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    language: str
    kommun: str | None
    topic: str | None

    @classmethod
    def of(cls, tracker: Tracker) -> "Moment":
        """The moment as Rasa's tracker tells it. Without a gateway (`rasa shell`) the language is Swedish."""
        message = tracker.latest_message
        context = message.get("metadata") or {}
        intent = message.get("intent") or {}
        return cls(
            text=message.get("text") or "",
            intent=intent.get("name") or "",
            confidence=float(intent.get("confidence") or 0.0),
            ranking=_ranking(message.get(RETRIEVAL) or {}, intent.get("name") or ""),
            language=context.get("language") or "sv",
            kommun=context.get("kommun"),
            topic=context.get("topic"),
        )

    @property
    def near(self) -> list[str]:
        """The labels that may have been meant, the likeliest first."""
        return [label for label, probability in self.ranking if probability >= NEAR]

    def understood(self, topic: str | None, confidence: float | None = None) -> Understood:
        """This message, taken for `topic`."""
        return Understood(topic, round(self.confidence if confidence is None else confidence, 3), self.language)


def _ranking(selector: dict[str, Any], intent: str) -> tuple[tuple[str, float], ...]:
    """Of the intent found, or of `faq` where we were unsure: those are the topics to offer."""
    found = selector.get(intent) or selector.get("faq") or {}
    rows = ((row["intent_response_key"], float(row["confidence"])) for row in found.get("ranking", ()))
    return tuple((key.partition("/")[2], confidence) for key, confidence in rows)


class Speaking(Action, ABC):
    """An action that says one turn. Subclasses name themselves and make the turn; being abstract, this one is not registered."""

    called: ClassVar[str]

    def __init__(self, composer: Composer | None = None):
        self._composer = composer

    @property
    def composer(self) -> Composer:
        """The one handed in, else the one of this process: Rasa builds actions bare, a test hands in its own."""
        return self._composer or house.composer()

    def name(self) -> str:
        """The name in domain.yml."""
        return self.called

    @abstractmethod
    def turn(self, moment: Moment) -> Turn:
        """What is said."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Say the turn, or that something is broken. An error left to itself would be sent back with the words in it."""
        moment = Moment.of(tracker)
        try:
            turn = self.turn(moment)
        except Exception as error:
            log.error("%s could not answer: %s", self.called, type(error).__name__)
            turn = Turn(moment.understood(None, 0.0), (self.composer.say("say.broken", None, moment.language),))
        for reply in turn.replies[:1]:
            dispatcher.utter_message(text=reply.text, buttons=_buttons(reply), json_message=turn_to_json(turn))
        return []


def _buttons(reply: Reply) -> list[dict[str, str]]:
    return [{"title": button.title, "payload": button.payload} for button in reply.buttons]
