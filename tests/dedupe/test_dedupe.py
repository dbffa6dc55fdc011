"""Versions of one text: exact figures, groups, and every difference explained."""

from __future__ import annotations

from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import corpus, real_document, speech, truth
from speechkit.dedupe import explain_pair, find_duplicates, pairs
from speechkit.dedupe.pairs import Limits, TextList, find_pairs
from speechkit.dedupe.shingles import compact, shingle_set
from speechkit.model import (
    Document,
    Span,
    Speech,
)
from speechkit.results import Change, Duplicates
from speechkit.split import split_document

PARAGRAPHS = (
    "一、总体要求",
    "（一）今年以来，全县上下团结一心，克服了持续干旱带来的重重困难，夏粮再获丰收。",
    "（二）工业园区新落户企业十二家，青瓦镇的竹编合作社也打开了外省的销路，农户户均增收两千元。",
    "（三）城区供水管网改造全部完工，三座桥梁加固之后重新通车，群众出行更加方便。",
    "（四）中小学校舍安全工程基本完成，寄宿学生都住进了新宿舍，食堂全部换上了燃气灶。",
    "同志们，任务已经明确，关键在于落实，让我们一鼓作气，把好开头的每一步走稳走实。",
)
TEXTS = st.lists(st.sampled_from([*PARAGRAPHS, "发展", ""]), max_size=8).map("\n".join)


def changes_of(a: str, b: str) -> list[tuple[str, str | None, str | None]]:
    left, right = speech(a, "a"), speech(b, "b")
    return [
        (
            change.kind,
            left.document.quote(change.a) if change.a else None,
            right.document.quote(change.b) if change.b else None,
        )
        for change in explain_pair(left, right).changes
    ]


def text_of(*numbers: int) -> str:
    return "\n".join(PARAGRAPHS[n] for n in numbers)


def jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def containment(part: frozenset[str], whole: frozenset[str]) -> float:
    return len(part & whole) / len(part) if part else 0.0


# ------------------------------------------------------------------------------- figures


def test_figures_are_of_shingle_sets_without_white_space() -> None:
    a, b = speech("经济 发展形势", "a"), speech("经济发展形\n势好", "b")
    (pair,) = find_duplicates([a, b]).pairs
    assert (pair.jaccard, pair.containment_a, pair.containment_b) == (2 / 3, 1.0, 2 / 3)


@given(TEXTS, TEXTS)
def test_similarity_is_symmetric_and_one_for_equal_texts(x: str, y: str) -> None:
    a, b, again = speech(x, "a"), speech(y, "b"), speech(x, "c")
    forward, backward = find_duplicates([a, b]).pairs, find_duplicates([b, a]).pairs
    assert [(p.jaccard, p.containment_a, p.containment_b) for p in forward] == [
        (p.jaccard, p.containment_b, p.containment_a) for p in backward
    ]
    assert [(p.jaccard, p.kind) for p in find_duplicates([a, again]).pairs] == (
        [(1.0, "identical")] if x.strip() else []
    )


@given(st.lists(TEXTS, max_size=5))
def test_pairs_are_those_of_a_comparison_one_by_one(texts: list[str]) -> None:
    speeches = [speech(text, f"s{i}") for i, text in enumerate(texts)]
    sets = [shingle_set(compact(s).text) for s in speeches]
    expected = {
        (speeches[i].id, speeches[j].id): jaccard(sets[i], sets[j])
        for i in range(len(sets))
        for j in range(i + 1, len(sets))
        if sets[i] & sets[j]
        and (
            jaccard(sets[i], sets[j]) >= 0.5
            or max(containment(sets[i], sets[j]), containment(sets[j], sets[i])) >= 0.8
        )
    }
    found = {(p.a.id, p.b.id): p.jaccard for p in find_duplicates(speeches).pairs}
    assert found == expected


@given(st.lists(TEXTS.map(lambda text: "".join(text.split())), max_size=9))
def test_comparing_one_by_one_and_by_sketches_is_the_same(texts: list[str]) -> None:
    limits = Limits(0.7, 0.8)
    one_by_one, _ = find_pairs(TextList(texts), limits)
    with mock.patch.object(pairs, "MAX_ONE_BY_ONE", 0):
        by_sketches, _ = find_pairs(TextList(texts), limits)
    assert by_sketches == one_by_one


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        (text_of(1, 2, 3, 4), text_of(1, 2, 3, 4), "identical"),
        (text_of(1, 2, 3, 4), text_of(1, 2, 3, 4, 5), "near"),
        (text_of(1, 1, 1), text_of(1, 1), "near"),
        (text_of(1, 2, 3, 4, 5), text_of(2), "contained"),
        (text_of(1, 2, 3), text_of(1, 2, 4), "partial"),
    ],
)
def test_a_pair_is_of_the_first_kind_that_fits(a: str, b: str, kind: str) -> None:
    (pair,) = find_duplicates([speech(a, "a"), speech(b, "b")]).pairs
    assert pair.kind == kind


