"""A message in, replies out: the way of every message, whichever door it came through.

    token -> personal data masked -> safety lane -> language settled -> Rasa asked -> remembered

Buttons are answered here without Rasa, so that they work when Rasa does not.
"""

import logging
from dataclasses import dataclass, replace
from typing import Any

from bot import privacy
from bot.composing import Composer
from bot.errors import InputError, UnderstandingError
from bot.languages import LANGUAGES, SERVED, WRITTEN_ALIKE, served
from bot.replies import Button, Reply, Turn, Understood
from bot.safety import Safety
from bot.text import clean
from bot.tokens import Tokens
from bot.topics import CORE
from bot.understanding.client import Understanding
from bot.understanding.identifier import Identifier
from bot.understanding.wire import Context

log = logging.getLogger(__name__)

LONGEST = 2000
"""Characters in one message."""
_SURE = 0.9
_WORDS = 2
"""A detected language counts from such a probability on and, once a talk has a language, from so many words on."""


@dataclass(frozen=True)
class Incoming:
    """A message as a door hands it in. `token` is empty for a new conversation; `hint` is what the app or browser speaks."""

    text: str = ""
    payload: str = ""
    token: str = ""
    kommun: str | None = None
    language: str | None = None
    hint: str | None = None


@dataclass(frozen=True)
class Outgoing:
    """What the door hands back."""

    token: str
    turn: Turn


@dataclass(frozen=True)
class Talk:
    """What is remembered between messages. `chosen` says that the reader chose the language, not we; `begun`, that there was
    a message before."""

    language: str
    chosen: bool = False
    kommun: str | None = None
    topic: str | None = None
    begun: bool = False


