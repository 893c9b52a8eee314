"""Composing replies: the stored text of a topic, the facts of the kommun, where it comes from, and what leads on.

Used by Rasa's actions for what people write and by the conversation for the buttons they press, so that both say the same.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from bot import answers
from bot.answers import Answer, Text
from bot.content import SWEDEN
from bot.facts import PHONE, Fact, Kommun, Source
from bot.languages import LANGUAGES, SERVED, SOURCE
from bot.phrases import Phrases
from bot.replies import Button, Reply, Shown, ShownFact, ShownSource
from bot.safety import Danger
from bot.store import Store
from bot.text import isolate
from bot.topics import CORE, HUMAN

BUTTONS = 4
"""Topics offered at once."""
_SLOT = re.compile(r"\{([a-z]+\.[a-z_]+)\}")


class Composer:
    """Makes replies in a language for a kommun (None when the reader has chosen none yet)."""

    def __init__(self, store: Store, phrases: Phrases, invented: bool = True):
        self.store = store
        self.phrases = phrases
        self.invented = invented

    # Answers

    def answer(self, topic: str, kommun: str | None, language: str, near: Iterable[str] = ()) -> Reply:
        """The answer to a topic. `near` are the topics it was nearest to, the likeliest first: they become buttons.

        Raises KeyError for a topic that we have no answer to.
        """
        answer = self.store.answer(topic)
        if answer is None:
            raise KeyError(topic)
        place = self._place(kommun)
        shown = self._shown_facts(answer, place)
        origin, checked, notice = self._origin(answer, language)
        spoken = language if language in answer.texts else SOURCE
        return Reply(
            text=self._body(answer, shown, place, spoken),
            lang=spoken,
            topic=topic,
            origin=origin,
            checked=checked,
            notice=notice,
            swedish=self._body(answer, shown, place, SOURCE),
            sources=_shown_sources(answer, shown, place),
            facts=self._facts_shown(shown, place, spoken),
            buttons=self._leading_on(topic, (*near, *answer.related), place, language),
        )

    def _body(self, answer: Answer, shown: list[Fact], place: Kommun | None, language: str) -> str:
        paragraphs = [
            self._invented_notice(place, language),
            self._text(answer.texts, language),
            self._local_text(answer, place, language),
            self._known_lines(shown, language),
            self._unknown_line(shown, place, language),
            self._call_line(place, language),
        ]
        return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)

    def _text(self, texts: dict[str, Text], language: str) -> str:
        text = texts.get(language) or texts[SOURCE]
        return self._fill(text.text.strip(), language)

    def _local_text(self, answer: Answer, place: Kommun | None, language: str) -> str:
        local = answer.local.get(place.id) if place else None
        return self._text(local.texts, language) if local else ""

    def _fill(self, text: str, language: str) -> str:
        """Put the national facts into their {slots}."""
        facts = self._sweden().facts
        return _SLOT.sub(lambda slot: facts[slot[1]].render(language), text)

    def _known_lines(self, shown: list[Fact], language: str) -> str:
        return "\n".join(self._fact_line(fact, language) for fact in shown if fact.known)

    def _fact_line(self, fact: Fact, language: str) -> str:
        line = f"- **{self._label(fact, language)}:** {fact.render(language)}"
        if fact.risk != "high" or not fact.dated:
            return line
        return f"{line} ({self.phrases.say('answer.dated', language, date=isolate(fact.dated, language))})"

    def _unknown_line(self, shown: list[Fact], place: Kommun | None, language: str) -> str:
        labels = [self._label(fact, language) for fact in shown if not fact.known]
        if not labels or place is None:
            return ""
        kommun = isolate(place.short, language)
        return self.phrases.say("answer.unknown", language, kommun=kommun, labels=", ".join(labels))

    def _call_line(self, place: Kommun | None, language: str) -> str:
        """Whom to call: the kommun's switchboard, or all of them while none is chosen."""
        if place is None:
            lines = (
                f"- {isolate(fact.name or '', language)}: {fact.render(language)}" for fact in self._switchboards()
            )
            return "\n".join([self.phrases.say("answer.call_any", language), *lines])
        phone = place.facts[PHONE].render(language)
        return self.phrases.say("answer.call", language, kommun=isolate(place.name, language), phone=phone)

    def _invented_notice(self, place: Kommun | None, language: str) -> str:
        return self.phrases.say("notice.invented", language) if place and place.invented else ""

    def _origin(self, answer: Answer, language: str) -> tuple[Shown, str | None, str | None]:
        """Where the text comes from, when a person read it, and what the reader should know beside it."""
        found = answers.state(answer.texts, language)
        if found == "missing":
            return "swedish", None, None
        text = answer.texts[language]
        if found == "outdated":
            return text.origin, None, self.phrases.say("notice.outdated", language)
        return found, text.checked.isoformat() if text.checked else None, None

    # Facts

    def _shown_facts(self, answer: Answer, place: Kommun | None) -> list[Fact]:
        return [place.facts[id] for id in answer.facts if id in place.facts and id != PHONE] if place else []

    def _facts_shown(self, shown: list[Fact], place: Kommun | None, language: str) -> tuple[ShownFact, ...]:
        phones = [place.facts[PHONE]] if place else self._switchboards()
        known = [fact for fact in shown if fact.known]
        return tuple(
            ShownFact(fact.kind, self._label(fact, language), fact.show(language)) for fact in [*known, *phones]
        )

    def _switchboards(self) -> list[Fact]:
        """The switchboard of every real kommun, named after it."""
        real = (kommun for kommun in self.store.kommuner() if not kommun.invented)
        return [replace(kommun.facts[PHONE], name=kommun.short) for kommun in real]

    def _label(self, fact: Fact, language: str) -> str:
        return fact.name or self.phrases.say(f"fact.{fact.id}", language)

    def _sweden(self) -> Kommun:
        return self.store.kommun(SWEDEN) or Kommun(SWEDEN, "Sverige", "Sverige")

    def _place(self, kommun: str | None) -> Kommun | None:
        return self.store.kommun(kommun) if kommun else None

    # Everything that is not an answer

    def say(
        self,
        phrase: str,
        kommun: str | None,
        language: str,
        offered: Iterable[str] = (),
        slots: dict[str, str] | None = None,
    ) -> Reply:
        """One of the bot's own phrases, its {slots} filled, leading on to the topics `offered` and to a person."""
        place = self._place(kommun)
        return Reply(
            text="\n\n".join(
                part
                for part in (
                    self._invented_notice(place, language),
                    self.phrases.say(phrase, language, **(slots or {})),
                    self._call_line(place, language) if phrase in _WITH_PHONE else "",
                )
                if part
            ),
            lang=language,
            origin="reviewed" if self.phrases.checked.get(language) else "draft",
            swedish=self.phrases.say(phrase, SOURCE, **(slots or {})),
            facts=self._facts_shown([], place, language),
            buttons=self._leading_on(None, offered or CORE, place, language),
        )

    def danger(self, danger: Danger, kommun: str | None, language: str) -> Reply:
        """The fixed text for a danger, its numbers in the first line."""
        reply = self.say(f"safety.{danger.kind}", kommun, language, (danger.topic,))
        answer = self.store.answer(danger.topic)
        return replace(
            reply,
            text=self._fill(reply.text, language),
            swedish=self._fill(reply.swedish, SOURCE),
            topic=danger.topic,
            sources=_shown_sources(answer, [], None) if answer else (),
            facts=(*self._named_in(self.phrases.say(f"safety.{danger.kind}", language), language), *reply.facts),
        )

    def danger_hint(self, language: str) -> str:
        """The number to call, for when we are not sure that somebody is in danger."""
        return self._fill(self.phrases.say("safety.hint", language), language)

    def _named_in(self, phrase: str, language: str) -> tuple[ShownFact, ...]:
        facts = self._sweden().facts
        return tuple(
            ShownFact(facts[id].kind, self._label(facts[id], language), facts[id].show(language))
            for id in _SLOT.findall(phrase)
        )

    def in_language(self, language: str, kommun: str | None, topic: str | None) -> tuple[Reply, ...]:
        """The reader has gone over to a language: say so, and give the last answer again."""
        said = self.say("say.language_set", kommun, language)
        return (said,) if topic is None else (said.with_buttons(()), self.answer(topic, kommun, language))

    def in_kommun(self, kommun: str, language: str, topic: str | None) -> tuple[Reply, ...]:
        """The reader has gone over to a kommun: say so, and give its answer to what was asked last."""
        place = self.store.kommun(kommun)
        name = isolate(place.name if place else kommun, language)
        said = self.say("say.kommun_set", kommun, language, slots={"kommun": name})
        return (said,) if topic is None else (said.with_buttons(()), self.answer(topic, kommun, language))

    # Buttons

    def _leading_on(
        self, topic: str | None, offered: Iterable[str], place: Kommun | None, language: str
    ) -> tuple[Button, ...]:
        """Up to four topics, a person, and the choice of kommun while there is none."""
        others = [other for other in dict.fromkeys(offered) if other not in (topic, HUMAN)][:BUTTONS]
        topics = tuple(self.topic_button(other, language) for other in others)
        human = () if topic == HUMAN else (Button(self.phrases.say("button.human", language), f"topic:{HUMAN}"),)
        return (*topics, *human, *(() if place else self.kommun_buttons()))

    def topic_button(self, topic: str, language: str) -> Button:
        """The button that asks for a topic."""
        return Button(self._title(topic, language), f"topic:{topic}")

    def kommun_buttons(self) -> tuple[Button, ...]:
        """A button for each kommun one can choose."""
        shown = (kommun for kommun in self.store.kommuner() if self.invented or not kommun.invented)
        return tuple(
            Button(kommun.name if kommun.invented else kommun.short, f"kommun:{kommun.id}") for kommun in shown
        )

    def language_buttons(self) -> tuple[Button, ...]:
        """A button for each served language, in its own name."""
        return tuple(Button(LANGUAGES[code].endonym, f"language:{code}") for code in SERVED)

    def _title(self, topic: str, language: str) -> str:
        return self.store.title(topic, language) or self.store.title(topic, SOURCE) or topic


_WITH_PHONE = ("say.broken", "say.not_served", "say.robot", "say.insult", "safety.child")
"""Phrases that send the reader to a telephone."""


def _shown_sources(answer: Answer, shown: list[Fact], place: Kommun | None) -> tuple[ShownSource, ...]:
    """The pages behind an answer, each once: national, then local, then those of the facts, the switchboard's last."""
    local = answer.local[place.id].sources if place and place.id in answer.local else ()
    facts = [*(fact for fact in shown if fact.known), *([place.facts[PHONE]] if place else [])]
    behind = [*answer.sources, *local, *(fact.source for fact in facts if fact.source)]
    by_url = {source.url: source for source in reversed(behind) if source.url}
    return tuple(_shown_source(source) for source in behind if source.url and by_url.pop(source.url, None))


def _shown_source(source: Source) -> ShownSource:
    return ShownSource(source.title, source.url or "", source.checked.isoformat())
