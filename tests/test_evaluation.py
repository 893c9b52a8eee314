"""Evaluation: counting, and refusing what cannot be read."""

from pathlib import Path

import pytest

from bot.errors import ContentError
from bot.evaluation import Outcome, Question, as_json, read, scores, table


def outcome(topics: tuple[str, ...], topic: str | None, *offered: str, lang: str = "so") -> Outcome:
    """An outcome in Somali."""
    return Outcome(Question(lang, "su'aal", topics), topic, offered, lang)


def test_hits_refusals_and_wrong_answers_are_counted() -> None:
    outcomes = [
        outcome(("a.a",), "a.a"),
        outcome(("a.a", "b.b"), "b.b"),
        outcome(("a.a",), "b.b", "a.a"),
        outcome(("a.a",), None, "x.x", "y.y", "z.z", "a.a"),
        outcome((), None, "x.x"),
        outcome((), "b.b"),
        outcome(("a.a",), "c.c", "contact.human", lang="ar"),
    ]
    both = scores(outcomes)
    so = both["so"]
    assert (so.questions, so.hit, so.refused, so.wrong) == (4, 0.5, 0.25, 0.25)
    assert (so.within_three, so.within_offered) == (0.75, 1.0)
    assert (so.outside, so.answered_outside) == (2, 0.5)
    assert both["ar"].wrong == 1
    assert "| so | 4 | 50.0% |" in table(both)
    assert '"hit": 0.5' in as_json(both)


def test_lines_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"lang": "sv", "text": "hej", "topic": "a.a", "alt": ["b.b"]}\n\n{"lang": "sv"}\n')
    with pytest.raises(ContentError, match=r"q\.jsonl:3"):
        read(path)
    path.write_text(
        '{"lang": "sv", "text": "hej", "topic": "a.a", "alt": ["b.b"]}\n{"lang": "sv", "text": "x", "topic": null}\n'
    )
    assert read(path) == [Question("sv", "hej", ("a.a", "b.b")), Question("sv", "x", ())]
    with pytest.raises(ContentError, match="nowhere"):
        read(tmp_path / "nowhere")
