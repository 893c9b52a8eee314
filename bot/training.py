"""Training: Rasa's model and the language identifier, from the files, each in a process or a call of its own."""

import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import yaml

from bot import content
from bot.answers import Answer
from bot.errors import BrobyggarenError
from bot.languages import SERVED, WRITTEN_ALIKE
from bot.phrases import Phrases
from bot.settings import ROOT, Settings
from bot.understanding import identifier

MODEL = "brobyggaren"
IDENTIFIER = "languages.npz"
_STEP = "rasa.engine.training.hooks"
"""Rasa's lines that tell of a step; the others are many and say little."""
_LAST = 20


def is_trained(settings: Settings) -> bool:
    """Whether there is something to answer with."""
    return model_path(settings).exists() and (settings.models / IDENTIFIER).exists()


def model_path(settings: Settings) -> Path:
    """Where Rasa's model lies."""
    return settings.models / f"{MODEL}.tar.gz"


def train(settings: Settings, tell: Callable[[str], None] = lambda line: None) -> None:
    """Train everything from the files; `tell` hears how far it is, a line at a time.

    Raises BrobyggarenError with Rasa's last words when it refuses the training data.
    """
    tell("Learning languages …")
    identifier.train(examples()).save(settings.models / IDENTIFIER)
    tell("Learning topics: Rasa starts and reads the examples …")
    train_rasa(settings.models, tell)


def train_rasa(out: Path, tell: Callable[[str], None]) -> None:
    """`rasa train` in a process of its own: it needs a gigabyte that we do not want to keep."""
    out.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "rasa", "train", "--fixed-model-name", MODEL, "--out", str(out)]
    pipe, environment = subprocess.PIPE, rasa_environment()
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=pipe, stderr=subprocess.STDOUT, text=True) as rasa:
        assert rasa.stdout is not None
        last: deque[str] = deque(maxlen=_LAST)
        for line in rasa.stdout:
            last.append(line)
            if _STEP in line:
                tell(line.rpartition(" - ")[2].strip())
    if rasa.returncode:
        raise BrobyggarenError(f"rasa train ended with {rasa.returncode}:\n{''.join(last)}")


def rasa_environment() -> dict[str, str]:
    """The environment Rasa runs in: no telemetry, no graphics card, no warnings about old packages, no threads that wait
    by spinning (its matrices are too small to share among cores)."""
    settings = {
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "RASA_TELEMETRY_ENABLED": "false",
        "SANIC_HOST": "127.0.0.1",
        "CUDA_VISIBLE_DEVICES": "-1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
    }
    return {**os.environ, **settings}


def examples(root: Path = ROOT) -> list[tuple[str, str]]:
    """(text, language) pairs to learn languages from: example questions, answers and phrases of the served languages."""
    answers = content.read(root).answers.values()
    pairs = [*_questions(root), *_sentences(answers), *_phrases(Phrases.read(root))]
    return [(text, WRITTEN_ALIKE.get(code, code)) for text, code in pairs if code in SERVED]


def _questions(root: Path) -> Iterator[tuple[str, str]]:
    """The example questions; those that are out of scope may be in any language or in none."""
    for path in sorted((root / "data/nlu").glob("*.yml")):
        for intent in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["nlu"]:
            if intent["intent"] not in ("out_of_scope", "change_language"):
                yield from ((line.removeprefix("- ").strip(), path.stem) for line in intent["examples"].splitlines())


def _sentences(answers: Iterable[Answer]) -> Iterator[tuple[str, str]]:
    for answer in answers:
        for code, text in answer.texts.items():
            yield from ((line, code) for line in text.text.splitlines() if line.strip())


def _phrases(phrases: Phrases) -> Iterator[tuple[str, str]]:
    for code, texts in phrases.by_language.items():
        yield from ((text, code) for text in texts.values())
