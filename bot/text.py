"""Small things about text as such: what may stand in a message, and how a foreign word keeps its direction."""

import unicodedata

from bot.languages import LANGUAGES

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"
_KEPT_FORMAT = {"\u200c", "\u200d"}  # Persian and Kurdish spelling needs the joiners


def clean(text: str) -> str:
    """The text without control, format and unassigned characters, white space folded, in NFC.

    Format characters go because they can hide words from the reader or from the safety lane.
    """
    kept = (char if _visible(char) else " " for char in unicodedata.normalize("NFC", text))
    return " ".join("".join(kept).split())


def _visible(char: str) -> bool:
    return char in _KEPT_FORMAT or not unicodedata.category(char).startswith("C")


def isolate(value: str, language: str) -> str:
    """A Swedish name or number inside a text, kept whole where the text runs from right to left (UAX #9)."""
    if LANGUAGES[language].direction == "ltr":
        return value
    return f"{FIRST_STRONG_ISOLATE}{value}{POP_ISOLATE}"
