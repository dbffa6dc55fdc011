"""Sketches: equal for equal texts, however they come, and those of a part in those of the whole."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.dedupe.shingles import shingle_set
from speechkit.dedupe.sketches import (
    HASH_LIMIT,
    MIN_SKETCH,
    RATE,
    GrowingSketches,
    Sketches,
    code_points,
    decode,
    encode,
    joined,
    shingle_hashes,
    sketch_texts,
)
from versions import made_text

ODD = (
    "",
    "发",
    "发展经济",
    "发展经济好",
    "𠮷野家𠀀𪚥龘",
    "\ud83d半个字的文本",
    "aaaaaaaa",
    "\U0010ffff" * 9,
)
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(ODD),
        st.text("发展经𠮷济a", max_size=30),
        st.tuples(st.integers(0, 5), st.integers(20, 1500)).map(lambda made: made_text(*made)),
    ),
    max_size=8,
)


def sketch_of(sketches: Sketches, number: int) -> list[int]:
    end = int(sketches.ends[number])
    return [int(h) for h in sketches.hashes[end - int(sketches.sizes[number]) : end]]


def hashes_of(text: str) -> set[int]:
    """A hash of each shingle, the texts looked at one by one."""
    shingles = [s for s in shingle_set(text) if len(s) == 5]
    return {int(shingle_hashes(code_points([s]))[0]) for s in shingles}


def same(x: Sketches, y: Sketches) -> bool:
    return all(a.dtype == b.dtype and a.tobytes() == b.tobytes() for a, b in zip(x, y, strict=True))


@given(TEXTS)
def test_a_sketch_has_all_hashes_below_the_limit_or_the_smallest(texts: list[str]) -> None:
    sketches = sketch_texts(texts)
    assert sketches.lengths.tolist() == [len(text) for text in texts]
    for number, text in enumerate(texts):
        ascending = sorted(hashes_of(text))
        below = [h for h in ascending if h < HASH_LIMIT]
        assert sketch_of(sketches, number) == (
            below if len(below) >= MIN_SKETCH else ascending[:MIN_SKETCH]
        )


@given(TEXTS, st.lists(st.integers(0, 8), max_size=3))
def test_any_batches_give_the_same_sketches(texts: list[str], cuts: list[int]) -> None:
    whole = sketch_texts(texts)
    bounds = sorted({0, len(texts), *(min(cut, len(texts)) for cut in cuts)})
    batches = [sketch_texts(texts[a:b]) for a, b in pairwise(bounds)]
    growing = GrowingSketches()
    for batch in batches:
        growing.append(batch)
    assert same(joined(batches), whole)
    assert same(growing.finish(), whole)
    assert same(sketch_texts(texts, [encode(text) for text in texts]), whole)


@given(TEXTS)
def test_digests_are_equal_for_equal_texts_only(texts: list[str]) -> None:
    digests = [digest.tobytes() for digest in sketch_texts([*texts, *texts]).digests]
    for i, x in enumerate([*texts, *texts]):
        for j, y in enumerate([*texts, *texts]):
            assert (digests[i] == digests[j]) == (x == y)


@given(st.integers(0, 9), st.integers(0, 700), st.integers(5, 800))
def test_the_sketch_of_a_part_is_in_that_of_the_whole(seed: int, start: int, n: int) -> None:
    whole = made_text(seed, 1500)
    sketches = sketch_texts([whole, whole[start : start + n]])
    below = {h for h in sketch_of(sketches, 1) if h < HASH_LIMIT}
    assert below <= set(sketch_of(sketches, 0))


def test_a_sketch_is_a_fixed_share_of_a_long_text() -> None:
    text = made_text(1, 60_000)
    (size,) = sketch_texts([text]).sizes.tolist()
    assert size == pytest.approx(len(shingle_set(text)) / RATE, rel=0.1)


@given(TEXTS)
def test_texts_are_bytes_and_back(texts: list[str]) -> None:
    assert [decode(encode(text)) for text in texts] == texts
    assert code_points(texts).tolist() == [ord(c) for text in texts for c in text]
    assert code_points(texts, [encode(text) for text in texts]).tolist() == (
        code_points(texts).tolist()
    )


def test_no_text_is_no_sketch() -> None:
    for empty in (sketch_texts([]), joined([]), GrowingSketches().finish()):
        assert (empty.n_texts, len(empty.hashes), len(empty.ends)) == (0, 0, 0)
    assert sketch_texts(["", "发展"]).sizes.tolist() == [0, 0]


@given(TEXTS, st.data())
def test_some_of_the_sketches_in_another_order_are_those_of_these_texts(
    texts: list[str], data: st.DataObject
) -> None:
    sketches = sketch_texts(texts)
    order = data.draw(st.permutations(range(len(texts))))
    turned = sketches.in_order(np.array(order, np.int64))
    assert same(turned, sketch_texts([texts[number] for number in order]))
    wanted = data.draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts)))
    kept = [text for text, is_wanted in zip(texts, wanted, strict=True) if is_wanted]
    assert same(sketches.only(np.array(wanted, np.bool_)), sketch_texts(kept))


def test_hashes_do_not_depend_on_where_a_block_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = code_points([made_text(3, 5000)])
    whole = shingle_hashes(codes)
    monkeypatch.setattr("speechkit.dedupe.sketches._BLOCK", 7)
    assert shingle_hashes(codes).tobytes() == whole.tobytes()
