"""Checking the content: what is missing in a served language, and what says something else than its Swedish source."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot import answers, content
from bot.answers import Answer, Text
from bot.content import SWEDEN, Content
from bot.facts import PHONE
from bot.languages import LANGUAGES, SERVED, SOURCE
from bot.phrases import Phrases
from bot.topics import Topic

_SLOT = re.compile(r"\{[^}]*\}")
_NUMBER = re.compile(r"\d+")
_LIST_NUMBER = re.compile(r"^\d+\. ", re.MULTILINE)
_ITEM = re.compile(r"^(?:- |\d+\. )", re.MULTILINE)
_OUTSIDE = re.compile(r"https?://|www\.|\d{3,4}-\d|\b\d{5,}\b")
_BRACKETS = re.compile(r"\([^)]*\)|\{[^}]*\}|\*\*")
_SCRIPTS = {"Latn": "LATIN", "Arab": "ARABIC", "Cyrl": "CYRILLIC", "Ethi": "ETHIOPIC"}
_SHARE = 0.55
"""At least so much of a text's letters are of its language's script; the rest are Swedish names."""
_LETTERS = 40


@dataclass(frozen=True)
class Finding:
    """Something to mend: where, and what. `missing` findings are what a language lacks."""

    language: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.language:9s} {self.where}: {self.what}"


def check(root: Path, languages: tuple[str, ...] = SERVED) -> list[Finding]:
    """All there is to mend for these languages, below `root`."""
    files, topics, phrases = content.read(root), content.topics(root), Phrases.read(root)
    return [
        *_structure(files, topics),
        *(finding for answer in files.answers.values() for finding in _answer(answer, languages)),
        *(finding for language in languages for finding in _phrases(phrases, language)),
        *_glossary(root, languages),
    ]


def _structure(files: Content, topics: dict[str, Topic]) -> Iterator[Finding]:
    """What holds whatever the language: every topic has an answer, every slot and fact exists, every answer leads on."""
    for id in topics.keys() ^ files.answers.keys():
        yield Finding(SOURCE, id, "a topic without an answer, or an answer without a topic")
    for answer in files.answers.values():
        yield from _references(answer, files, topics)
    for kommun in files.kommuner.values():
        if kommun.id != SWEDEN and not kommun.facts[PHONE].known:
            yield Finding(SOURCE, kommun.id, "no switchboard")
        for fact in kommun.facts.values():
            if fact.known and fact.source is None:
                yield Finding(SOURCE, f"{kommun.id} {fact.id}", "a value without a source")


def _references(answer: Answer, files: Content, topics: dict[str, Topic]) -> Iterator[Finding]:
    local = next(kommun for kommun in files.kommuner.values() if kommun.id != SWEDEN).facts
    for topic in answer.related:
        if topic not in topics:
            yield Finding(SOURCE, answer.topic, f"leads on to {topic!r}, which is no topic")
    for id in answer.facts:
        if id not in local:
            yield Finding(SOURCE, answer.topic, f"shows the fact {id!r}, which no kommun has")
    for slot in _SLOT.findall(_all_text(answer)):
        if slot.strip("{}") not in files.kommuner[SWEDEN].facts:
            yield Finding(SOURCE, answer.topic, f"the slot {slot} has no fact")
    if answer.review is None:
        yield Finding(SOURCE, answer.topic, "no review date")


def _all_text(answer: Answer) -> str:
    local = (text.text for part in answer.local.values() for text in part.texts.values())
    return "\n".join([*(text.text for text in answer.texts.values()), *local])


def _answer(answer: Answer, languages: tuple[str, ...]) -> Iterator[Finding]:
    yield from _texts(answer.topic, answer.texts, languages, titled=True)
    for kommun, local in answer.local.items():
        yield from _texts(f"{answer.topic} {kommun}", local.texts, languages, titled=False)


def _texts(where: str, texts: dict[str, Text], languages: tuple[str, ...], titled: bool) -> Iterator[Finding]:
    if _OUTSIDE.search(_SLOT.sub("", texts[SOURCE].text)):
        yield Finding(SOURCE, where, "a fact stands in the text: make it a slot or a typed fact")
    for language in languages:
        text = texts.get(language)
        if text is None:
            yield Finding(language, where, "missing")
            continue
        if titled and not text.title:
            yield Finding(language, where, "no title")
        if answers.state(texts, language) == "outdated":
            yield Finding(language, where, "outdated: the Swedish text has changed since")
        yield from (Finding(language, where, what) for what in differences(texts[SOURCE].text, text.text, language))


def _phrases(phrases: Phrases, language: str) -> Iterator[Finding]:
    source, ours = phrases.by_language[SOURCE], phrases.by_language.get(language, {})
    for key in source.keys() ^ ours.keys():
        yield Finding(language, key, "missing" if key in source else "not a phrase of ours")
    for key in source.keys() & ours.keys():
        yield from (Finding(language, key, what) for what in differences(source[key], ours[key], language))


def _glossary(root: Path, languages: tuple[str, ...]) -> Iterator[Finding]:
    with open(root / "translations/glossary.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield from (Finding(code, f"glossary {row['term']}", "missing") for code in languages if not row.get(code))


def differences(source: str, text: str, language: str) -> list[str]:
    """What a text in `language` has otherwise than its Swedish source: facts, structure, script."""
    found = {
        "slots": (_slots(source), _slots(text)),
        "numbers": (_numbers(source), _numbers(text)),
        "list items": (len(_ITEM.findall(source)), len(_ITEM.findall(text))),
    }
    said = [f"{what} {theirs} in Swedish, {ours} here" for what, (theirs, ours) in found.items() if theirs != ours]
    return said + ([] if _in_script(text, language) else [f"not written in {LANGUAGES[language].script}"])


def _slots(text: str) -> list[str]:
    return sorted(_SLOT.findall(text))


def _numbers(text: str) -> list[str]:
    """All numbers but those that count list items, digits of any script as 0-9."""
    plain = _LIST_NUMBER.sub("", _SLOT.sub(" ", text))
    return sorted(str(int(number)) if number.isdecimal() else number for number in _NUMBER.findall(plain))


def _in_script(text: str, language: str) -> bool:
    """Whether enough letters are of the script; what stands in brackets is Swedish by our own rule."""
    letters = [char for char in _BRACKETS.sub("", text) if char.isalpha()]
    ours = sum(_SCRIPTS[LANGUAGES[language].script] in unicodedata.name(char, "") for char in letters)
    return len(letters) < _LETTERS or ours / len(letters) >= _SHARE