def test_strangers_and_empty_speeches_are_in_no_pair() -> None:
    speeches = [
        speech(PARAGRAPHS[1], "a"),
        speech(PARAGRAPHS[2], "b"),
        speech("", "c"),
        speech(" ", "d"),
    ]
    assert find_duplicates(speeches).pairs == ()


@pytest.mark.parametrize("value", [0, -0.1, 1.1])
def test_a_threshold_outside_its_range_is_a_programmers_mistake(value: float) -> None:
    with pytest.raises(ValueError, match="outside"):
        find_duplicates([], threshold=value)


# -------------------------------------------------------------------------------- groups


def grouped(*texts: str) -> Duplicates[Speech]:
    return find_duplicates([speech(text, f"s{i}") for i, text in enumerate(texts)])


def test_a_repeated_speech_is_dropped() -> None:
    found = grouped(text_of(1, 2, 3, 4), text_of(5), text_of(1, 2, 3, 4, 5))
    assert [s.id for s in found.kept] == ["s2"]
    assert [s.id for s in found.dropped] == ["s0", "s1"]
    assert found.dropped_fraction == pytest.approx(2 / 3)


def test_the_longest_is_kept() -> None:
    (group,) = grouped(text_of(1, 2, 3, 4), text_of(1, 2, 3, 4, 5)).groups
    assert (group.kept.id, group.reason.criterion) == ("s1", "longest")


def test_a_speech_that_breaks_off_is_not_kept() -> None:
    (group,) = grouped(
        text_of(1, 2, 3, 4, 5), text_of(1, 2, 3, 4, 5) + "\n下一步要，特别是各个镇村都要"
    ).groups
    assert (group.kept.id, group.reason.criterion) == ("s0", "complete")


def test_of_two_equal_ones_the_less_damaged_then_the_first_is_kept() -> None:
    torn = text_of(1, 2, 3).replace("持续干旱", "持 续干旱")
    (group,) = grouped(torn, text_of(1, 2, 3)).groups
    assert (group.kept.id, group.reason.criterion) == ("s1", "least_damaged")
    (group,) = grouped(text_of(1, 2, 3), text_of(1, 2, 3)).groups
    assert (group.kept.id, group.reason.criterion) == ("s0", "first")


def test_a_chain_does_not_join_strangers() -> None:
    texts = [text_of(1, 2, 3) + "完毕。" * 3, text_of(2, 3, 4), text_of(3, 4, 5)]
    speeches = [speech(text, f"s{i}") for i, text in enumerate(texts)]
    found = find_duplicates(speeches, threshold=0.4)
    assert [(p.a.id, p.b.id) for p in found.pairs if p.grouped] == [("s0", "s1"), ("s1", "s2")]
    (group,) = found.groups
    assert [s.id for s in group.speeches] == ["s0", "s1"]


@given(st.permutations(range(5)))
def test_the_order_of_the_speeches_changes_no_verdict(order: list[int]) -> None:
    texts = [
        text_of(1, 2, 3, 4),
        text_of(1, 2, 3),
        text_of(4, 5),
        text_of(1, 2, 3, 4, 5),
        text_of(0, 1),
    ]
    speeches = [speech(texts[i], f"s{i}") for i in order]
    found = find_duplicates(speeches)
    assert {frozenset((p.a.id, p.b.id)) for p in found.pairs} == {
        frozenset((p.a.id, p.b.id)) for p in grouped(*texts).pairs
    }
    assert {g.kept.id for g in found.groups} == {g.kept.id for g in grouped(*texts).groups}


# --------------------------------------------------------------------------- explanation


def test_a_deleted_paragraph_is_named_as_one() -> None:
    assert changes_of(text_of(0, 1, 2, 3, 4), text_of(0, 1, 3, 4)) == [
        ("deleted", PARAGRAPHS[2], None)
    ]
    assert changes_of(text_of(0, 1, 3, 4), text_of(0, 1, 2, 3, 4)) == [
        ("inserted", None, PARAGRAPHS[2])
    ]


def test_the_characters_that_changed_are_named() -> None:
    b = text_of(1, 2, 3).replace("十二家", "十五家")
    assert changes_of(text_of(1, 2, 3), b) == [("replaced", "二", "五")]


def test_a_moved_paragraph_is_moved() -> None:
    kinds = changes_of(text_of(1, 2, 3, 4, 5), text_of(1, 3, 4, 2, 5))
    assert kinds == [("moved", PARAGRAPHS[2], PARAGRAPHS[2])]


