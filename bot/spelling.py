"""One spelling for what people spell in several ways, so that the same word is recognised as the same.

Nothing here is shown to a reader.
"""

import re
import unicodedata

# Arabic script: alef with its hamzas and madda, ta marbuta, alef maqsura, hamza on waw and ya, and the Persian, Urdu
# and Kurdish forms of kaf, ya and ha that keyboards mix up (Unicode names in the order of the table).
_ARABIC = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ئ": "ي", "ؤ": "و", "ک": "ك", "ی": "ي", "ے": "ي"}
    | {"ہ": "ه", "ھ": "ه", "ە": "ه", "ۀ": "ه", "ـ": "", "\u200c": " ", "\u200d": ""}
)
# Ethiopic letters that sound alike in Tigrinya today: h (ሐ ኀ as ሀ is kept apart in sound, but not by writers), s, ts and a.
_ETHIOPIC_ROWS = {"ሠ": "ሰ", "ፀ": "ጸ", "ኀ": "ሀ"}
_ETHIOPIC = str.maketrans(
    {chr(ord(old) + step): chr(ord(new) + step) for old, new in _ETHIOPIC_ROWS.items() for step in range(7)}
)
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "ß": "ss", "đ": "d", "’": "'", "ʼ": "'", "`": "'"})
_REPEATED = re.compile(r"(.)\1{2,}")
_WORD = re.compile(r"[\w']+")


def fold(text: str) -> str:
    """Lower case, no diacritics (also Arabic vowel signs), one form per letter; "heeeej" is "heej"."""
    lowered = unicodedata.normalize("NFKC", text).casefold().translate(_ARABIC).translate(_LETTERS)
    plain = "".join(char for char in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(char))
    return _REPEATED.sub(r"\1\1", unicodedata.normalize("NFC", plain).translate(_ETHIOPIC))


def words(text: str) -> list[str]:
    """The folded words of a text."""
    return _WORD.findall(fold(text))
