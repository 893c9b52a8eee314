"""Finding the name of a language or of a kommun in what somebody wrote."""

from functools import cache

from babel import Locale

from bot.facts import Kommun
from bot.languages import LANGUAGES, SERVED, Language
from bot.spelling import words

# Names that people use and Babel does not know.
_MORE = {
    "ar": ["عربي", "عربيه", "3arabi", "arabi"],
    "en": ["انجليزي", "انگليسي", "engelska"],
    "sv": ["سويدي", "سوئدي", "easy swedish"],
    "so": ["صومالي", "somali"],
    "prs": ["dari", "دري", "دری"],
    "kmr": ["kurmanji", "kurmanci", "kurmancî", "كرمانجي", "badini", "bahdini"],
    "ckb": ["sorani", "سۆرانی", "سوراني", "kurdiska", "kurdish"],
    "fa": ["farsi", "فارسي", "persiska"],
    "ps": ["pashto", "pushto", "پښتو"],
    "ti": ["tigrinja", "tigrinya", "tigrigna"],
}


def language_named(text: str) -> str | None:
    """The code of the language that a text names, in whatever language it does; of several the last one named."""
    found = [_names()[bare] for word in words(text) for bare in (word, _bare(word)) if bare in _names()]
    return found[-1] if found else None


def _bare(word: str) -> str:
    """Without the article and prepositions that Arabic writes into the word: "بالعربي" is "in the Arabic"."""
    return word.removeprefix("ب").removeprefix("ل").removeprefix("ال")


@cache
def _names() -> dict[str, str]:
    """Every name we know, folded, with the code it stands for: our languages first, then all that Babel can name."""
    by_name: dict[str, str] = {}
    for language in LANGUAGES.values():
        for name in _names_of(language):
            by_name.setdefault(" ".join(words(name)), language.code)
    for locale in ("sv", "en"):
        for code, name in Locale.parse(locale).languages.items():
            by_name.setdefault(" ".join(words(name)), code)
    return by_name


def _names_of(language: Language) -> list[str]:
    given = (Locale.parse(LANGUAGES[code].locale).languages.get(_babel(language)) for code in LANGUAGES)
    return [language.endonym, language.swedish, *_MORE.get(language.code, ()), *(name for name in given if name)]


def _babel(language: Language) -> str:
    """Babel's key for a language's name: the locale for Dari, the code for the others."""
    return language.locale if language.code == "prs" else language.code


def kommun_named(text: str, kommuner: list[Kommun]) -> str | None:
    """The id of the kommun whose name, or the name of one of whose places, stands in a text."""
    written = f" {' '.join(words(text))} "
    for kommun in kommuner:
        for name in (kommun.short, kommun.id, *kommun.places, *kommun.also):
            if f" {' '.join(words(name))} " in written or f" {' '.join(words(name))}s " in written:
                return kommun.id
    return None


def is_served(code: str | None) -> bool:
    """Whether we answer in a language."""
    return code in SERVED