def test_what_changed_in_a_moved_paragraph_is_told_too() -> None:
    edited = text_of(1, 3, 4, 2, 5).replace("十二家", "十五家")
    a, b = speech(text_of(0, 1, 2, 3, 4, 5), "a"), speech(f"{PARAGRAPHS[0]}\n{edited}", "b")
    found = explain_pair(a, b)
    assert [(c.kind, c.a and a.document.quote(c.a)[-6:]) for c in found.changes] == [
        ("moved", "户均增收两千元。"[-6:]),
        ("replaced", "二"),
    ]
    assert found.derived is None


def test_a_layout_change_is_white_space_and_nothing_else() -> None:
    footer = "本文章共3页，当前在第2页"
    a = text_of(1, 2).replace("\n", f"\n{footer}\n")
    changes = changes_of(a, text_of(1, 2))
    assert [kind for kind, _, _ in changes] == ["furniture", "layout"]
    assert all(not (x or "").strip() for kind, x, _ in changes if kind == "layout")


def test_speeches_with_one_id_are_a_programmers_mistake() -> None:
    with pytest.raises(ValueError, match="one id"):
        find_duplicates([speech(PARAGRAPHS[1], "a"), speech(PARAGRAPHS[2], "a")])


def test_rows_of_dots_are_no_passage() -> None:
    contents = "".join(f"第{n}部分{'…' * 60}{n}\n" for n in range(1, 40))
    speeches = [speech(contents + PARAGRAPHS[n], str(n)) for n in (1, 2)]
    assert find_duplicates(speeches, passages=True, threshold=1, containment=1).passages == ()


def test_line_breaks_and_blanks_are_layout() -> None:
    a, b = (
        text_of(1, 2),
        text_of(1, 2).replace("团结一心，", "团结一心，\n").replace("再获", "再 获"),
    )
    assert changes_of(a, b) == [("layout", None, "\n"), ("layout", None, " ")]


def test_the_kind_of_line_end_is_no_change() -> None:
    assert changes_of(text_of(1, 2, 3), text_of(1, 2, 3).replace("\n", "\r\n")) == []


def test_furniture_is_named_as_such() -> None:
    footer = "本文章共3页，当前在第2页"
    b = text_of(1, 2, 3).replace("带来的", f"带来的{footer}\n")
    assert changes_of(text_of(1, 2, 3), b) == [("furniture", None, footer), ("layout", None, "\n")]


def test_furniture_that_both_have_is_no_change() -> None:
    a = text_of(1, 2, 3).replace("带来的", "带来的本文章共3页，当前在第2页\n")
    assert changes_of(a, a) == []


def test_a_gap_in_the_numbers_tells_which_was_made_from_which() -> None:
    a, b = speech(text_of(0, 1, 2, 3, 4), "a"), speech(text_of(0, 1, 2, 4), "b")
    for pair in ((a, b), (b, a)):
        found = explain_pair(*pair)
        assert found.derived is b
        assert [(e.kind, e.labels) for e in found.evidence] == [("numbering_gap", ("（三）",))]


def test_a_text_that_grew_and_was_renumbered_leaves_no_gap() -> None:
    grown = text_of(0, 1, 2, 3, 4).replace("（四）", "（五）").replace("（三）", "（四）")
    grown = grown.replace("（四）城区", "（三）各镇都修好了晒谷场，秋收不再占用公路。\n（四）城区")
    found = explain_pair(speech(text_of(0, 1, 2, 3, 4), "a"), speech(grown, "b"))
    assert "numbering_gap" not in {e.kind for e in found.evidence}
    assert found.derived is None


def test_where_nothing_tells_nothing_is_said() -> None:
    found = explain_pair(speech(text_of(1, 2, 3), "a"), speech(text_of(1, 2, 3, 5), "b"))
    assert found.derived is None
    assert found.evidence == ()


@given(TEXTS, TEXTS)
def test_the_changes_lead_from_one_text_to_the_other(x: str, y: str) -> None:
    a, b = speech(x, "a"), speech(y, "b")
    assert replayed(a, b, explain_pair(a, b).changes) == "".join(y.split())


def replayed(a: Speech, b: Speech, changes: tuple[Change, ...]) -> str:
    """The text of b, made from that of a by the changes alone; without white space."""
    kept = [c for c in range(a.span.start, a.span.end) if not removed_by(changes, c)]
    moved = [c.b for c in changes if c.b and c.kind == "moved"]
    b_changed = [c.b for c in changes if c.b and c.kind in ("inserted", "replaced")]
    b_changed = [s for s in b_changed if not any(s.start in m for m in moved)] + moved
    pieces: list[tuple[int, str]] = [(s.start, b.document.quote(s)) for s in b_changed]
    b_free = [
        i
        for i in range(b.span.start, b.span.end)
        if not any(i in s for s in b_changed) and not b.document.text[i].isspace()
    ]
    a_solid = [a.document.text[i] for i in kept if not a.document.text[i].isspace()]
    pieces.extend(zip(b_free, a_solid, strict=True))
    return "".join("".join(piece for _, piece in sorted(pieces)).split())


