"""Rasa's DIET beside our classifier on one language: accuracy, training time, time a message, memory. Takes a quarter of an hour.

.venv/bin/python benchmarks/diet.py en
"""

import asyncio
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from bot.settings import ROOT

Label = Callable[[str], str]


def examples(language: str) -> tuple[list[str], list[str]]:
    """The texts of a language's examples and the label of each."""
    plain = yaml.load((ROOT / f"data/nlu/{language}.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    rows = [(line[2:], intent["intent"]) for intent in plain["nlu"] for line in intent["examples"].splitlines() if line]
    return [text for text, _ in rows], [label for _, label in rows]


def ours(language: str) -> tuple[float, Label]:
    """Train ours: the seconds it took, and what it makes of a text."""
    from bot.understanding.classifier import Classifier

    started = time.monotonic()
    model = Classifier.train(*examples(language))
    return time.monotonic() - started, lambda text: model.rank(text)[0][0]


def diet(language: str) -> tuple[float, Label]:
    """Train DIET with Rasa's default pipeline and 100 epochs: the seconds it took, and what it makes of a text."""
    import training  # beside this file: the default pipeline as Rasa suggests it
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    folder = Path(tempfile.mkdtemp())
    (folder / "config.yml").write_text(training.DEFAULT)
    texts, labels = examples(language)
    by_label: dict[str, list[str]] = {}
    for text, label in zip(texts, labels, strict=True):
        by_label.setdefault(label.replace("/", "_"), []).append(f"- {text}")
    nlu = [{"intent": label, "examples": "\n".join(lines)} for label, lines in by_label.items()]
    (folder / "nlu.yml").write_text(yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True))
    started = time.monotonic()
    model = train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder))
    seconds = time.monotonic() - started
    agent = Agent.load(model)
    loop = asyncio.new_event_loop()
    return seconds, lambda text: loop.run_until_complete(agent.parse_message(text))["intent_ranking"][0]["name"]


def main() -> None:
    """Measure one of the two, each in a process of its own so that memory is its own."""
    language, name = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""
    if not name:
        for name in ("ours", "diet"):
            os.system(f"{sys.executable} {__file__} {language} {name}")
        return
    seconds, label = {"ours": ours, "diet": diet}[name](language)
    lines = (ROOT / f"tests/questions/{language}.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [question for question in map(json.loads, lines) if question["topic"]]
    started = time.monotonic()
    given = [label(question["text"]).replace("faq_", "faq/") for question in asked]
    each = (time.monotonic() - started) / len(asked) * 1000
    hits = sum(got.removeprefix("faq/") in (q["topic"], *q.get("alt", ())) for got, q in zip(given, asked, strict=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {name} | {hits / len(asked):.1%} | {seconds:.0f} s | {each:.1f} ms | {peak:.0f} MB |")


if __name__ == "__main__":
    main()
