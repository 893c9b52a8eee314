"""The safety lane: danger is recognised by fixed patterns, before any model and in every served language.

data/safety/<language>.yml holds the patterns by kind, one a line:

    "man|make slar mig"     each word in this order, at most two other words between; a|b are choices
    "brinn* hemma"          a word that begins so
    not:                    harmless turns of speech ("telefon* dog"): their words count for nothing else

Words match when they are the same after folding (see bot.spelling), or, from five letters on, one slip apart
(optimal string alignment distance 1).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import OSA

from bot import content
from bot.spelling import fold, words

TOPICS = {
    "suicide": "health.mental",
    "violence": "rights.violence",
    "child": "rights.violence",
    "emergency": "emergency",
}
"""The kinds of danger, the gravest first, and the topic each belongs to."""

_GAP = 2
_LONG = 5
_SHORT = 3


@dataclass(frozen=True)
class Danger:
    """What was recognised: the kind and the language of the pattern."""

    kind: str
    language: str

    @property
    def topic(self) -> str:
        """The topic that the fixed text belongs to."""
        return TOPICS[self.kind]


Pattern = tuple[frozenset[str], ...]
"""For each word of a pattern its choices; a trailing * stands for any ending."""


class Safety:
    """All patterns of all languages."""

    def __init__(self, patterns: dict[str, dict[str, list[str]]]):
        self.lanes = {language: _Lane(kinds) for language, kinds in patterns.items()}

    @classmethod
    def read(cls, root: Path) -> "Safety":
        """The patterns below `root`."""
        return cls({path.stem: content.load(path) for path in sorted((root / "data/safety").glob("*.yml"))})

    def match(self, text: str, first: str | None = None) -> Danger | None:
        """The gravest danger that a pattern of some language sees; the language `first` is asked first."""
        found = words(text)
        for language in sorted(self.lanes, key=lambda code: code != first):
            kind = self.lanes[language].danger(found)
            if kind:
                return Danger(kind, language)
        return None


class _Lane:
    """The patterns of one language, indexed by their first word: few of them are looked at for any one message."""

    def __init__(self, kinds: dict[str, list[str]]):
        self.by_first: dict[str, list[tuple[str, Pattern]]] = {}
        choices: set[str] = set()
        for kind, lines in kinds.items():
            for pattern in map(_pattern, lines):
                choices.update(*pattern)
                for choice in pattern[0]:
                    self.by_first.setdefault(choice, []).append((kind, pattern))
        self.exact = {choice for choice in choices if not choice.endswith("*")}
        self.beginnings = {choice.removesuffix("*"): choice for choice in choices if choice.endswith("*")}
        self.shortened: dict[str, set[str]] = {}
        for choice in self.exact:
            for short in _shortened(choice) if len(choice) >= _LONG else ():
                self.shortened.setdefault(short, set()).add(choice)

    def danger(self, found: list[str]) -> str | None:
        """The gravest kind whose pattern occurs in the words that no harmless turn of speech takes up."""
        meant = [self._choices(word) for word in found]
        harmless = {index for kind, places in self._matches(meant) if kind == "not" for index in places}
        rest = [set() if index in harmless else choices for index, choices in enumerate(meant)]
        kinds = {kind for kind, _ in self._matches(rest)}
        return next((kind for kind in TOPICS if kind in kinds), None)

    def _matches(self, meant: list[set[str]]) -> Iterator[tuple[str, list[int]]]:
        """Each pattern that occurs: its kind and the places of its words."""
        for start, choices in enumerate(meant):
            for kind, pattern in {pair for choice in choices for pair in self.by_first.get(choice, ())}:
                places = _places(pattern[1:], meant, start)
                if places:
                    yield kind, places

    def _choices(self, word: str) -> set[str]:
        """The choices of our patterns that a word may stand for, also without the "and" that Arabic writes into it."""
        bare = word[1:] if len(word) > _SHORT and word[0] in "وف" else word
        return self._choices_of(word) | (self._choices_of(bare) if bare != word else set())

    def _choices_of(self, word: str) -> set[str]:
        same = {word} & self.exact
        begun = {self.beginnings[word[:end]] for end in range(1, len(word) + 1) if word[:end] in self.beginnings}
        near = (choice for short in _shortened(word) for choice in self.shortened.get(short, ()))
        return same | begun | {choice for choice in near if len(word) >= _LONG and OSA.distance(choice, word) <= 1}


def _shortened(word: str) -> set[str]:
    """The word, and the word without each of its letters: two words one slip apart share one (Garbe 2012, SymSpell)."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _pattern(line: str) -> Pattern:
    return tuple(frozenset(_choice(choice) for choice in word.split("|")) for word in line.split())


def _choice(choice: str) -> str:
    return fold(choice.rstrip("*")) + ("*" if choice.endswith("*") else "")


def _places(rest: Pattern, meant: list[set[str]], start: int) -> list[int]:
    """The places of a pattern's words from `start` on, at most _GAP words between each two; empty when it does not go on."""
    if not rest:
        return [start]
    for following in range(start + 1, min(len(meant), start + 2 + _GAP)):
        places = [] if rest[0].isdisjoint(meant[following]) else _places(rest[1:], meant, following)
        if places:
            return [start, *places]
    return []
