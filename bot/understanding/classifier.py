"""Texts in, labels with probabilities out: one linear classifier for all languages.

Features are tf-idf of character 2- to 5-grams within words, and of words and word pairs, of the folded text (bot.spelling).
A linear support vector machine, one label against the rest, scores the labels (Fan et al. 2008, LIBLINEAR); a softmax over
the scores makes probabilities of them, its temperature fitted on held-back examples (Guo et al. 2017, "On calibration of
modern neural networks"). docs/understanding.md has the table of what was tried.
"""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from bot.spelling import fold

Matrix = npt.NDArray[np.float32]

_FOLDS = 4
_TEMPERATURES = np.geomspace(0.05, 1.0, 40)


class Space:
    """A tf-idf space: the terms it knows, how rare each is, and how a text is cut into terms.

    The same numbers as scikit-learn's TfidfVectorizer (sublinear tf, smoothed idf, length 1), which trains it, at a quarter of
    the time for one short text.
    """

    def __init__(self, analyzer: Callable[[str], list[str]], terms: Sequence[str], rarity: Matrix):
        self.analyzer = analyzer
        self.terms = list(terms)
        self.index = {term: index for index, term in enumerate(terms)}
        self.rarity = rarity

    @classmethod
    def of(cls, vectorizer: TfidfVectorizer) -> "Space":
        """The space of a trained vectorizer."""
        terms = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)
        return cls(vectorizer.build_analyzer(), terms, vectorizer.idf_.astype(np.float32))

    def vector(self, text: str) -> tuple[list[int], Matrix]:
        """The indices of the terms of a text that the space knows, and the value of each."""
        counts = Counter(index for index in map(self.index.get, self.analyzer(text)) if index is not None)
        indices = list(counts)
        values = (1 + np.log(np.fromiter(counts.values(), np.float32, len(indices)))) * self.rarity[indices]
        return indices, np.asarray(values / (np.sqrt((values**2).sum()) or 1), dtype=np.float32)


class Classifier:
    """`weights` is (features, labels) float32, the features of one space after the other's; `bias` is (labels,)."""

    def __init__(
        self, spaces: Sequence[Space], labels: Sequence[str], weights: Matrix, bias: Matrix, temperature: float
    ):
        self.spaces = spaces
        self.labels = tuple(labels)
        self.weights = weights
        self.bias = bias
        self.temperature = temperature

    @classmethod
    def train(cls, texts: Sequence[str], labels: Sequence[str]) -> "Classifier":
        """Learn from texts and the label of each."""
        folded, wanted = [fold(text) for text in texts], np.array(labels)
        vectorizers = _vectorizers()
        features = hstack([vectorizer.fit_transform(folded) for vectorizer in vectorizers]).tocsr()
        model = _machine().fit(features, wanted)
        weights = np.ascontiguousarray(model.coef_.T, dtype=np.float32)
        spaces = [Space.of(vectorizer) for vectorizer in vectorizers]
        names = [str(label) for label in model.classes_]
        return cls(spaces, names, weights, model.intercept_.astype(np.float32), _temperature(features, wanted))

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Every label with its probability, the likeliest first."""
        probabilities = _softmax(self._scores(fold(text))[np.newaxis], self.temperature).ravel()
        return [(self.labels[index], float(probabilities[index])) for index in np.argsort(-probabilities)]

    def _scores(self, folded: str) -> Matrix:
        """Only the rows of the terms that occur are read: the whole product would take a hundred times as long."""
        scores, offset = self.bias, 0
        for space in self.spaces:
            indices, values = space.vector(folded)
            scores = scores + values @ self.weights[[index + offset for index in indices]]
            offset += len(space.terms)
        return scores

    def save(self, folder: Path) -> None:
        """Write the model into a folder, without pickle: nothing in it can run."""
        meta = {"labels": self.labels, "temperature": self.temperature, "terms": [space.terms for space in self.spaces]}
        (folder / "classifier.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
        rarity = {f"rarity{index}": space.rarity for index, space in enumerate(self.spaces)}
        np.savez(folder / "classifier.npz", weights=self.weights.astype(np.float16), bias=self.bias, **rarity)

    @classmethod
    def load(cls, folder: Path) -> "Classifier":
        """Read what `save` wrote."""
        meta = json.loads((folder / "classifier.json").read_text(encoding="utf-8"))
        analyzers = [vectorizer.build_analyzer() for vectorizer in _vectorizers()]
        with np.load(folder / "classifier.npz", allow_pickle=False) as file:
            cut = enumerate(zip(analyzers, meta["terms"], strict=True))
            spaces = [Space(analyzer, terms, file[f"rarity{index}"]) for index, (analyzer, terms) in cut]
            return cls(spaces, meta["labels"], file["weights"].astype(np.float32), file["bias"], meta["temperature"])


def _vectorizers() -> list[TfidfVectorizer]:
    """Characters within words, and words with their pairs."""
    common = {"sublinear_tf": True, "dtype": np.float32, "lowercase": False}
    return [
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, **common),
        TfidfVectorizer(token_pattern=r"[\w']+", ngram_range=(1, 2), **common),
    ]


def _machine() -> LinearSVC:
    return LinearSVC(C=1.0, random_state=1)


def _softmax(scores: Matrix, temperature: float) -> Matrix:
    sharp = scores / temperature
    likely = np.exp(sharp - sharp.max(axis=1, keepdims=True))
    return np.asarray(likely / likely.sum(axis=1, keepdims=True), dtype=np.float32)


def _temperature(features: csr_matrix, labels: npt.NDArray[np.str_]) -> float:
    """The temperature under which held-back examples are likeliest (one fold is enough: it is one number)."""
    train, held = next(StratifiedKFold(_FOLDS, shuffle=True, random_state=1).split(features, labels))
    model = _machine().fit(features[train], labels[train])
    scores = model.decision_function(features[held])
    right = np.searchsorted(model.classes_, labels[held])
    rows = np.arange(len(held))
    loss = [-np.log(_softmax(scores, t)[rows, right] + 1e-9).mean() for t in _TEMPERATURES]
    return float(_TEMPERATURES[int(np.argmin(loss))])
