"""The store: the one file that knows SQLite. WAL mode, so that readers never wait for a writer.

What staff edit (texts, facts) is kept with every revision; conversations are kept only as long as the settings say.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from bot import content
from bot.answers import Answer, Text
from bot.content import Content
from bot.errors import StoreError
from bot.facts import Fact, Kommun

migrations = Migrations("brobyggaren")

NATIONAL = ""
"""Stands for no kommun in the keys of texts."""


@migrations()
def version_1(db: Database) -> None:
    """Answers with their texts, kommuner with their facts, revisions of both, conversations."""
    db.table("answers").create({"topic": str, "data": str}, pk="topic")
    db.table("texts").create(
        {"topic": str, "kommun": str, "language": str, "title": str, "text": str}
        | {"made_from": str, "origin": str, "checked": str},
        pk=("topic", "kommun", "language"),
    )
    db.table("texts").enable_fts(["title", "text"], tokenize="unicode61 remove_diacritics 2", create_triggers=True)
    db.table("kommuner").create({"id": str, "position": int, "data": str}, pk="id")
    db.table("facts").create({"kommun": str, "id": str, "position": int, "data": str}, pk=("kommun", "id"))
    db.table("revisions").create(
        {"id": int, "at": str, "author": str, "what": str, "key": str, "before": str, "after": str}, pk="id"
    )
    db.table("conversations").create(
        {"id": str, "language": str, "chosen": int, "kommun": str, "topic": str, "updated": str}, pk="id"
    )
    db.table("conversations").create_index(["updated"])


class Store:
    """Answers, facts and conversations in one SQLite file (or in memory, for tests)."""

    def __init__(self, path: Path | str = ":memory:"):
        if isinstance(path, Path):
            path.parent.mkdir(parents=True, exist_ok=True)
        try:
            connection = sqlite3.connect(str(path), check_same_thread=False, timeout=10)
            self.db = Database(connection)
            self.db.enable_wal()
            connection.execute("pragma synchronous=normal")
            migrations.apply(self.db)
            self._read: dict[tuple[str, str], Any] = {}
            self._version = 0
        except sqlite3.Error as error:
            raise StoreError(f"The store {path} cannot be opened: {error}") from error

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    # Content

    def is_empty(self) -> bool:
        """Whether no content was ever loaded."""
        return self.db.table("answers").count == 0

    def load(self, files: Content) -> None:
        """Put the content of the files in the place of what is here, all or nothing."""
        with self._changing():
            for table, rows in _rows(files).items():
                self.db.table(table).delete_where()
                self.db.table(table).insert_all(rows)

    def refresh(self, files: Content) -> None:
        """Take over what has changed in the files since, but for the texts and facts that somebody has edited here."""
        if self.dump() == files:
            return
        edited = {(row["what"], row["key"]) for row in self.db.table("revisions").rows}
        kept = [
            (table, row)
            for table in ("texts", "facts")
            for row in self.db.table(table).rows
            if (table, "/".join(str(row[name]) for name in self.db.table(table).pks)) in edited
        ]
        with self._changing():
            self.load(files)
            for table, row in kept:
                self.db.table(table).upsert(row, pk=tuple(self.db.table(table).pks))

    def dump(self) -> Content:
        """All content, as `load` takes it."""
        answers = {row["topic"]: self._answer(row) for row in self.db.table("answers").rows}
        kommuner = {row["id"]: self._kommun(row) for row in self.db.table("kommuner").rows_where(order_by="position")}
        return Content(answers, kommuner)

    def answer(self, topic: str) -> Answer | None:
        """The answer to a topic, in every language it has."""
        answer: Answer | None = self._once("answers", "topic", topic, self._answer)
        return answer

    def topics(self) -> list[str]:
        """The ids of all topics that have an answer."""
        return [row["topic"] for row in self.db.table("answers").rows_where(select="topic", order_by="rowid")]

    def title(self, topic: str, language: str) -> str | None:
        """The title of a topic, for a button."""
        answer = self.answer(topic)
        text = answer.texts.get(language) if answer else None
        return text.title if text else None

    def kommun(self, id: str) -> Kommun | None:
        """A kommun with all its facts."""
        kommun: Kommun | None = self._once("kommuner", "id", id, self._kommun)
        return kommun

    def kommuner(self) -> list[Kommun]:
        """The kommuner one can choose, the invented one last."""
        rows = self.db.table("kommuner").rows_where("id != ?", [content.SWEDEN], select="id", order_by="position")
        found = (self.kommun(row["id"]) for row in rows)
        return sorted((kommun for kommun in found if kommun), key=lambda kommun: kommun.invented)

    def save_text(self, topic: str, language: str, text: Text, author: str, kommun: str = NATIONAL) -> None:
        """Save a text and its revision."""
        key = (topic, kommun, language)
        self._save("texts", key, _text_row(*key, text), author)

    def save_fact(self, kommun: str, fact: Fact, author: str) -> None:
        """Save a fact and its revision. Raises StoreError for a fact that this kommun does not have."""
        before = next(self.db.table("facts").rows_where("kommun = ? and id = ?", [kommun, fact.id]), None)
        if before is None:
            raise StoreError(f"{kommun} has no fact {fact.id!r}.")
        self._save("facts", (kommun, fact.id), {**before, "data": _json(content.fact_to_plain(fact))}, author)

    def revisions(self, what: str, *key: str) -> list[dict[str, Any]]:
        """The revisions of one text or fact, newest first: at, author, before, after (the rows, as values)."""
        rows = self.db.table("revisions").rows_where("what = ? and key = ?", [what, "/".join(key)], order_by="id desc")
        return [{**row, "before": json.loads(row["before"]), "after": json.loads(row["after"])} for row in rows]

    def search(self, query: str, language: str, limit: int = 10) -> list[str]:
        """Topics whose text in `language` holds the words of the query, best first."""
        words = " OR ".join(f'"{word}"' for word in query.replace('"', " ").split())
        if not words:
            return []
        rows = self.db.table("texts").search(
            words, where="language = :language", where_args={"language": language}, limit=limit
        )
        return list(dict.fromkeys(row["topic"] for row in rows))

    def _once(self, table: str, column: str, key: str, build: Callable[[dict[str, Any]], Any]) -> Any:
        """A value built from its row, kept until some process changes content: each change counts user_version up."""
        version = self.db.conn.execute("pragma user_version").fetchone()[0]
        if version != self._version:
            self._read.clear()
            self._version = version
        if (table, key) not in self._read:
            row = next(self.db.table(table).rows_where(f"{column} = ?", [key]), None)
            self._read[table, key] = build(row) if row else None
        return self._read[table, key]

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """A change of content, all or nothing; whoever has read content before reads it again."""
        with self.db.atomic():
            version = self.db.conn.execute("pragma user_version").fetchone()[0]
            self.db.conn.execute(f"pragma user_version = {version + 1}")
            yield

    def _save(self, table: str, key: tuple[str, ...], row: dict[str, Any], author: str) -> None:
        with self._changing():
            where = " and ".join(f"{name} = ?" for name in self.db.table(table).pks)
            before = next(self.db.table(table).rows_where(where, list(key)), None)
            self.db.table(table).upsert(row, pk=tuple(self.db.table(table).pks))
            self.db.table("revisions").insert(
                {"at": _now(), "author": author, "what": table, "key": "/".join(key)}
                | {"before": _json(before), "after": _json(row)}
            )

    def _answer(self, row: dict[str, Any]) -> Answer:
        plain = json.loads(row["data"], object_hook=_dates)
        plain["texts"] = {}
        for text in self.db.table("texts").rows_where("topic = ?", [row["topic"]]):
            place = plain["local"][text["kommun"]] if text["kommun"] else plain
            place.setdefault("texts", {})[text["language"]] = _dates(text)
        return content.answer(plain)

    def _kommun(self, row: dict[str, Any]) -> Kommun:
        plain = json.loads(row["data"], object_hook=_dates)
        facts = self.db.table("facts").rows_where("kommun = ?", [row["id"]], order_by="position")
        plain["facts"] = {fact["id"]: json.loads(fact["data"], object_hook=_dates) for fact in facts}
        return content.kommun(plain)

    # Conversations

    def conversation(self, id: str) -> dict[str, Any] | None:
        """What is remembered of a conversation: language, whether it was chosen, kommun, the last topic."""
        return next(self.db.table("conversations").rows_where("id = ?", [id]), None)

    def save_conversation(self, id: str, **values: Any) -> None:
        """Remember a conversation from now."""
        self.db.table("conversations").upsert({"id": id, "updated": _now(), **values}, pk="id")

    def forget_conversation(self, id: str) -> None:
        """Forget a conversation at once."""
        self.db.table("conversations").delete_where("id = ?", [id])

    def end_conversations(self, days: int) -> int:
        """Forget the conversations that nobody has used for so many days; returns how many."""
        before = (datetime.now(UTC) - timedelta(days=days)).isoformat()
        ended = self.db.table("conversations").count_where("updated < ?", [before])
        self.db.table("conversations").delete_where("updated < ?", [before])
        return ended


# Values as rows


def _rows(files: Content) -> dict[str, Iterable[dict[str, Any]]]:
    """All content as rows by table."""
    return {
        "answers": _answer_rows(files.answers.values()),
        "texts": _all_text_rows(files.answers.values()),
        "kommuner": _kommun_rows(files.kommuner.values()),
        "facts": _fact_rows(files.kommuner.values()),
    }


def _answer_rows(answers: Iterable[Answer]) -> Iterable[dict[str, Any]]:
    for answer in answers:
        plain = content.answer_to_plain(answer)
        local = {kommun: {"sources": local.get("sources", [])} for kommun, local in plain.get("local", {}).items()}
        yield {"topic": answer.topic, "data": _json({**plain, "texts": {}, "local": local})}


def _all_text_rows(answers: Iterable[Answer]) -> Iterable[dict[str, Any]]:
    for answer in answers:
        yield from _text_rows(answer.topic, NATIONAL, answer.texts)
        for kommun, local in answer.local.items():
            yield from _text_rows(answer.topic, kommun, local.texts)


def _text_rows(topic: str, kommun: str, texts: dict[str, Text]) -> Iterable[dict[str, Any]]:
    return (_text_row(topic, kommun, language, text) for language, text in texts.items())


def _text_row(topic: str, kommun: str, language: str, text: Text) -> dict[str, Any]:
    checked = text.checked.isoformat() if text.checked else None
    values = {"title": text.title, "text": text.text, "made_from": text.made_from, "origin": text.origin}
    return {"topic": topic, "kommun": kommun, "language": language, **values, "checked": checked}


def _kommun_rows(kommuner: Iterable[Kommun]) -> Iterable[dict[str, Any]]:
    for position, kommun in enumerate(kommuner):
        plain = content.kommun_to_plain(kommun)
        yield {"id": kommun.id, "position": position, "data": _json({**plain, "facts": {}})}


def _fact_rows(kommuner: Iterable[Kommun]) -> Iterable[dict[str, Any]]:
    for kommun in kommuner:
        for position, fact in enumerate(kommun.facts.values()):
            data = _json(content.fact_to_plain(fact))
            yield {"kommun": kommun.id, "id": fact.id, "position": position, "data": data}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=date.isoformat)


_DATE_KEYS = ("checked", "review")


def _dates(plain: dict[str, Any]) -> dict[str, Any]:
    """JSON has no dates: read ours back by their keys."""
    return {key: date.fromisoformat(value) if key in _DATE_KEYS and value else value for key, value in plain.items()}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
