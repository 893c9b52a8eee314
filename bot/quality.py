"""The equality table: how well each language is served, from the last evaluation that was kept and from the texts themselves."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from bot import answers
from bot.evaluation import Score
from bot.languages import LANGUAGES, SERVED
from bot.settings import ROOT
from bot.store import Store

KEPT = ROOT / "docs/quality.json"
"""Where `brobyggaren evaluate --keep` writes: figures belong to the state of the repository they were measured on."""


@dataclass(frozen=True)
class Row:
    """One language. Shares from 0 to 1; `measured` is None for a language that was never evaluated."""

    code: str
    endonym: str
    score: Score | None
    measured: date | None
    complete: float
    checked: float


def keep(by_language: dict[str, Score], day: date, path: Path = KEPT) -> None:
    """Keep the scores of an evaluation, those of languages that it did not ask staying as they were."""
    kept = _read(path)
    kept |= {language: {"measured": day.isoformat(), **asdict(score)} for language, score in by_language.items()}
    path.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def rows(store: Store, path: Path = KEPT) -> list[Row]:
    """The table, a row for each served language."""
    kept = _read(path)
    found = [answer for answer in map(store.answer, store.topics()) if answer]
    return [_row(code, kept.get(code), [answers.state(answer.texts, code) for answer in found]) for code in SERVED]


def _row(code: str, kept: dict[str, object] | None, states: list[answers.State]) -> Row:
    values = dict(kept or {})
    measured = date.fromisoformat(str(values.pop("measured"))) if kept else None
    there = [state for state in states if state in ("reviewed", "draft", "machine")]
    return Row(
        code=code,
        endonym=LANGUAGES[code].endonym,
        score=Score(**values) if kept else None,  # type: ignore[arg-type]
        measured=measured,
        complete=len(there) / len(states) if states else 0.0,
        checked=states.count("reviewed") / len(states) if states else 0.0,
    )


def _read(path: Path) -> dict[str, dict[str, object]]:
    kept: dict[str, dict[str, object]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return kept
