"""How many of the phrases that readers expect are listed, held to floors.

The real document and its labels are not ours to ship: SPEECHKIT_REAL_DOCUMENT names the
document, the labels lie in the folder `data` beside its folder. `key_phrases.json` here holds
labels that were set aside, of the corpus and of texts in that folder: to measure with, not to
tune on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from factories import CORPUS, corpus, data_file, real_document, real_path, record
from quality.keyword_scores import f1_at, mean_agreement, recall_and_precision
from speechkit.dedupe import find_duplicates
from speechkit.keywords import score_keywords
from speechkit.model import Document, Speech
from speechkit.results import Keywords
from speechkit.split import split_document
from speechkit.text.background import Background, build_background
from speechkit.text.terms import folded

FLOORS: dict[str, Any] = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8")).get(
    "keywords", {}
)
SET_ASIDE: dict[str, Any] = json.loads(
    (Path(__file__).parent / "key_phrases.json").read_text("utf-8")
)
EMPTY_WORDS = {"工作", "全县", "部门", "进一步"}


@pytest.fixture(scope="module")
def background() -> Background:
    return build_background()


@pytest.fixture(scope="module")
def found(background: Background) -> Keywords:
    speeches = real_document().speeches
    groups = find_duplicates(speeches).groups
    return score_keywords(speeches, groups=groups, background=background)


def floor(metric: str, *paths: Path) -> float:
    data = b"".join(path.read_bytes() for path in paths)
    if hashlib.sha256(data).hexdigest() != FLOORS[metric]["sha256"]:
        pytest.skip(f"the floor of {metric} was measured on another file")
    return float(FLOORS[metric]["floor"])


def test_the_phrases_an_expert_expects_are_among_the_first_twenty(found: Keywords) -> None:
    expected = json.loads(data_file("key_phrases.json").read_text("utf-8"))
    terms = [[keyword.term for keyword in result.keywords] for result in found.speeches]
    recall, precision = recall_and_precision(expected, terms)
    assert recall >= floor("recall_at_20", real_path())
    assert precision >= floor("precision_at_20", real_path())


def test_phrases_set_aside_are_found_in_the_corpus(background: Background) -> None:
    phrases = SET_ASIDE["corpus"].values()
    recall, precision = agreement_at_20(corpus().speeches, phrases, background)
    assert recall >= floor("corpus_recall_at_20", CORPUS)
    assert precision >= floor("corpus_precision_at_20", CORPUS)


def test_phrases_set_aside_are_found_in_reports_and_policies(background: Background) -> None:
    paths = [data_file(name) for name in SET_ASIDE["data"]]
    least_recall = floor("reports_and_policies_recall_at_20", *paths)
    least_precision = floor("reports_and_policies_precision_at_20", *paths)
    phrases: list[list[list[str]]] = []
    speeches: list[Speech] = []
    for path in paths:
        labels = SET_ASIDE["data"][path.name]
        texts = {r["id"]: r["text"] for r in map(json.loads, path.read_text("utf-8").splitlines())}
        for id_, of_text in labels.items():
            phrases.append(of_text)
            speeches += split_document(record(texts[id_], id_), look_inside=False).speeches
    recall, precision = agreement_at_20(speeches, phrases, background)
    assert recall >= least_recall
    assert precision >= least_precision


def agreement_at_20(
    speeches: Sequence[Speech], phrases: Iterable[list[list[str]]], background: Background
) -> tuple[float, float]:
    """Mean recall and precision; width, capitals and 臵 for 置 make no difference."""
    found = score_keywords(speeches, top=20, background=background).speeches
    return mean_agreement(
        (
            [[folded(variant) for variant in variants] for variants in of_text],
            [folded(keyword.term) for keyword in result.keywords],
        )
        for of_text, result in zip(phrases, found, strict=True)
    )


def test_no_empty_word_is_among_the_first_twenty(found: Keywords) -> None:
    for result in found.speeches:
        assert EMPTY_WORDS.isdisjoint(keyword.term for keyword in result.keywords)


def test_the_copy_changes_nothing_for_the_third_speech(
    found: Keywords, background: Background
) -> None:
    speeches = real_document().speeches
    without = score_keywords([*speeches[:3], *speeches[4:]], background=background)
    assert without.speeches[2] == found.speeches[2]


def test_every_place_holds_its_term(found: Keywords) -> None:
    for speech, result in zip(real_document().speeches, found.speeches, strict=True):
        assert result.speech.id == speech.id
        view = speech.view
        for keyword in result.keywords:
            assert keyword.count == view.text.count(keyword.term)
            for place in keyword.places:
                start = view.view_offset(place.start)
                assert view.text.startswith(keyword.term, start)


@pytest.mark.parametrize("k", [5, 10])
def test_keywords_of_abstracts_agree_with_their_authors(k: int, background: Background) -> None:
    path = data_file("abstract_keywords.jsonl")
    least = floor(f"abstracts_f1_at_{k}", path)
    abstracts = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert f1_at(k, abstracts, _terms(abstracts, k, background)) >= least


def _terms(
    abstracts: Sequence[dict[str, Any]], top: int, background: Background
) -> list[list[str]]:
    speeches = [
        speech
        for n, abstract in enumerate(abstracts)
        for speech in split_document(
            Document(str(n), "abstracts", abstract["text"], is_record=True), look_inside=False
        ).speeches
    ]
    found = score_keywords(speeches, top=top, background=background).speeches
    return [[keyword.term for keyword in result.keywords] for result in found]
