"""The languages, by BCP 47 code.

A language stands here when somebody may choose it. `served` says that we claim to understand it and to answer in it;
`brobyggaren check` fails when a served language lacks a text.
"""

from dataclasses import dataclass
from typing import Literal

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True)
class Language:
    """One language: its code, its own name, how it is written, and Babel's name for it."""

    code: str
    endonym: str
    direction: Direction
    script: str
    locale: str
    swedish: str
    served: bool = False


_TABLE = (
    Language("sv", "Svenska", "ltr", "Latn", "sv", "svenska", served=True),
    Language("en", "English", "ltr", "Latn", "en_GB", "engelska", served=True),
    Language("ar", "العربية", "rtl", "Arab", "ar", "arabiska", served=True),
    Language("so", "Soomaali", "ltr", "Latn", "so", "somaliska", served=True),
    Language("fa", "فارسی", "rtl", "Arab", "fa", "persiska", served=True),
    # Babel knows no prs: Dari is Persian as written in Afghanistan there.
    Language("prs", "دری", "rtl", "Arab", "fa_AF", "dari"),
    Language("ps", "پښتو", "rtl", "Arab", "ps", "pashto"),
    Language("ti", "ትግርኛ", "ltr", "Ethi", "ti", "tigrinja", served=True),
    Language("ckb", "کوردیی ناوەندی", "rtl", "Arab", "ckb", "sorani"),
    Language("kmr", "Kurmancî", "ltr", "Latn", "ku", "kurmanji"),
    Language("uk", "Українська", "ltr", "Cyrl", "uk", "ukrainska", served=True),
    Language("ru", "Русский", "ltr", "Cyrl", "ru", "ryska"),
    Language("tr", "Türkçe", "ltr", "Latn", "tr", "turkiska"),
    Language("es", "Español", "ltr", "Latn", "es", "spanska"),
    Language("pl", "Polski", "ltr", "Latn", "pl", "polska"),
)

LANGUAGES: dict[str, Language] = {language.code: language for language in _TABLE}
SERVED: tuple[str, ...] = tuple(language.code for language in _TABLE if language.served)
WRITTEN_ALIKE = {"prs": "fa"}
"""Dari is taken for Persian until the reader chooses (docs/understanding.md says why)."""
SOURCE = "sv"
"""Staff write in this language; everything else is made from it."""


def served(code: str | None) -> str | None:
    """The code itself if we serve it (also as `sv-SE` or `AR`), else None."""
    plain = (code or "").replace("_", "-").lower()
    return next((known for known in (plain, plain.split("-")[0]) if known in SERVED), None)
