"""What looks personal is taken out before anything is stored, logged or passed on.

Masked are Swedish personnummer and samordningsnummer (also written together, with +, or with the century), phone numbers,
e-mail addresses, payment card numbers. Digits of every script count. What the bot itself tells people about (112, 1177,
114 14 …) is short and stays.
"""

import re
import unicodedata

MASKS = {"email": "[e-post]", "number": "[nummer]"}

_EMAIL = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+")
_DIGITS = re.compile(r"(?<!\d)(?:\+|00)?\d(?:[\s\u00a0./()+–-]{0,3}\d){6,}")
"""Seven digits or more, however grouped: every personnummer, phone and card number, and hardly anything else people
write here. Ranges of years such as 2019-2023 have eight and are left alone below."""
_YEARS = re.compile(r"(?:19|20)\d\d\s?[–/-]\s?(?:19|20)\d\d")
_DATE = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


def mask(text: str) -> str:
    """The text with what looks personal replaced by a mark."""
    return _DIGITS.sub(_number, _EMAIL.sub(MASKS["email"], _plain_digits(text)))


def _number(match: re.Match[str]) -> str:
    found = match.group()
    return found if _YEARS.fullmatch(found) or _DATE.fullmatch(found) else MASKS["number"]


def _plain_digits(text: str) -> str:
    """Arabic, Persian and other digits as 0-9, so that one rule sees them all."""
    return "".join(
        str(unicodedata.digit(char)) if char.isdigit() and char not in _SUPERSCRIPTS else char for char in text
    )


_SUPERSCRIPTS = "²³¹"
