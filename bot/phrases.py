"""The bot's own words, by key and language, from translations/phrases/<language>.yml. No sentence stands in Python."""

from datetime import date
from pathlib import Path

from bot import content
from bot.errors import ContentError
from bot.languages import LANGUAGES, SOURCE


class Phrases:
    """Phrases of all languages that have a file."""

    def __init__(self, by_language: dict[str, dict[str, str]], checked: dict[str, date | None] | None = None):
        self.by_language = by_language
        self.checked = checked or {}

    @classmethod
    def read(cls, root: Path) -> "Phrases":
        """All phrase files below `root`. Raises ContentError when a file has an unknown name."""
        phrases, checked = {}, {}
        for path in sorted((root / "translations/phrases").glob("*.yml")):
            if path.stem not in LANGUAGES:
                raise ContentError(f"phrases/{path.name}: no language has the code {path.stem!r}.")
            plain = content.load(path)
            phrases[path.stem] = plain["phrases"]
            checked[path.stem] = plain["state"] if isinstance(plain["state"], date) else None
        return cls(phrases, checked)

    def say(self, key: str, language: str, **slots: str) -> str:
        """The phrase in `language`, its {slots} filled; Swedish when the language lacks it.

        Raises KeyError for a key that Swedish lacks too: that is a mistake of ours.
        """
        phrase = self.by_language.get(language, {}).get(key) or self.by_language[SOURCE][key]
        for name, value in slots.items():
            phrase = phrase.replace("{" + name + "}", value)
        return phrase

    def group(self, prefix: str, language: str) -> dict[str, str]:
        """All phrases whose key begins with `prefix`, such as `ui.`, by key."""
        keys = (key for key in self.by_language[SOURCE] if key.startswith(prefix))
        return {key: self.say(key, language) for key in keys}
