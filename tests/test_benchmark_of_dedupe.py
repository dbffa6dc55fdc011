"""The corpus that `benchmarks/dedupe.py` makes, and the truth it is measured by."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from benchmarks import dedupe_truth
from benchmarks.dedupe_corpus import (
    KINDS,
    Planted,
    make_corpus,
    read_planted,
    read_texts,
    write_corpus,
)
from benchmarks.dedupe_scores import Share, score
from benchmarks.dedupe_tools import Found
from benchmarks.dedupe_truth import TruePair, compared_text, compute_pairs


def _pairs_of_plain_sets(documents: list[tuple[str, str]]) -> list[TruePair]:
    texts = [(id_, compared_text(text)) for id_, text in documents]
    sets = [(i, {t[at : at + 5] for at in range(max(1, len(t) - 4))}) for i, t in texts]
    pairs = [TruePair(a, b, len(x & y), len(x), len(y)) for (a, x), (b, y) in combinations(sets, 2)]
    return [p for p in pairs if p.jaccard >= 0.5 or p.shared / min(p.n_a, p.n_b) >= 0.8]


@pytest.mark.parametrize("budget", [dedupe_truth.BUDGET, 100_000, 2_000, 0])
@pytest.mark.parametrize(("n_documents", "length"), [(100, 2_000), (500, 60)])
def test_the_truth_is_that_of_plain_sets_however_few_shingles_count_as_rare(
    n_documents: int, length: int, budget: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dedupe_truth, "BUDGET", budget)
    documents, _ = make_corpus(n_documents, length=length)
    assert list(compute_pairs(documents)) == _pairs_of_plain_sets(documents)


def test_texts_shorter_than_a_shingle_are_one_and_empty_ones_have_none() -> None:
    documents = [("a", "发展"), ("b", "发 展\n"), ("c", "发展了"), ("d", ""), ("e", "")]
    assert list(compute_pairs(documents)) == [TruePair("a", "b", 1, 1, 1)]


def test_documents_that_share_nothing_make_no_pairs() -> None:
    assert list(compute_pairs([("a", "今年的工作"), ("b", "明年的打算")])) == []


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_corpus(tmp_path / name / "corpus.jsonl", 200, length=200, seed=3)
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()


@pytest.mark.parametrize("length", [5, 20])
def test_very_short_documents_are_not_empty(length: int) -> None:
    documents, _ = make_corpus(300, length=length)
    assert all(text.strip() for _, text in documents)


def test_a_corpus_has_versions_of_each_kind_and_a_family(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    write_corpus(path, 4_000, length=100)
    documents, planted = dict(read_texts(path)), read_planted(path)
    assert list(documents) == sorted(documents)
    assert (len(documents), len(planted)) == (4_000, 1_200)
    assert {version.kind for version in planted} == set(KINDS)
    bases = [version.base for version in planted]
    assert max(map(bases.count, set(bases))) >= 30
    same = [v for v in planted if v.kind in ("identical", "rewrapped")]
    assert all(compared_text(documents[v.id]) == compared_text(documents[v.base]) for v in same)


TRUTH = (
    TruePair("a", "b", 90, 100, 90),  # near, .9
    TruePair("a", "c", 84, 100, 100),  # near, .72
    TruePair("a", "d", 40, 100, 40),  # an excerpt, .4
    TruePair("b", "c", 75, 100, 100),  # partial, .6
)
PLANTED = (Planted("b", "noise", "a"), Planted("d", "excerpt", "a"), Planted("e", "excerpt", "a"))


def test_a_peer_is_scored_by_all_the_pairs_it_reports() -> None:
    scores = score({("a", "b"): Found(), ("b", "c"): Found()}, TRUTH, PLANTED)
    assert (scores.precision, scores.recall) == (Share(1, 2), Share(1, 2))
    assert scores.bands == (Share(0, 1), Share(0, 0), Share(0, 0), Share(1, 1))
    assert (scores.partial, scores.excerpts) == (Share(1, 1), Share(0, 1))
    assert (scores.kinds["noise"], scores.kinds["excerpt"]) == (Share(1, 1), Share(0, 1))
    assert scores.untrue is None


def test_a_pair_of_another_jaccard_or_kind_than_the_exact_one_is_untrue() -> None:
    reported = {
        ("a", "b"): Found(0.9, "near"),
        ("a", "c"): Found(0.73, "near"),
        ("a", "d"): Found(0.4, "partial"),
        ("c", "d"): Found(0.5, "partial"),
    }
    scores = score(reported, TRUTH, PLANTED)
    assert (scores.precision, scores.excerpts, scores.untrue) == (Share(2, 2), Share(1, 1), 3)
