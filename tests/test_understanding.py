"""The classifier and the identifier on small real data; the example questions as a whole."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import yaml
from sklearn.feature_extraction.text import TfidfVectorizer

from bot import content
from bot.languages import SERVED
from bot.settings import ROOT
from bot.training import examples
from bot.understanding import identifier
from bot.understanding.classifier import Classifier, Space

TEXTS = {
    "faq/sfi.apply": [
        "how do I apply for swedish classes",
        "register for sfi",
        "where is the form for the course",
        "join sfi school",
    ],
    "faq/housing.queue": [
        "how long is the housing queue",
        "waiting for a flat",
        "points for the apartment list",
        "flat queue time",
    ],
    "greet": ["hello", "hi there", "good morning", "hey hello"],
}


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    """Trained on a dozen texts."""
    pairs = [(text, label) for label, texts in TEXTS.items() for text in texts]
    return Classifier.train([text for text, _ in pairs], [label for _, label in pairs])


def test_the_likeliest_label_comes_first_and_probabilities_add_up(classifier: Classifier) -> None:
    ranking = classifier.rank("how do I register for swedish school")
    assert ranking[0][0] == "faq/sfi.apply"
    assert sum(probability for _, probability in ranking) == pytest.approx(1, abs=1e-3)
    assert [p for _, p in ranking] == sorted((p for _, p in ranking), reverse=True)


def test_a_saved_classifier_ranks_the_same(classifier: Classifier, tmp_path: Path) -> None:
    classifier.save(tmp_path)
    loaded = Classifier.load(tmp_path)
    for text in ("flat queue", "hello", "xyz"):
        ours, theirs = classifier.rank(text), loaded.rank(text)
        assert [label for label, _ in ours] == [label for label, _ in theirs]
        assert [p for _, p in ours] == pytest.approx([p for _, p in theirs], abs=0.01)


def test_our_space_gives_the_numbers_of_scikit_learn() -> None:
    texts = [text for texts in TEXTS.values() for text in texts]
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32).fit(texts)
    space = Space.of(vectorizer)
    for text in (*texts, "flat flat flat", "漢字", ""):
        expected = vectorizer.transform([text]).toarray().ravel()
        indices, values = space.vector(text)
        ours = np.zeros_like(expected)
        ours[indices] = values
        assert ours == pytest.approx(expected, abs=1e-5)


def test_text_without_any_known_feature_is_not_sure(classifier: Classifier) -> None:
    assert classifier.rank("漢字")[0][1] < 0.6


def test_the_identifier_learns_saves_and_guesses(tmp_path: Path) -> None:
    pairs = [
        ("var ligger skolan och biblioteket", "sv"),
        ("where is the school and the library", "en"),
        ("أين المدرسة والمكتبة", "ar"),
    ]
    identifier.train(pairs * 8).save(tmp_path / "languages.npz")
    learnt = identifier.Identifier.load(tmp_path / "languages.npz")
    for text, code in pairs:
        guess = learnt.guess(text)
        assert guess is not None
        assert guess.code == code
        assert 0 < guess.confidence <= 1
    assert learnt.guess("123 😀 !") is None


def test_two_languages_are_enough() -> None:
    learnt = identifier.train([("hej på dig", "sv"), ("hello to you", "en")] * 5)
    guess = learnt.guess("hej på")
    assert guess is not None
    assert guess.code == "sv"


@pytest.mark.parametrize("language", SERVED)
def test_every_topic_has_at_least_24_different_examples_in_every_served_language(language: str) -> None:
    intents = yaml.load((ROOT / f"data/nlu/{language}.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["nlu"]
    counts: Counter[str] = Counter()
    for intent in intents:
        counts[intent["intent"]] += len({line.casefold() for line in intent["examples"].splitlines() if line.strip()})
    assert all(counts[f"faq/{topic}"] >= 24 for topic in content.topics(ROOT))
    assert counts["out_of_scope"] >= 150


def test_every_retrieval_intent_has_its_response() -> None:
    """Without one Rasa warns at every single example, tens of thousands of times."""
    labels = {label for label in _labels() if "/" in label}
    responses = yaml.safe_load((ROOT / "data/responses.yml").read_text(encoding="utf-8"))["responses"]
    assert {f"utter_{label}" for label in labels} == set(responses)


def _labels() -> set[str]:
    files = (path.read_text(encoding="utf-8") for path in (ROOT / "data/nlu").glob("*.yml"))
    return {intent["intent"] for file in files for intent in yaml.load(file, Loader=yaml.CSafeLoader)["nlu"]}


def test_no_text_has_two_intents_in_whatever_language() -> None:
    """Rasa refuses the training data otherwise; here it takes a second to know."""
    meant: dict[str, set[str]] = {}
    for path in (ROOT / "data/nlu").glob("*.yml"):
        for intent in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["nlu"]:
            for line in intent["examples"].splitlines():
                meant.setdefault(line.removeprefix("- ").strip(), set()).add(intent["intent"])
    assert not {text: intents for text, intents in meant.items() if len(intents) > 1}


def test_no_question_of_the_development_set_is_among_the_examples() -> None:
    import json

    known = {text.casefold().strip(" ?!.؟") for text, _ in examples()}
    for path in (ROOT / "tests/questions").glob("*.jsonl"):
        asked = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
        same = [text for text in asked if text.casefold().strip(" ?!.؟") in known]
        assert not same, path.name
