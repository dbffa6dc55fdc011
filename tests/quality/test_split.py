"""How well composed documents are read, divided and cleaned, held to floors.

The borders, the noise and the broken lines of a composed document are known. A third of the
styles, texts and wordings is held out: nobody tunes on them. `benchmarks/borders.py` prints
the figures of more documents, style by style.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from quality.composed.documents import FORMATS, Composed, collections, plain_collections
from quality.composed.noise import NOISE
from quality.composed.scoring import (
    Tally,
    figures,
    kept_characters,
    line_places,
    score,
    split_composed,
    verdict,
)
from quality.composed.styles import STYLES
from quality.composed.texts import HELD_OUT, SPEECHES, WHOLES, chapters, filled, generator
from quality.composed.wholes import wholes

FLOORS: dict[str, Any] = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))[
    "split"
]
SEED = 1
PER_STYLE = 4
PER_WHOLE = 2


@pytest.fixture(scope="module")
def sample() -> tuple[Composed, ...]:
    return (
        *collections(seed=SEED, per_style=PER_STYLE),
        *wholes(seed=SEED, per_kind=PER_WHOLE),
    )


@pytest.fixture(scope="module")
def tallies(
    sample: tuple[Composed, ...], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Tally]:
    """What was right in the documents that are held out, and in the others."""
    folder = tmp_path_factory.mktemp("composed")
    counted = {"held_out": Tally(), "tuned_on": Tally()}
    for document in sample:
        side = "held_out" if document.held_out else "tuned_on"
        counted[side].update(score(document, folder).tally)
    return counted


@pytest.mark.parametrize("side", ["held_out", "tuned_on"])
@pytest.mark.parametrize("metric", sorted(FLOORS["floors"]))
def test_composed_documents_are_split_as_they_were_composed(
    tallies: dict[str, Tally], side: str, metric: str
) -> None:
    assert figures(tallies[side])[metric] >= FLOORS["floors"][metric][side]["floor"]


def test_every_composed_document_is_read(tallies: dict[str, Tally]) -> None:
    assert [tally["refused"] for tally in tallies.values()] == [0, 0]


def test_the_floors_were_measured_on_these_documents(sample: tuple[Composed, ...]) -> None:
    assert digest(sample) == FLOORS["sha256"]


@pytest.mark.parametrize("side", ["held_out", "tuned_on"])
def test_a_text_is_divided_alike_in_every_format(side: str, tmp_path: Path) -> None:
    documents = [
        document
        for document in plain_collections(seed=SEED, per_style=1)
        if document.held_out == (side == "held_out")
    ]
    same = [
        len({verdict(document.as_format(name), tmp_path) for name in FORMATS}) == 1
        for document in documents
    ]
    assert sum(same) / len(same) >= FLOORS["same_in_every_format"][side]["floor"]


def test_nothing_is_gone_without_being_listed(sample: tuple[Composed, ...], tmp_path: Path) -> None:
    for document in sample[::3]:
        split = split_composed(document, tmp_path)
        text = split.document.text
        listed = kept_characters(split)
        spans = [removal.span for removal in split.removed]
        spans += [repair.span for repair in split.repaired]
        for span in spans:
            listed[span.start : span.end] = b"\1" * len(span)
        first = split.speeches[0].span.start
        gone = [i for i in range(first, len(text)) if not listed[i] and not text[i].isspace()]
        assert gone == [], document.id


def test_the_same_seed_composes_the_same_documents(sample: tuple[Composed, ...]) -> None:
    again = tuple(collections(seed=SEED, per_style=PER_STYLE))
    assert sample[: len(again)] == again
    assert [d.content() for d in again[:40]] == [d.content() for d in sample[:40]]


def test_a_third_of_styles_and_texts_is_held_out() -> None:
    styles = [style.held_out for style in STYLES]
    names = [
        line.removeprefix("=== ")
        for path in (SPEECHES, WHOLES)
        for line in path.read_text("utf-8").splitlines()
        if line.startswith("=== ")
    ]
    assert 0.3 <= sum(styles) / len(styles) <= 0.4
    assert set(names) >= HELD_OUT
    assert 0.3 <= len(HELD_OUT) / len(names) <= 0.4


def test_every_line_is_found_again_in_the_text_it_was_printed_to(
    sample: tuple[Composed, ...], tmp_path: Path
) -> None:
    for document in [d for d in sample if d.format in ("txt", "md")][:60]:
        split = split_composed(document, tmp_path)
        places = line_places(document.lines, split.document.text)
        for line, place in zip(document.lines, places, strict=True):
            printed = "".join(split.document.text[i] for i in place)
            assert printed == "".join(line.text.split())


def test_the_sample_shows_every_kind_of_everything(sample: tuple[Composed, ...]) -> None:
    assert {kind for d in sample for kind in d.noise} == {noise.kind for noise in NOISE}
    assert {d.group for d in sample} >= {style.name for style in STYLES}
    assert {d.format for d in sample} == {*FORMATS, "md"}
    assert {d.encoding for d in sample} == {"utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"}
    assert {d.line_end for d in sample} == {"\n", "\r\n", "\r"}
    assert {d.layout.breaks for d in sample} == {"none", "torn", "wrapped"}


def test_blanks_are_filled() -> None:
    for name in sorted(HELD_OUT):
        assert not any("{" in e.text for e in filled(name, generator(name)).elements)
    assert len(chapters()) >= 8


def digest(documents: Iterable[Composed]) -> str:
    """Of all the lines of documents and how they are printed."""
    sha = hashlib.sha256()
    for document in documents:
        head = (document.id, document.format, document.encoding, document.line_end)
        sha.update("\n".join((*head, *(line.text for line in document.lines))).encode())
    return sha.hexdigest()
