"""Content files: what we say to people, and what is known about each kommun. Files in, values out, and back again.

translations/topics.yml            the topics
translations/answers/<topic>.yml   one answer, in every language
kommuner/<id>.yml                  one kommun's typed facts; sverige.yml holds the national ones
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.answers import Answer, Local, Text
from bot.errors import ContentError
from bot.facts import KINDS, Fact, Kommun, Source
from bot.languages import LANGUAGES, SOURCE
from bot.topics import Topic

SWEDEN = "sverige"
"""The file of national facts."""


@dataclass(frozen=True)
class Content:
    """Everything that staff may edit: answers by topic, kommuner by id (Sweden among them)."""

    answers: dict[str, Answer]
    kommuner: dict[str, Kommun]


def read(root: Path) -> Content:
    """All content below `root`.

    Raises ContentError with the file's name when one does not hold what it should.
    """
    answers = (_read_file(path, answer) for path in sorted((root / "translations/answers").glob("*.yml")))
    kommuner = (_read_file(path, kommun) for path in sorted((root / "kommuner").glob("*.yml")))
    return Content({answer.topic: answer for answer in answers}, {kommun.id: kommun for kommun in kommuner})


def write(content: Content, root: Path) -> None:
    """Write the files that `read` reads back as the same content."""
    for folder in ("translations/answers", "kommuner"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    for answer in content.answers.values():
        _write_file(root / "translations/answers" / f"{answer.topic}.yml", answer_to_plain(answer))
    for kommun in content.kommuner.values():
        _write_file(root / "kommuner" / f"{kommun.id}.yml", kommun_to_plain(kommun))


def topics(root: Path) -> dict[str, Topic]:
    """The topics by id, in the order they are shown in."""
    groups = load(root / "translations/topics.yml")
    return {id: Topic(id, group, asks) for group, members in groups.items() for id, asks in members.items()}


def load(path: Path) -> Any:
    """One YAML file as plain values. Raises ContentError when it is not YAML or not there."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as error:
        raise ContentError(f"{path.name}: {error}") from error


def _read_file(path: Path, build: Any) -> Any:
    plain = load(path)
    try:
        return build(plain)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ContentError(f"{path.name}: {type(error).__name__} {error}") from error


def _write_file(path: Path, plain: dict[str, Any]) -> None:
    path.write_text(yaml.dump(plain, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120), encoding="utf-8")


class _Dumper(yaml.SafeDumper):
    """Long texts as blocks that a translator can read, repeated values written out."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text_block(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text_block)


# Answers


def answer(plain: dict[str, Any]) -> Answer:
    """An answer from the plain values of its file."""
    return Answer(
        topic=plain["topic"],
        texts={code: _text(text) for code, text in plain["texts"].items() if _known(code)},
        sources=_sources(plain),
        review=plain.get("review"),
        facts=tuple(plain.get("facts") or ()),
        related=tuple(plain.get("related") or ()),
        local={kommun: _local(local) for kommun, local in (plain.get("local") or {}).items()},
    )


def _local(plain: dict[str, Any]) -> Local:
    texts = {code: _text(text) for code, text in plain["texts"].items() if _known(code)}
    return Local(texts, _sources(plain))


def _text(plain: dict[str, Any]) -> Text:
    return Text(
        title=plain.get("title", ""),
        text=plain["text"].rstrip("\n") + "\n",
        made_from=plain.get("made_from"),
        origin=plain.get("origin", "draft"),
        checked=plain.get("checked"),
    )


def _known(code: str) -> bool:
    if code not in LANGUAGES:
        raise ValueError(f"unknown language {code!r}")
    return True


def _sources(plain: dict[str, Any]) -> tuple[Source, ...]:
    return tuple(_source(source) for source in plain.get("sources") or ())


def _source(plain: dict[str, Any]) -> Source:
    return Source(plain["title"], plain.get("url"), plain["checked"])


def answer_to_plain(answer: Answer) -> dict[str, Any]:
    """An answer as the plain values of its file."""
    local = {
        kommun: _filled({"sources": _sources_to_plain(local.sources), "texts": _texts_to_plain(local.texts)})
        for kommun, local in answer.local.items()
    }
    return _filled(
        {
            "topic": answer.topic,
            "sources": _sources_to_plain(answer.sources),
            "review": answer.review,
            "facts": list(answer.facts),
            "related": list(answer.related),
            "texts": _texts_to_plain(answer.texts),
            "local": local,
        }
    )


def _texts_to_plain(texts: dict[str, Text]) -> dict[str, Any]:
    order = [SOURCE, *(code for code in LANGUAGES if code != SOURCE)]
    return {code: _text_to_plain(texts[code]) for code in order if code in texts}


def _text_to_plain(text: Text) -> dict[str, Any]:
    origin = None if text.origin == "draft" else text.origin
    return _filled(
        {"title": text.title, "made_from": text.made_from, "origin": origin, "checked": text.checked, "text": text.text}
    )


def _sources_to_plain(sources: tuple[Source, ...]) -> list[dict[str, Any]]:
    return [_filled({"title": source.title, "url": source.url, "checked": source.checked}) for source in sources]


def _filled(plain: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty: an absent key and an empty one mean the same."""
    return {key: value for key, value in plain.items() if value not in (None, [], {}, "", ())}


# Kommuner


def kommun(plain: dict[str, Any]) -> Kommun:
    """A kommun from the plain values of its file."""
    return Kommun(
        id=plain["id"],
        name=plain["name"],
        short=plain.get("short") or plain["name"],
        county=plain.get("county", ""),
        places=tuple(plain.get("places") or ()),
        also=tuple(plain.get("also") or ()),
        languages=tuple(plain.get("languages") or ()),
        invented=bool(plain.get("invented", False)),
        facts={id: fact(id, values) for id, values in plain["facts"].items()},
    )


def fact(id: str, plain: dict[str, Any]) -> Fact:
    """A fact from its plain values. Raises ValueError for a kind we do not have."""
    if plain["kind"] not in KINDS:
        raise ValueError(f"{id}: unknown kind {plain['kind']!r}")
    source = plain.get("source")
    return Fact(
        id=id,
        kind=plain["kind"],
        value=plain.get("value"),
        source=_source({**source, "checked": plain["checked"]}) if source else None,
        dated=str(plain["dated"]) if plain.get("dated") else None,
        risk=plain.get("risk", "low"),
        review=plain.get("review"),
        name=plain.get("name"),
        look_here=plain.get("look_here"),
        note=plain.get("note"),
    )


def kommun_to_plain(kommun: Kommun) -> dict[str, Any]:
    """A kommun as the plain values of its file."""
    head = {
        "id": kommun.id,
        "name": kommun.name,
        "short": kommun.short,
        "county": kommun.county,
        "places": list(kommun.places),
        "also": list(kommun.also),
        "languages": list(kommun.languages),
        "invented": kommun.invented or None,
    }
    return {**_filled(head), "facts": {id: fact_to_plain(fact) for id, fact in kommun.facts.items()}}


def fact_to_plain(fact: Fact) -> dict[str, Any]:
    """A fact as the plain values of its file; an unknown one keeps its empty `value` in sight."""
    source = {"title": fact.source.title, "url": fact.source.url} if fact.source else {}
    rest = {
        "name": fact.name,
        "source": _filled(source),
        "checked": fact.source.checked if fact.source else None,
        "dated": fact.dated,
        "risk": fact.risk if fact.known else None,
        "review": fact.review,
        "look_here": fact.look_here,
        "note": fact.note,
    }
    return {"kind": fact.kind, "value": fact.value, **_filled(rest)}
