"""Evaluation: questions with known answers, sent by the way a newcomer's message takes, counted per language."""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import httpx

from bot.errors import ContentError
from bot.languages import WRITTEN_ALIKE
from bot.topics import HUMAN

_AT_ONCE = 8


@dataclass(frozen=True)
class Question:
    """A question and the topics that answer it; none for one that is out of scope."""

    lang: str
    text: str
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What the bot made of a question: its topic, and the topics on its buttons."""

    question: Question
    topic: str | None
    offered: tuple[str, ...]
    language: str

    @property
    def hit(self) -> bool:
        """Right at the first answer."""
        return self.topic in self.question.topics

    def within(self, count: int) -> bool:
        """Right at the first answer or on one of the buttons, counting the answer as the first of `count`."""
        shown = ([self.topic] if self.topic else []) + [topic for topic in self.offered if topic != HUMAN]
        return self.hit or bool(set(shown[:count]) & set(self.question.topics))


@dataclass
class Score:
    """What one language got, as shares from 0 to 1 (of the questions in scope, but for `answered_outside`)."""

    questions: int = 0
    hit: float = 0.0
    within_three: float = 0.0
    within_offered: float = 0.0
    refused: float = 0.0
    wrong: float = 0.0
    outside: int = 0
    answered_outside: float = 0.0
    language: float = field(default=0.0)


def read(path: Path) -> list[Question]:
    """Questions from JSON lines. Raises ContentError with the line that cannot be read."""
    return [_question(line, f"{path.name}:{number}") for number, line in enumerate(_lines(path), 1) if line.strip()]


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ContentError(f"{path}: {error}") from error


def _question(line: str, where: str) -> Question:
    try:
        plain = json.loads(line)
        topics = (plain["topic"], *plain.get("alt", ())) if plain["topic"] else ()
        return Question(plain["lang"], plain["text"], topics)
    except (ValueError, KeyError, TypeError) as error:
        raise ContentError(f"{where}: {error}") from error


async def ask_all(url: str, questions: Iterable[Question], kommun: str = "hallefors") -> list[Outcome]:
    """Send every question as the first message of a conversation of its own, without saying the language."""
    gate = asyncio.Semaphore(_AT_ONCE)
    async with httpx.AsyncClient(base_url=url, timeout=30) as http:

        async def one(question: Question) -> Outcome:
            async with gate:
                response = await http.post("/api/v1/chat", json={"text": question.text, "kommun": kommun})
            response.raise_for_status()
            return _outcome(question, response.json())

        return await asyncio.gather(*(one(question) for question in questions))


def _outcome(question: Question, answer: dict[str, Any]) -> Outcome:
    payloads = [button["payload"] for reply in answer["replies"] for button in reply["buttons"]]
    offered = tuple(payload.removeprefix("topic:") for payload in payloads if payload.startswith("topic:"))
    return Outcome(question, answer["understood"]["topic"], offered, answer["understood"]["language"])


def scores(outcomes: Iterable[Outcome]) -> dict[str, Score]:
    """The score of each language, in the order they came."""
    by_language: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_language.setdefault(outcome.question.lang, []).append(outcome)
    return {language: _score(language, rows) for language, rows in by_language.items()}


def _score(language: str, outcomes: list[Outcome]) -> Score:
    inside = [outcome for outcome in outcomes if outcome.question.topics]
    outside = [outcome for outcome in outcomes if not outcome.question.topics]
    return Score(
        questions=len(inside),
        hit=_share(outcome.hit for outcome in inside),
        within_three=_share(outcome.within(3) for outcome in inside),
        within_offered=_share(outcome.within(5) for outcome in inside),
        refused=_share(outcome.topic is None for outcome in inside),
        wrong=_share(outcome.topic is not None and not outcome.hit for outcome in inside),
        outside=len(outside),
        answered_outside=_share(outcome.topic is not None for outcome in outside),
        language=_share(outcome.language == WRITTEN_ALIKE.get(language, language) for outcome in inside),
    )


def _share(values: Iterable[bool]) -> float:
    listed = list(values)
    return round(sum(listed) / len(listed), 4) if listed else 0.0


def table(by_language: dict[str, Score]) -> str:
    """The scores as a Markdown table, shares in percent."""
    head = "| language | questions | hit | within 3 | offered | refused | wrong | outside | answered | language |"
    rows = [_row(language, score) for language, score in by_language.items()]
    return "\n".join([head, "| --- " + "| ---: " * 9 + "|", *rows])


def _row(language: str, score: Score) -> str:
    shares = (score.hit, score.within_three, score.within_offered, score.refused, score.wrong)
    cells = " | ".join(f"{share:.1%}" for share in shares)
    return f"| {language} | {score.questions} | {cells} | {score.outside} | {score.answered_outside:.1%} | {score.language:.1%} |"


def as_json(by_language: dict[str, Score]) -> str:
    """The scores as JSON, one object a language."""
    return json.dumps({language: asdict(score) for language, score in by_language.items()}, indent=2)
