"""Verification: what is counted is what sets of strings would count, to the last shingle."""

from __future__ import annotations

from itertools import combinations
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.dedupe import verification
from speechkit.dedupe.candidates import Pairs
from speechkit.dedupe.pairs import TextList
from speechkit.dedupe.shingles import shingle_set
from speechkit.dedupe.sketches import sketch_texts
from speechkit.dedupe.verification import count_candidates, count_shared
from versions import edited, family, made_text

LONG_ENOUGH = st.one_of(
    st.text("甲乙丙𠮷a", min_size=5, max_size=40),
    st.text(min_size=5, max_size=20),
    st.just("\ud83d半个字的文本\udc00"),
    st.tuples(st.integers(0, 3), st.integers(20, 400)).map(lambda made: made_text(*made)),
)


def all_pairs(n: int) -> Pairs:
    return np.array(list(combinations(range(n), 2)), np.int32).reshape(-1, 2)


def by_sets(texts: list[str]) -> list[tuple[int, int, int, int, int]]:
    sets = [shingle_set(text) for text in texts]
    return [
        (a, b, len(sets[a] & sets[b]), len(sets[a]), len(sets[b]))
        for a, b in combinations(range(len(texts)), 2)
    ]


@pytest.mark.parametrize("max_alphabet", [7131, 1])
@given(texts=st.lists(LONG_ENOUGH, max_size=6))
def test_counts_are_those_of_sets_of_strings(max_alphabet: int, texts: list[str]) -> None:
    with mock.patch.object(verification, "_MAX_ALPHABET", max_alphabet):
        counted = count_shared(TextList(texts), all_pairs(len(texts)))
    assert list(counted.rows()) == by_sets(texts)


def test_the_alphabet_that_fits_into_a_number_is_the_largest() -> None:
    assert verification._MAX_ALPHABET**5 <= 2**64 < (verification._MAX_ALPHABET + 1) ** 5


@pytest.mark.parametrize("n_different", [7130, 7131, 7132, 9000])
def test_counts_are_exact_with_as_many_characters_as_fit_and_with_more(n_different: int) -> None:
    characters = [chr(0x4E00 + i) for i in range(n_different)]
    x = "".join(characters)
    texts = [x, x[::-1], x[3000:] + x[:3000], x[-20:]]
    assert list(count_shared(TextList(texts), all_pairs(4)).rows()) == by_sets(texts)


def test_portions_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = family(4, 12, 300, (0.1, 0.3))
    monkeypatch.setattr(verification, "_PAIRS_AT_A_TIME", 5)
    assert list(count_shared(TextList(texts), all_pairs(12)).rows()) == by_sets(texts)


class Watched(TextList):
    """Remembers which texts were read."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__(texts)
        self.seen: set[int] = set()

    def read(self, numbers: object) -> list[str]:
        chosen = list(numbers)  # type: ignore[call-overload]
        self.seen.update(chosen)
        return [self[number] for number in chosen]


def test_what_is_known_is_not_read_again_and_changes_nothing() -> None:
    texts = Watched([*family(5, 6, 400, (0.1,)), *family(6, 6, 400, (0.1,))])
    sketches = sketch_texts(texts)
    expected, _ = count_candidates(texts, sketches, 0.6)
    assert len(expected.pairs) == 30
    assert texts.seen == set(range(12))
    of_first = expected.only(np.flatnonzero(expected.pairs[:, 1] < 6))
    texts.seen.clear()
    again, _ = count_candidates(texts, sketches, 0.6, known=of_first)
    assert list(again.rows()) == list(expected.rows())
    assert texts.seen == set(range(6, 12))
    texts.seen.clear()
    again, _ = count_candidates(texts, sketches, 0.6, known=expected)
    assert list(again.rows()) == list(expected.rows())
    assert texts.seen == set()


def test_equal_texts_are_named_once_and_compared_by_their_first() -> None:
    text = made_text(1, 300)
    texts = TextList(["", text, edited(text, 0.1, 1), text, "", "发展", "发展", text])
    counted, equal = count_candidates(texts, sketch_texts(texts), 0.6)
    assert counted.pairs.tolist() == [[1, 2]]
    assert sorted(equal) == [[1, 3, 7], [5, 6]]