class Conversation:
    """All conversations: they share everything but what is remembered of each."""

    def __init__(
        self,
        composer: Composer,
        understanding: Understanding,
        tokens: Tokens,
        safety: Safety,
        identifier: Identifier | None,
        defaults: Talk,
    ):
        self.composer = composer
        self.store = composer.store
        self.understanding = understanding
        self.tokens = tokens
        self.safety = safety
        self.identifier = identifier
        self.defaults = defaults

    async def reply(self, incoming: Incoming) -> Outgoing:
        """Answer one message.

        Raises TokenError for a token that is not ours, InputError for a message that cannot be taken.
        """
        token = incoming.token or self.tokens.issue()
        id = self.tokens.conversation(token)
        talk = self._told(incoming, self._remembered(id, incoming))
        turn = self._button(incoming, talk) if incoming.payload else await self._typed(incoming, talk, id)
        if "forget" in turn.changes:
            return Outgoing(await self._forget(id), turn)
        self._remember(id, self._changed(talk, turn))
        return Outgoing(token, turn)

    # What is remembered

    def _remembered(self, id: str, incoming: Incoming) -> Talk:
        row = self.store.conversation(id)
        if row is None:
            return replace(self.defaults, language=served(incoming.hint) or self.defaults.language)
        return Talk(row["language"], bool(row["chosen"]), row["kommun"], row["topic"], begun=True)

    def _told(self, incoming: Incoming, talk: Talk) -> Talk:
        """What the door says beside the text: the reader's kommun and language."""
        if incoming.kommun:
            talk = replace(talk, kommun=self._known_kommun(incoming.kommun))
        if incoming.language:
            talk = replace(talk, language=_known_language(incoming.language), chosen=True)
        return talk

    def _changed(self, talk: Talk, turn: Turn) -> Talk:
        """The talk after a turn. A language in the changes was chosen; else the one it was answered in goes on."""
        kept: dict[str, Any] = {key: turn.changes[key] for key in ("kommun", "topic") if key in turn.changes}
        language = turn.changes.get("language")
        return replace(
            talk, language=language or turn.understood.language, chosen=bool(language) or talk.chosen, **kept
        )

    def _remember(self, id: str, talk: Talk) -> None:
        self.store.save_conversation(
            id, language=talk.language, chosen=int(talk.chosen), kommun=talk.kommun, topic=talk.topic
        )

    async def _forget(self, id: str) -> str:
        """Forget everywhere at once; what follows is a new conversation."""
        self.store.forget_conversation(id)
        try:
            await self.understanding.forget(id)
        except UnderstandingError:
            log.info("Rasa is away; it forgets when it starts again.")
        return self.tokens.issue()

    # Buttons

    def _button(self, incoming: Incoming, talk: Talk) -> Turn:
        """A button's payload, `kind:value`. Raises InputError for one that is none of ours."""
        kind, _, value = incoming.payload.partition(":")
        deeds = {"topic": self._topic, "language": self._language, "kommun": self._kommun, "do": self._do}
        if kind not in deeds:
            raise InputError(f"The payload {incoming.payload!r} is not one of ours.")
        return deeds[kind](value, talk)

    def _topic(self, topic: str, talk: Talk) -> Turn:
        try:
            reply = self.composer.answer(topic, talk.kommun, talk.language)
        except KeyError as error:
            raise InputError(f"There is no topic {topic!r}.") from error
        return Turn(_pressed(topic, talk.language), (reply,), {"topic": topic})

    def _language(self, code: str, talk: Talk) -> Turn:
        language = _known_language(code)
        replies = self.composer.in_language(language, talk.kommun, talk.topic)
        return Turn(_pressed(None, language), replies, {"language": language})

    def _kommun(self, id: str, talk: Talk) -> Turn:
        kommun = self._known_kommun(id)
        replies = self.composer.in_kommun(kommun, talk.language, talk.topic)
        return Turn(_pressed(None, talk.language), replies, {"kommun": kommun})

    def _do(self, deed: str, talk: Talk) -> Turn:
        """`do:greet` and `do:forget`, for doors that have buttons of their own."""
        if deed not in ("greet", "forget"):
            raise InputError(f"There is no deed {deed!r}.")
        changes = {"forget": "all"} if deed == "forget" else {}
        return Turn(_pressed(None, talk.language), (self._said(f"say.{deed}", talk),), changes)

    def _known_kommun(self, id: str) -> str:
        if self.store.kommun(id) is None or id == "sverige":
            raise InputError(f"There is no kommun {id!r}.")
        return id

    # Typed text

    async def _typed(self, incoming: Incoming, talk: Talk, id: str) -> Turn:
        written = clean(incoming.text)
        if len(written) > LONGEST:
            raise InputError(self.composer.phrases.say("say.too_long", talk.language, limit=str(LONGEST)), 413)
        text = privacy.mask(written)
        danger = self.safety.match(text, talk.language)
        if danger:
            language = talk.language if talk.chosen else danger.language
            reply = self.composer.danger(danger, talk.kommun, language)
            return Turn(Understood(danger.topic, 1.0, language, "safety"), (reply,), {"topic": danger.topic})
        talk = self._settled(text, talk)
        if not any(char.isalpha() for char in text):
            return Turn(_placed_nowhere(talk), (self._said("say.no_words", talk),))
        turn = self._with_siblings(await self._asked(text, talk, id), talk)
        masked = self.composer.phrases.say("say.masked", talk.language)
        return turn if text == written else _with_notice(turn, masked)

    def _with_siblings(self, turn: Turn, talk: Talk) -> Turn:
        """Offer the language that is written alike, where it was we who settled which of the two it is."""
        alike = [code for code, taken in WRITTEN_ALIKE.items() if taken == talk.language and code in SERVED]
        if talk.chosen or not alike:
            return turn
        last = turn.replies[-1]
        more = tuple(Button(LANGUAGES[code].endonym, f"language:{code}") for code in alike)
        return replace(turn, replies=(*turn.replies[:-1], last.with_buttons((*last.buttons, *more))))

    async def _asked(self, text: str, talk: Talk, id: str) -> Turn:
        try:
            return await self.understanding.ask(text, id, Context(talk.language, talk.kommun, talk.topic))
        except UnderstandingError as error:
            log.warning("%s", error)
            return Turn(_placed_nowhere(talk), (self._said("say.broken", talk),))

    def _settled(self, text: str, talk: Talk) -> Talk:
        """The language: chosen > detected on enough words > the conversation's > the app's > Swedish."""
        if talk.chosen or self.identifier is None:
            return talk
        guess = self.identifier.guess(text)
        enough = not talk.begun or len(text.split()) >= _WORDS or not text.isascii()
        if guess and enough and guess.confidence >= _SURE and served(guess.code):
            return replace(talk, language=guess.code)
        return talk

    def _said(self, phrase: str, talk: Talk) -> Reply:
        return self.composer.say(phrase, talk.kommun, talk.language, CORE)


def _known_language(code: str) -> str:
    language = served(code)
    if language is None:
        raise InputError(f"The language {code!r} is not served. Use one of: {', '.join(LANGUAGES)}.")
    return language


def _pressed(topic: str | None, language: str) -> Understood:
    return Understood(topic, 1.0, language, "button")


def _placed_nowhere(talk: Talk) -> Understood:
    return Understood(None, 0.0, talk.language)


def _with_notice(turn: Turn, notice: str) -> Turn:
    """Say beside the answer that something personal was taken out."""
    return replace(turn, replies=(replace(turn.replies[0], notice=notice), *turn.replies[1:]))