def removed_by(changes: tuple[Change, ...], offset: int) -> bool:
    return any(c.a and offset in c.a for c in changes if c.kind in ("deleted", "replaced", "moved"))


def test_a_text_of_half_a_million_characters_is_aligned() -> None:
    base = "".join(f"第{i}项工作由第{i * 7}组负责落实到位，" for i in range(25_000))
    changed = base[:200_000] + base[200_500:]
    a, b = speech(base, "a"), speech(changed, "b")
    (change,) = explain_pair(a, b).changes
    assert change.kind == "deleted"
    assert change.a is not None
    assert len(change.a) == 500


# ------------------------------------------------------------------------------ passages


def test_a_passage_that_two_speeches_share_is_found_across_line_breaks() -> None:
    shared = "要像爱护自己的眼睛一样爱护这片山林，一棵也不许乱砍"
    a = speech(f"{PARAGRAPHS[1]}{shared}。{PARAGRAPHS[2]}" * 2, "a")
    b = speech(f"{PARAGRAPHS[3]}{shared[:9]}\n{shared[9:]}！{PARAGRAPHS[4]}", "b")
    (passage,) = find_duplicates([a, b], passages=True).passages
    assert passage.text == shared
    assert [p.speech.id for p in passage.places] == ["a", "a", "b"]
    for place in passage.places:
        assert "".join(place.speech.document.quote(place.span).split()) == shared


# -------------------------------------------------------------------------- known truths


class TestCorpus:
    """The document that ships, against what is known of it."""

    found = find_duplicates(corpus().speeches, explain=True)

    def test_third_and_fourth_are_the_only_pair(self) -> None:
        (known,) = truth()["pairs"]
        (pair,) = self.found.pairs
        assert (pair.a.number, pair.b.number) == (3, 4)
        assert pair.jaccard == pytest.approx(known["jaccard"], abs=1e-6)
        assert pair.containment_a == pytest.approx(known["containment_a"], abs=1e-6)
        assert pair.containment_b == pytest.approx(known["containment_b"], abs=1e-6)

    def test_the_changes_are_those_made_no_more_no_less(self) -> None:
        (difference,) = self.found.differences
        known = [(c["kind"], side(c["a"]), side(c["b"])) for c in truth()["changes"][0]["changes"]]
        found = [(c.kind, c.a, c.b) for c in difference.changes]
        assert sorted(found, key=str) == sorted(known, key=str)

    def test_the_fourth_was_made_from_the_third(self) -> None:
        (difference,) = self.found.differences
        assert difference.derived is difference.b
        assert {e.kind for e in difference.evidence} == {
            "numbering_gap",
            "orphaned_items",
            "furniture",
        }


def side(known: dict[str, Any] | None) -> Span | None:
    return Span(known["start"], known["end"]) if known else None


class TestRealDocument:
    """The document the project was made from."""

    def test_third_and_fourth_are_the_only_pair(self) -> None:
        (pair,) = find_duplicates(real_document().speeches).pairs
        assert (pair.a.number, pair.b.number) == (3, 4)
        assert pair.jaccard == pytest.approx(0.88, abs=0.005)
        assert pair.containment_b >= 0.99

    def test_seven_changes_of_content_and_five_of_layout(self) -> None:
        speeches = real_document().speeches
        found = explain_pair(speeches[2], speeches[3])
        line = found.a.document.line
        content = [
            (c.kind, c.a and line(c.a.start), c.b and line(c.b.start), len(c.a or c.b or ()))
            for c in found.changes
            if c.kind != "layout"
        ]
        assert content == [
            ("replaced", 47, 88, 1),
            ("inserted", None, 88, 4),
            ("deleted", 53, None, 216),
            ("deleted", 55, None, 299),
            ("deleted", 57, None, 308),
            ("furniture", None, 99, 13),
            ("deleted", 67, None, 554),
        ]
        layout = [
            (c.a and line(c.a.start), c.b and line(c.b.start)) for c in found.of_kind("layout")
        ]
        assert layout == [(48, 89), (48, 90), (56, 97), (None, 100), (73, 113)]
        assert found.derived is found.b


def test_a_document_split_twice_gives_the_same_verdict() -> None:
    text = corpus().document.text
    again = split_document(Document("other", "other.txt", text))
    assert [p.jaccard for p in find_duplicates(again.speeches).pairs] == [
        p.jaccard for p in find_duplicates(corpus().speeches).pairs
    ]
