"""Short texts are held against all long ones that they may stand in, and against few others."""

from __future__ import annotations

import numpy as np
import pytest

from engines.shuffle import dealt
from speechkit.dedupe.excerpts import find_excerpts
from speechkit.dedupe.pairs import TextList
from speechkit.dedupe.sketches import sketch_texts
from speechkit.engines import excerpts
from speechkit.engines.excerpts import N_PIECES, filter_bits, filter_pieces, joined_filter, united
from speechkit.engines.lookups import Plan, text_keys
from versions import made_text


def collection() -> list[str]:
    """Long texts with a formula, excerpts of them, some with a wrong character, and strangers."""
    formula = "同志们现在我代表青瓦镇人民政府向大会报告工作请予审议"
    long = [
        made_text(seed, 300 + seed) + formula + made_text(1000 + seed, 200) for seed in range(1, 80)
    ]
    short = [text[40 + i : 60 + 2 * i] for i, text in enumerate(long[:30])]
    short += [text[:4] + "改" + text[5:] for text in short]
    short += [formula, formula[:12], formula + made_text(99, 10), made_text(7, 50), made_text(8, 9)]
    return [*long, *short, *long[:3], *short[:3], "短"]


def locally(texts: list[str], containment: float) -> set[tuple[int, int]]:
    sketches = sketch_texts(texts)
    keys = text_keys(sketches.digests)
    numbers = np.unique(keys, return_index=True)[1].astype(np.int32)
    pairs = find_excerpts(TextList(texts), sketches, numbers, containment=containment, share=map)
    return {(min(a, b), max(a, b)) for a, b in keys[pairs].tolist()}


def in_parts(texts: list[str], containment: float, batch: int = 20) -> set[tuple[int, int]]:
    plan = Plan(containment, 7, 5)
    parts = [texts[at : at + batch] for at in range(0, len(texts), batch)]
    bits = filter_bits(3000)
    pieces: dict[int, bytes] = {}
    for part in parts:
        for piece, data in filter_pieces(part, bits):
            pieces[piece] = united([*([pieces[piece]] if piece in pieces else []), data])
    may_stand = joined_filter(pieces, bits)
    placed = [
        blob
        for part in parts
        for made in (
            excerpts.place_short(part, plan),
            excerpts.place_long(part, may_stand, plan),
        )
        for blob in made
    ]
    rare = [
        blob
        for rows in dealt(placed, "short", "long")
        for blob in excerpts.rarity(rows["short"], rows["long"], plan)
    ]
    chosen = [
        blob for rows in dealt(rare, "rarity") for blob in excerpts.choose(rows["rarity"], plan)
    ]
    long = [blob for blob in placed if blob.kind == "long"]
    return {
        (min(a, b), max(a, b))
        for rows in dealt([*chosen, *long], "short", "long")
        for pairs in excerpts.find_holders(rows["short"], rows["long"])
        for a, b in pairs.tolist()
    }


@pytest.mark.parametrize("containment", [0.2, 2 / 3, 0.8, 1.0])
def test_no_pair_of_the_local_search_is_missed_and_few_others_are_proposed(
    containment: float,
) -> None:
    texts = collection()
    expected = locally(texts, containment)
    assert len(expected) > 100
    found = in_parts(texts, containment)
    assert found >= expected
    if containment > 0.5:
        assert len(found) < 1.5 * len(expected)
    assert in_parts(texts, containment, batch=500) == found


def test_a_filter_rules_out_what_no_short_text_has_and_nothing_else() -> None:
    texts = collection()
    bits = filter_bits(5000)
    whole = joined_filter(dict(filter_pieces(texts, bits)), bits)
    assert whole.shape == (1 << bits,)
    _, hashes, _ = excerpts._hashes_of([text for text in texts if excerpts.is_short(text)])
    assert whole[hashes >> np.uint32(32 - bits)].all()
    assert whole.mean() < 0.1
    assert len(dict(filter_pieces(texts, bits))) <= N_PIECES
    assert not joined_filter({}, bits).any()
