"""Training everything of ours beside Rasa's default DIET pipeline on the same examples, each from an empty cache.

    .venv/bin/python benchmarks/training.py [MOST]

DIET is stopped after MOST times (default 6) as long as ours took: it then says "more than". The default pipeline has no
intents with a slash, so each topic is an intent of its own there; its stories and policies are left out, in its favour.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import yaml

from bot import settings, training
from bot.settings import ROOT

DEFAULT = """
recipe: default.v1
assistant_id: default
language: en
pipeline:
- name: WhitespaceTokenizer
- name: RegexFeaturizer
- name: LexicalSyntacticFeaturizer
- name: CountVectorsFeaturizer
- name: CountVectorsFeaturizer
  analyzer: char_wb
  min_ngram: 1
  max_ngram: 4
- name: DIETClassifier
  epochs: 100
  constrain_similarities: true
- name: FallbackClassifier
  threshold: 0.3
  ambiguity_threshold: 0.1
"""
"""What Rasa 3.6 suggests when config.yml names no pipeline."""


def ours(folder: Path) -> float:
    """Seconds to train everything: the language identifier and Rasa's model."""
    started = time.monotonic()
    training.train(replace(settings.read(), data=folder))
    return time.monotonic() - started


def diet(folder: Path, most: float) -> float | None:
    """Seconds DIET took, or None when it was not done after `most`."""
    (folder / "config.yml").write_text(DEFAULT)
    for path in (ROOT / "data/nlu").glob("*.yml"):
        plain = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for intent in plain["nlu"]:
            intent["intent"] = intent["intent"].replace("/", "_").replace(".", "_")
        (folder / f"{path.stem}_nlu.yml").write_text(yaml.safe_dump(plain, allow_unicode=True))
    command = [sys.executable, "-m", "rasa", "train", "nlu", "--nlu", ".", "--config", "config.yml", "--out", "models"]
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false"}
    started = time.monotonic()
    try:
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, timeout=most)
    except subprocess.TimeoutExpired:
        return None
    return time.monotonic() - started


def main() -> None:
    """Measure both and print a line."""
    most = float(sys.argv[1]) if len(sys.argv) > 1 else 6.0
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        mine = ours(Path(one))
        theirs = diet(Path(other), most * mine)
    took = f"{theirs:.0f} s" if theirs else f"more than {most * mine:.0f} s (stopped)"
    times = f"{theirs / mine:.1f}" if theirs else f"more than {most:.0f}"
    print(f"ours {mine:.0f} s, DIET {took}: {times} times as long")


if __name__ == "__main__":
    main()
