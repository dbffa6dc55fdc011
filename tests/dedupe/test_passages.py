"""Reuse: found over small edits, true at both ends, gathered, whatever the order of the texts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Editop, Editops, Levenshtein

from factories import real_document, speech
from speechkit.dedupe import find_duplicates
from speechkit.dedupe.extension import extend
from speechkit.dedupe.gather import Passage
from speechkit.dedupe.passages import find_passages, find_reuse
from speechkit.dedupe.places import MIN_SIMILARITY, Place
from speechkit.dedupe.seeds import find_seeds, lay_out
from speechkit.dedupe.shingles import compact
from speechkit.results import SharedPassage

FOREST = "要像爱护自己的眼睛一样爱护这片山林，一棵也不许乱砍"
RIVER = "河道里的每一段淤泥都要在汛期到来之前清出去，清不完的由包段干部守在现场"
SCHOOL = "偏远教学点的三百二十名孩子一个也不能少，校车开不到的地方老师要走到"
FILLERS = (
    "今年夏天雨水偏多，几个镇的早稻迟了半个月才收完。",
    "竹编合作社的姑娘们把花样寄到了海边的展销会上。",
    "老街改造以后，卖豆腐的和修钟表的又搬了回来。",
    "新修的渠把水引到坡上，旱地里头一回种出了莲藕。",
    "邮递员换了电动车，山背后的信当天就能送到。",
    "敬老院的菜园分成了九畦，每位老人认领半畦。",
    "冷库建成那天，果农们连夜把头一批梨拉了进去。",
    "旧礼堂的屋顶漏了三处，木匠说换两根梁就够了。",
)


def texts_at(passage: Passage, texts: Sequence[str]) -> list[str]:
    return [texts[place.text][place.start : place.end] for place in passage]


def around(shared: str, n: int) -> str:
    """The text in surroundings of its own."""
    return f"{FILLERS[n % 8]}{shared}。{FILLERS[(n + 3) % 8][::-1]}{n}"


def passages_of(*texts: str, min_passage: int = 20) -> tuple[SharedPassage, ...]:
    speeches = [speech(text, f"s{i}") for i, text in enumerate(texts)]
    views = {s.id: compact(s) for s in speeches}
    return find_passages(speeches, views, min_length=min_passage)


# --------------------------------------------------------------------------------- edits


@pytest.mark.parametrize(
    "copy",
    [
        FOREST,
        FOREST.replace("眼睛", "眼珠"),
        FOREST.replace("这片山林", "山林"),
        FOREST.replace("一棵", "哪怕一棵"),
        FOREST.replace("自己的", "自己").replace("不许", "不准"),
    ],
)
def test_a_passage_is_found_over_small_edits(copy: str) -> None:
    texts = [f"各位，{FOREST}。散会", f"我说过：{copy}！记住了"]
    (passage,) = find_reuse(texts)
    assert texts_at(passage, texts) == [FOREST, copy]


def test_half_of_a_long_passage_may_follow_a_rewritten_middle() -> None:
    copy = f"{RIVER}；另派三人去上游看水；{SCHOOL}"
    texts = [around(f"{RIVER}，{SCHOOL}", 0), around(copy, 1)]
    (passage,) = find_reuse(texts)
    found = texts_at(passage, texts)
    assert found[0].startswith(RIVER)
    assert found[1].rstrip("。").endswith(SCHOOL)


def test_a_passage_does_not_begin_with_the_end_of_another_clause() -> None:
    texts = [f"昨天刚刚谈完工作，{FOREST}", f"他们都不懂得工作，{FOREST}"]
    (passage,) = find_reuse(texts)
    assert texts_at(passage, texts) == [FOREST, FOREST]


def test_a_passage_does_not_end_with_the_beginning_of_another_clause() -> None:
    texts = [f"{FOREST}。我们再看", f"{FOREST}。我们都知道"]
    (passage,) = find_reuse(texts)
    assert texts_at(passage, texts) == [FOREST + "。"] * 2


def test_a_passage_that_is_too_short_is_none() -> None:
    texts = [around(FOREST[:16], 0), around(FOREST[:16], 1)]
    assert find_reuse(texts) == ()
    (passage,) = find_reuse(texts, min_length=16)
    assert texts_at(passage, texts)[0].startswith(FOREST[:16])


@pytest.mark.parametrize(
    "nothing",
    ["…" * 90, "甲乙" * 45, "一、……二、……三、……四、……五、……" * 4, "1.20 3.40 " * 9, ""],
)
def test_rows_of_signs_and_figures_are_no_passages(nothing: str) -> None:
    assert find_reuse([around(nothing, 0), around(nothing, 1)]) == ()


def test_an_extension_ends_where_a_text_does() -> None:
    texts = [f"{RIVER}的通知{SCHOOL}", RIVER, SCHOOL]
    layout = lay_out(texts)
    (seeds,) = find_seeds(layout, 7, families=np.arange(3, dtype=np.int32))
    found = extend(layout.codes, seeds, 12)
    ends = zip(found.b_start.tolist(), found.b_end.tolist(), strict=True)
    starts = layout.starts.tolist()
    assert sorted(set(ends)) == [(at, at + len(t)) for at, t in zip(starts, texts, strict=True)][1:]


def test_repeated_words_of_great_length_take_linear_time() -> None:
    refrain = "同心同德干到底，不获全胜不收兵。" * 3000
    texts = [refrain + FILLERS[0], FILLERS[1] + refrain]
    (passage, *_) = find_reuse(texts)
    assert passage[0].n_chars == len(refrain)


# ------------------------------------------------------------------------------ gathering


def test_the_places_of_one_passage_stand_together() -> None:
    copies = [FOREST, FOREST.replace("眼睛", "眼珠"), FOREST.replace("山林", "林子")]
    texts = [around(copy, n) for n, copy in enumerate(copies)]
    (passage,) = find_reuse(texts)
    assert [place.text for place in passage] == [0, 1, 2]
    assert [found.rstrip("。") for found in texts_at(passage, texts)] == copies


def test_a_part_that_stands_in_more_speeches_is_a_passage_of_its_own() -> None:
    texts = [around(f"{RIVER}，{SCHOOL}", n) for n in range(2)] + [around(SCHOOL, 2)]
    long, short = find_reuse(texts)
    assert {place.text for place in long} == {0, 1}
    assert {place.text for place in short} == {0, 1, 2}
    assert all(SCHOOL in found for found in texts_at(short, texts))


def test_small_steps_do_not_lead_from_one_passage_to_another() -> None:
    steps = [RIVER]
    while Levenshtein.distance(steps[-1], SCHOOL):
        edits = Levenshtein.editops(steps[-1], SCHOOL)
        some: list[Editop | tuple[str, int, int]] = [
            (edit.tag, edit.src_pos, edit.dest_pos) for edit in list(edits)[:4]
        ]
        steps.append(Editops(some, edits.src_len, edits.dest_len).apply(steps[-1], SCHOOL))
    texts = [around(step, n) for n, step in enumerate(steps)]
    passages = find_reuse(texts)
    for passage in passages:
        held = combinations(texts_at(passage, texts), 2)
        least = min(Levenshtein.normalized_similarity(x, y) for x, y in held)
        assert least >= 1 - 4 * (1 - MIN_SIMILARITY)
    assert {place.text for passage in passages for place in passage} == set(range(len(steps)))
    assert len(passages) > 1


def test_versions_are_not_looked_at_but_their_passages_are_told_where_others_have_them() -> None:
    texts = [around(FOREST, 0), around(FOREST, 0) + "完", around(RIVER, 1)]
    assert find_reuse(texts, excluded=[(0, 1)]) == ()
    (passage,) = find_reuse([*texts, around(FOREST, 2)], excluded=[(1, 0)])
    assert [place.text for place in passage] == [0, 1, 3]


def test_a_version_is_told_where_a_stranger_has_the_passage_too() -> None:
    texts = [around(FOREST, 0), around(FOREST, 0) + "完", around(RIVER, 1)]
    assert find_reuse(texts, families=[0, 0, 2]) == ()
    (passage,) = find_reuse([*texts, around(FOREST, 2)], families=[0, 0, 2, 3])
    assert [place.text for place in passage] == [0, 1, 3]


def test_what_only_the_dropped_version_shares_is_found() -> None:
    base = "".join(FILLERS)
    speeches = [
        speech(base, "old"),
        speech(f"{base}{FILLERS[0][::-1]}{FILLERS[1][::-1]}{FILLERS[2][::-1]}", "longer"),
        speech(f"{base}{FOREST}", "other"),
        speech(f"各位乡亲都还记得，{FOREST}！散会", "stranger"),
    ]
    found = find_duplicates(speeches, passages=True)
    assert "other" in {s.id for s in found.dropped}
    assert [[p.speech.id for p in x.places] for x in found.passages] == [["other", "stranger"]]


# ----------------------------------------------------------------------------- boilerplate


def test_a_formula_of_hundreds_of_speeches_is_listed_with_all_its_places() -> None:
    texts = [around(f"{FILLERS[n % 7][: n % 11]}{n}{FOREST}", n) for n in range(300)]
    for passage in passages_of(*texts):
        if passage.n_speeches == 300:
            assert passage.boilerplate
            assert FOREST in passage.text
            break
    else:
        raise AssertionError("not found in all")


def test_what_two_speeches_of_many_share_is_no_boilerplate() -> None:
    found = passages_of(*(around(RIVER if n < 2 else str(n), n) for n in range(8)))
    assert [p.boilerplate for p in found if p.n_speeches == 2] == [False]


# ------------------------------------------------------------------------------- reference


def test_versions_of_one_text_count_once_for_boilerplate() -> None:
    texts = [around(FOREST, n) for n in range(2)]
    speeches = [speech(text, f"s{n}") for n, text in enumerate([*texts, *[texts[1]] * 8])]
    (passage,) = find_duplicates(speeches, passages=True).passages
    assert (passage.n_speeches, passage.boilerplate) == (10, False)


def test_only_what_sources_share_with_the_reference_counts() -> None:
    sources = [around(FOREST, 0), around(RIVER, 1), around(RIVER, 2)]
    reference = [around(FOREST, 3), around(SCHOOL, 4), around(SCHOOL, 5)]
    (passage,) = find_reuse([*sources, *reference], n_sources=3)
    assert [place.text for place in passage] == [0, 3]


def test_a_formula_is_found_in_all_of_a_large_reference() -> None:
    texts = [around(FOREST, 0), *(around(f"{n}{FOREST}", n) for n in range(1, 120))]
    passage = max(find_reuse(texts, n_sources=1), key=len)
    assert [place.text for place in passage] == list(range(120))


def test_the_reference_takes_no_part_in_pairs_and_groups() -> None:
    ours, theirs = speech(around(FOREST, 0), "ours"), speech(around(FOREST, 0), "theirs")
    found = find_duplicates([ours], passages=True, reference=[theirs])
    assert (found.pairs, found.groups) == ((), ())
    (passage,) = found.passages
    assert [(p.speech.id, p.is_reference) for p in passage.places] == [
        ("ours", False),
        ("theirs", True),
    ]


def test_speeches_and_reference_with_one_id_are_a_programmers_mistake() -> None:
    with pytest.raises(ValueError, match="one id"):
        find_duplicates([speech(FOREST, "a")], passages=True, reference=[speech(RIVER, "a")])


# ------------------------------------------------------------------------------------ laws

CLAUSES = (*FILLERS, FOREST + "。", RIVER + "。", SCHOOL + "。", "同志们，", "……" * 20)


@st.composite
def edited_clauses(draw: st.DrawFn) -> str:
    clause = draw(st.sampled_from(CLAUSES))
    at = draw(st.integers(0, len(clause)))
    return clause[:at] + draw(st.sampled_from(("", "", "的", "山水"))) + clause[at:]


COLLECTIONS = st.lists(st.lists(edited_clauses(), max_size=7).map("".join), max_size=5)


FEW_CHARACTERS = st.lists(st.text(st.sampled_from("甲乙丙丁戊"), max_size=60), max_size=5)


@given(COLLECTIONS | FEW_CHARACTERS, st.integers(5, 60))
def test_every_place_is_inside_its_text_long_enough_and_alike_to_another(
    texts: list[str], min_length: int
) -> None:
    for passage in find_reuse(texts, min_length=min_length):
        assert list(passage) == sorted(set(passage))
        assert len({place.text for place in passage}) > 1
        for place in passage:
            assert 0 <= place.start < place.end <= len(texts[place.text])
            assert place.n_chars >= min_length
        found = texts_at(passage, texts)
        for i, one in enumerate(found):
            others = [other for j, other in enumerate(found) if passage[j].text != passage[i].text]
            best = max(Levenshtein.normalized_similarity(one, other) for other in others)
            assert best >= MIN_SIMILARITY - 0.05


@given(COLLECTIONS, st.randoms(use_true_random=False))
def test_any_order_of_the_texts_gives_the_same_passages(texts: list[str], random: object) -> None:
    texts = sorted(set(texts))
    order = list(range(len(texts)))
    random.shuffle(order)  # type: ignore[attr-defined] # of random.Random
    there = find_reuse([texts[i] for i in order])
    back = {frozenset(p._replace(text=order[p.text]) for p in passage) for passage in there}
    assert back == {frozenset(passage) for passage in find_reuse(texts)}


@given(COLLECTIONS)
@settings(max_examples=50)
def test_what_is_found_with_a_longer_minimum_is_found_with_a_shorter_one(texts: list[str]) -> None:
    short = {place for passage in find_reuse(texts, min_length=20) for place in passage}
    for passage in find_reuse(texts, min_length=40):
        assert all(any(covers(other, place) for other in short) for place in passage)


def covers(whole: Place, part: Place) -> bool:
    common = min(whole.end, part.end) - max(whole.start, part.start)
    return whole.text == part.text and common >= 0.8 * part.n_chars


@given(st.text(st.sampled_from("甲乙丙丁戊己庚辛壬癸，。"), min_size=30, max_size=80))
def test_a_text_shares_the_whole_of_itself_with_its_like(text: str) -> None:
    for passage in find_reuse([text, text]):
        assert len({(place.start, place.end) for place in passage}) * 2 >= len(passage)
        assert {place.text for place in passage} == {0, 1}


# --------------------------------------------------------------------------- known truths


def test_the_formula_of_the_real_document_is_found() -> None:
    speeches = real_document().speeches
    found = find_duplicates(speeches, passages=True, explain=False).passages
    held = [p for p in found if "纪律是执行路线的保证，没有严明的纪律，就难以保证" in p.text]
    (passage,) = held
    lines = [(p.speech.number, p.speech.document.line(p.span.start)) for p in passage.places]
    assert lines == [(2, 38), (3, 81), (4, 122)]
