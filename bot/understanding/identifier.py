"""Which language a text is in: logistic regression over hashed character n-grams, trained on our own texts.

docs/measurements.md has its figures on held-out text. Scoring needs numpy only, so the gateway
answers in well under a millisecond without loading scikit-learn.
"""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

_BUCKETS = 1 << 16
_LONGEST = 4


@dataclass(frozen=True)
class Guess:
    """A language and how sure we are (0 to 1)."""

    code: str
    confidence: float


class Identifier:
    """Scores a text against each language. `weights` is (buckets, languages), `bias` (languages,)."""

    def __init__(self, codes: Sequence[str], weights: npt.NDArray[np.float32], bias: npt.NDArray[np.float32]):
        self.codes = tuple(codes)
        self.weights = weights
        self.bias = bias

    def guess(self, text: str) -> Guess | None:
        """The likeliest language; None for a text without letters."""
        buckets = grams(text)
        if not buckets:
            return None
        values = self.bias + self.weights[buckets].sum(axis=0) / np.sqrt(len(buckets))
        likely = np.exp(values - values.max())
        best = int(likely.argmax())
        return Guess(self.codes[best], float(likely[best] / likely.sum()))

    def save(self, path: Path) -> None:
        """Write the model as one .npz, in half precision."""
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(path, codes=np.array(self.codes), weights=self.weights.astype(np.float16), bias=self.bias)

    @classmethod
    def load(cls, path: Path) -> "Identifier":
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as file:
            return cls([str(code) for code in file["codes"]], file["weights"].astype(np.float32), file["bias"])


def grams(text: str) -> list[int]:
    """The hash buckets of a text's character n-grams, 1 to 4 long, within words with their edges."""
    found = []
    for word in "".join(char if char.isalpha() or char in "'’" else " " for char in text.lower()).split():
        edged = f" {word} "
        for length in range(1, _LONGEST + 1):
            for start in range(len(edged) - length + 1):
                found.append(zlib.crc32(edged[start : start + length].encode()) % _BUCKETS)
    return found


def train(examples: Iterable[tuple[str, str]], seed: int = 1) -> Identifier:
    """Train on (text, code) pairs and on random crops of 1 to 8 words of each, for people write short.

    Source of the method: n-gram features for language identification (Cavnar and Trenkle 1994), with a linear model.
    """
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import SGDClassifier

    pairs = [pair for example in examples for pair in _with_crops(*example, np.random.default_rng(seed))]
    rows = [grams(text) for text, _ in pairs]
    kept = [index for index, row in enumerate(rows) if row]
    indptr = np.cumsum([0, *(len(rows[index]) for index in kept)])
    indices = np.fromiter((bucket for index in kept for bucket in rows[index]), dtype=np.int32)
    data = np.concatenate([np.full(len(rows[index]), len(rows[index]) ** -0.5, np.float32) for index in kept])
    matrix = csr_matrix((data, indices, indptr), shape=(len(kept), _BUCKETS))
    model = SGDClassifier(loss="log_loss", alpha=1e-6, random_state=seed, max_iter=50, tol=1e-3)
    model.fit(matrix, [pairs[index][1] for index in kept])
    return Identifier(*_per_language(model))


def _with_crops(text: str, code: str, random: np.random.Generator) -> Iterable[tuple[str, str]]:
    words = text.split()
    yield text, code
    for length in (1, 2, 3, 5, 8):
        if length < len(words):
            start = int(random.integers(len(words) - length + 1))
            yield " ".join(words[start : start + length]), code


def _per_language(model: object) -> tuple[list[str], npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """One column a language. With two languages scikit-learn keeps one column only: the other is its mirror."""
    weights, bias = model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)  # type: ignore[attr-defined]
    codes = [str(code) for code in model.classes_]  # type: ignore[attr-defined]
    if len(codes) == 2:
        weights, bias = np.hstack([-weights, weights]), np.concatenate([-bias, bias])
    return codes, weights, bias
