"""How often the language identifier is right on NTREX-128, a public test set that is not part of this repository.

    .venv/bin/python benchmarks/identify.py FOLDER_WITH_NTREX_FILES

Whole sentences, and the first five and three words of each, lower case and without punctuation. Persian and Dari count as one:
no tool tells them apart, and the reader chooses.
"""

import sys
import time
from pathlib import Path

from bot import settings
from bot.languages import SERVED
from bot.training import IDENTIFIER
from bot.understanding.identifier import Identifier

FILES = {
    "sv": "swe", "en": "eng", "ar": "arb", "fa": "fas", "prs": "prs", "ps": "pus", "so": "som", "ti": "tir", "ckb": "ckb-Arab",
    "kmr": "kmr", "uk": "ukr", "ru": "rus", "tr": "tur", "es": "spa", "pl": "pol",
}  # fmt: skip
ONE = {"prs": "fa"}


def words(line: str, count: int) -> str:
    """The first words of a line as somebody would type them."""
    plain = "".join(char if char.isalnum() or char.isspace() or char in "'’" else " " for char in line.lower())
    return " ".join(plain.split()[:count])


def right(identifier: Identifier, lines: list[str], code: str) -> float:
    """The share of lines taken for the language they are in."""
    guesses = [identifier.guess(line) for line in lines]
    return sum(guess is not None and ONE.get(guess.code, guess.code) == ONE.get(code, code) for guess in guesses) / len(
        lines
    )


def main() -> None:
    """Print a table of shares per language."""
    identifier = Identifier.load(settings.read().models / IDENTIFIER)
    print("| language | sentences | five words | three words |\n| --- | ---: | ---: | ---: |")
    started, count = time.perf_counter(), 0
    for code in SERVED:
        lines = (Path(sys.argv[1]) / f"{FILES[code]}.txt").read_text(encoding="utf-8").splitlines()
        cut = [lines, [words(line, 5) for line in lines], [words(line, 3) for line in lines]]
        shares = " | ".join(f"{right(identifier, part, code):.1%}" for part in cut)
        print(f"| {code} | {shares} |")
        count += 3 * len(lines)
    print(f"{(time.perf_counter() - started) / count * 1e6:.0f} µs a text")


if __name__ == "__main__":
    main()
