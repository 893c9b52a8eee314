"""The store, with the real SQLite."""

import sqlite3
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot import answers
from bot.answers import Text
from bot.content import Content
from bot.errors import StoreError
from bot.store import Store


def test_a_changed_swedish_sentence_makes_translations_outdated(store: Store) -> None:
    answer = store.answer("sfi.cost")
    assert answer is not None
    assert answers.state(answer.texts, "en") == "draft"
    store.save_text("sfi.cost", "sv", replace(answer.texts["sv"], text="SFI är gratis för alla.\n"), "Karin")
    changed = store.answer("sfi.cost")
    assert changed is not None
    assert answers.state(changed.texts, "en") == "outdated"
    assert answers.state(changed.texts, "sv") == "draft"


def test_saving_the_same_words_again_makes_nothing_outdated(store: Store) -> None:
    answer = store.answer("sfi.cost")
    assert answer is not None
    same = replace(answer.texts["sv"], text=answer.texts["sv"].text.replace(" ", "  ") + "\n")
    store.save_text("sfi.cost", "sv", same, "Karin")
    again = store.answer("sfi.cost")
    assert again is not None
    assert answers.state(again.texts, "en") == "draft"


def test_every_save_is_a_revision_with_before_and_after(store: Store) -> None:
    store.save_text("sfi.cost", "en", Text("Cost", "It is free.\n", "0" * 12), "Karin")
    store.save_text("sfi.cost", "en", Text("Cost", "It costs nothing.\n", "0" * 12), "Yusuf")
    newest, older = store.revisions("texts", "sfi.cost", "", "en")
    assert (newest["author"], older["author"]) == ("Yusuf", "Karin")
    assert newest["before"]["text"] == "It is free.\n"
    assert newest["after"]["text"] == "It costs nothing.\n"


def test_a_fact_is_corrected_once_for_all_languages(store: Store) -> None:
    kommun = store.kommun("hedemora")
    assert kommun is not None
    store.save_fact("hedemora", replace(kommun.facts["library.hours"], value="Mo-Fr 09:00-18:00"), "Karin")
    changed = store.kommun("hedemora")
    assert changed is not None
    assert changed.facts["library.hours"].render("so") == "Isniin–Jimco 09:00–18:00"
    with pytest.raises(StoreError, match=r"no\.such"):
        store.save_fact("hedemora", replace(kommun.facts["library.hours"], id="no.such"), "Karin")


def test_another_process_sees_a_change_at_once(tmp_path: Path, files: Content) -> None:
    """The gateway and the action server each hold the store open, and what they have read."""
    writer, reader = Store(tmp_path / "a.db"), Store(tmp_path / "a.db")
    writer.load(files)
    assert reader.title("sfi.cost", "sv") != "Ny titel"
    writer.save_text("sfi.cost", "sv", Text("Ny titel", "Text.\n"), "Karin")
    assert reader.title("sfi.cost", "sv") == "Ny titel"
    writer.close()
    reader.close()


def test_a_failed_load_changes_nothing(store: Store, files: Content) -> None:
    broken = replace(next(iter(files.answers.values())), review="no date")  # type: ignore[arg-type]
    both = {"a": broken, "b": broken}  # the same topic twice
    with pytest.raises(sqlite3.IntegrityError):
        store.load(Content(both, files.kommuner))
    assert store.dump() == files


def test_search_finds_without_diacritics_and_in_the_language_asked(store: Store) -> None:
    assert "edu.preschool" in store.search("forskola", "sv")
    assert store.search("forskola", "ar") == [] or "edu.preschool" in store.search("forskola", "ar")
    assert store.search('"', "sv") == []


def test_conversations_end(store: Store) -> None:
    store.save_conversation("old", language="ar", chosen=1, kommun="hedemora", topic="sfi.apply")
    store.db.execute("update conversations set updated = '2020-01-01T00:00:00+00:00'")
    store.save_conversation("new", language="so", chosen=0, kommun=None, topic=None)
    assert store.end_conversations(30) == 1
    assert store.conversation("old") is None
    assert store.conversation("new") is not None
    store.forget_conversation("new")
    assert store.conversation("new") is None


def test_readers_do_not_wait_for_a_writer(tmp_path: Path, files: Content) -> None:
    writer, reader = Store(tmp_path / "a.db"), Store(tmp_path / "a.db")
    writer.load(files)
    with writer.db.atomic():
        writer.db.execute("update texts set title = 'x' where topic = 'sfi.cost'")
        started = time.monotonic()
        assert reader.answer("sfi.apply") is not None
        assert time.monotonic() - started < 1
    writer.close()
    reader.close()


def test_a_file_that_is_no_database_is_said_plainly(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_text("this is a letter, not a database" * 100)
    with pytest.raises(StoreError, match=r"a\.db cannot be opened"):
        Store(path)


def test_new_files_are_taken_over_but_not_over_what_staff_have_edited(store: Store, files: Content) -> None:
    mine = Text("Min titel", "Min text.\n")
    store.save_text("sfi.cost", "sv", mine, "Karin")
    new_text = replace(files.answers["sfi.what"].texts["sv"], text="Ny text ur filen.\n")
    newer = replace(files.answers["sfi.what"], texts={**files.answers["sfi.what"].texts, "sv": new_text})
    store.refresh(Content({**files.answers, "sfi.what": newer}, files.kommuner))
    edited, changed = store.answer("sfi.cost"), store.answer("sfi.what")
    assert edited is not None
    assert changed is not None
    assert edited.texts["sv"].text == mine.text
    assert changed.texts["sv"].text == "Ny text ur filen.\n"
