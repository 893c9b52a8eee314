"""Content files: what is written is read back, and a broken file says which it is."""

from pathlib import Path

import pytest

from bot import content
from bot.content import Content
from bot.errors import ContentError
from bot.settings import ROOT
from bot.store import Store


def test_files_to_store_to_files_loses_nothing(files: Content, tmp_path: Path) -> None:
    store = Store()
    store.load(files)
    content.write(store.dump(), tmp_path)
    assert content.read(tmp_path) == files
    store.close()


def test_all_topics_have_an_answer_and_the_ids_are_the_agreed_ones(files: Content) -> None:
    topics = content.topics(ROOT)
    assert len(topics) == 61
    assert topics.keys() == files.answers.keys()
    assert {topic.group for topic in topics.values()} == {
        "sfi",
        "housing",
        "associations",
        "meeting_places",
        "society",
        "education_work",
        "everyday",
    }


def test_the_invented_kommun_knows_everything_and_says_that_it_is_invented(files: Content) -> None:
    exempelby = files.kommuner["exempelby"]
    assert exempelby.invented
    assert "påhittad" in exempelby.name
    assert all(fact.known for fact in exempelby.facts.values())


def test_every_kommun_has_the_same_facts_and_each_known_one_a_source_with_a_date(files: Content) -> None:
    real = [kommun for kommun in files.kommuner.values() if kommun.id != content.SWEDEN]
    assert len({tuple(kommun.facts) for kommun in real}) == 1
    for kommun in files.kommuner.values():
        for fact in kommun.facts.values():
            if fact.known:
                assert fact.source is not None, (kommun.id, fact.id)
                assert fact.source.checked.year >= 2026
            if fact.risk == "high" and fact.known:
                assert fact.review is not None, (kommun.id, fact.id)
                assert fact.dated is not None, (kommun.id, fact.id)


def test_no_fact_of_the_wrong_kommun_is_known(files: Content) -> None:
    """Hallbo belongs to Hallsberg, another kommun; Hällefors' visiting address is in conflict."""
    values = [str(fact.value) for kommun in files.kommuner.values() for fact in kommun.facts.values()]
    assert not any("hallbo" in value.lower() for value in values)
    assert not files.kommuner["hallefors"].facts["kommun.address"].known


@pytest.mark.parametrize(
    ("text", "says"),
    [("topic: x\n", "KeyError"), ("a: [", "answers"), ("topic: x\ntexts: {xx: {text: a}}\n", "unknown language")],
)
def test_a_broken_file_is_named(tmp_path: Path, text: str, says: str) -> None:
    folder = tmp_path / "translations/answers"
    folder.mkdir(parents=True)
    (folder / "answers.yml").write_text(text)
    with pytest.raises(ContentError, match=r"answers\.yml") as error:
        content.read(tmp_path)
    assert says in str(error.value)
