"""The content checker finds what it is for; and the checkout passes it."""

import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from bot.checking import check, differences
from bot.cli import main
from bot.settings import ROOT


def test_the_checkout_has_nothing_to_mend() -> None:
    assert [str(finding) for finding in check(ROOT)] == []


def test_the_command_fails_for_a_language_that_is_not_complete() -> None:
    assert CliRunner().invoke(main, ["check"]).exit_code == 0
    result = CliRunner().invoke(main, ["check", "--language", "pl"])
    assert result.exit_code == 1
    assert "missing" in result.output


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A checkout's content that a test may spoil."""
    for folder in ("translations", "kommuner"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def spoil(path: Path, old: str, new: str) -> None:
    """Replace a text in a file, which must hold it."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def found(root: Path) -> str:
    """What the checker says, as one text."""
    return "\n".join(str(finding) for finding in check(root))


def test_a_changed_swedish_text_is_found(copy: Path) -> None:
    path = copy / "translations/answers/sfi.cost.yml"
    plain = yaml.safe_load(path.read_text(encoding="utf-8"))
    plain["texts"]["sv"]["text"] += "\nOch ett tal: 17.\n"
    path.write_text(yaml.safe_dump(plain, allow_unicode=True), encoding="utf-8")
    said = found(copy)
    assert "sfi.cost: outdated" in said
    assert "numbers ['17'] in Swedish" in said or "'17'" in said


def test_a_missing_phrase_glossary_line_and_text_are_found(copy: Path) -> None:
    spoil(copy / "translations/phrases/so.yml", "ui.send:", "ui.sendd:")
    spoil(copy / "translations/glossary.csv", "term,sv,en", "term,sv,xx")
    said = found(copy)
    assert "so        ui.send: missing" in said
    assert "ui.sendd: not a phrase of ours" in said
    assert "glossary SFI: missing" in said


def test_a_fact_written_into_a_text_is_found(copy: Path) -> None:
    path = copy / "translations/answers/emergency.yml"
    spoil(path, "{tel.police}", "0771-14 14 00")
    assert "a fact stands in the text" in found(copy)


def test_an_unknown_slot_fact_or_topic_is_found(copy: Path) -> None:
    spoil(copy / "translations/answers/emergency.yml", "{tel.police}", "{tel.polis}")
    spoil(copy / "translations/answers/sfi.cost.yml", "related:\n- ", "related:\n- no.such\n- ")
    spoil(copy / "translations/answers/sfi.apply.yml", "facts:\n- ", "facts:\n- sfi.nothing\n- ")
    said = found(copy)
    assert "the slot {tel.polis} has no fact" in said
    assert "leads on to 'no.such'" in said
    assert "shows the fact 'sfi.nothing'" in said


def test_a_value_without_a_source_is_found(copy: Path) -> None:
    spoil(copy / "kommuner/hedemora.yml", "    value: null", "    value: 0225-11 22 33")
    assert "a value without a source" in found(copy)


@pytest.mark.parametrize(
    ("source", "text", "language", "says"),
    [
        ("Ring {tel.care}.", "Call.", "en", "slots"),
        ("Du är 18 år.", "You are 19.", "en", "numbers"),
        ("Du är 18 år.", "عمرك ١٨ سنة.", "ar", None),
        ("- a\n- b", "- a", "en", "list items"),
        ("x", "This is written in English and not at all in Arabic, you see.", "ar", "not written in Arab"),
        ("x", "تُسجَّل في السويد لدى مصلحة الضرائب (Skatteverket, folkbokföring)", "ar", None),
    ],
)
def test_differences_between_a_text_and_its_source(source: str, text: str, language: str, says: str | None) -> None:
    assert (says is None) == (differences(source, text, language) == [])
    assert says is None or says in differences(source, text, language)[0]
