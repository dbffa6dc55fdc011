"""What holds of the keywords of any collection: of generated speeches, and of the corpus."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import corpus, record
from speechkit.keywords import score_keywords
from speechkit.keywords.concordance import find_concordance, make_query
from speechkit.keywords.keyness import deviation_of_proportions
from speechkit.model import Span, Speech
from speechkit.results import DuplicateGroup, KeepReason, KeyTerm, Keywords
from speechkit.split import split_document
from speechkit.text.background import Background

SENTENCES = (
    "桑蚕小镇是全县的希望。",
    "临港物流要通达。",
    "推广“三员到户”做法，寄宿学校要有操场。",
    "污水处理厂开工，桑蚕小镇的茧要好。",
    "安全生产不能放松。",
    "一、抓好桑蚕小镇建设",
    "乡村教师要有新房，新房要结实。",
)
PLACES = ("云岭", "石桥")
FEW = settings(max_examples=40, deadline=None)


@dataclass(frozen=True)
class Plan:
    """Of a generated speech."""

    sentences: tuple[int, ...]
    """By their numbers."""
    place: str
    width: int
    """Of its lines, in characters."""


TOPICS = st.sets(st.integers(0, len(SENTENCES) - 1), min_size=2, max_size=3)
"""Few for each speech, so that most have terms that set them apart."""
PLANS = st.builds(
    Plan,
    TOPICS.flatmap(
        lambda topics: st.lists(st.sampled_from(sorted(topics)), min_size=8, max_size=25)
    ).map(tuple),
    st.sampled_from(PLACES),
    st.sampled_from((17, 30, 1000)),
)
COLLECTIONS = st.lists(PLANS, min_size=3, max_size=5).filter(
    lambda plans: {plan.place for plan in plans} == set(PLACES)
)


def made(plans: list[Plan]) -> list[Speech]:
    return [made_from(plan, f"s{n}") for n, plan in enumerate(plans)]


def made_from(plan: Plan, id_: str) -> Speech:
    paragraphs = ("　　" + SENTENCES[n] * 2 for n in plan.sentences)
    lines = [p[i : i + plan.width] for p in paragraphs for i in range(0, len(p), plan.width)]
    text = "同志们：\n" + "\n".join(lines) + "\n"
    document = record(text, id_, place=plan.place)
    return split_document(document, look_inside=False).speeches[0]


def scored(
    speeches: list[Speech],
    background: Background,
    groups: tuple[DuplicateGroup[Speech], ...] = (),
) -> Keywords:
    return score_keywords(speeches, groups=groups, by="place", background=background)


@FEW
@given(COLLECTIONS, st.randoms(use_true_random=False))
def test_whatever_the_order_each_speech_has_the_same_entry(
    background: Background, plans: list[Plan], random: Random
) -> None:
    speeches = made(plans)
    order = list(range(len(speeches)))
    random.shuffle(order)
    forth = scored(speeches, background).speeches
    back = scored([speeches[i] for i in order], background).speeches
    assert back == tuple(forth[i] for i in order)


@FEW
@given(COLLECTIONS, PLANS, st.integers(0, 2), st.integers(0, 5))
def test_a_dropped_version_changes_nothing_for_the_others(
    background: Background, plans: list[Plan], other: Plan, of: int, at: int
) -> None:
    speeches = made(plans)
    version = made_from(other, "version")
    group = DuplicateGroup((speeches[of], version), speeches[of], KeepReason("longest", ""))
    at = min(at, len(speeches))
    with_it = scored([*speeches[:at], version, *speeches[at:]], background, (group,))
    alone = scored(speeches, background)
    assert with_it.groups == alone.groups
    assert with_it.speeches[:at] + with_it.speeches[at + 1 :] == alone.speeches


@FEW
@given(COLLECTIONS)
def test_the_figures_of_generated_key_terms_are_those_of_their_places(
    background: Background, plans: list[Plan]
) -> None:
    speeches = made(plans)
    check_figures(speeches, scored(speeches, background))


def test_the_figures_of_key_terms_of_the_corpus_are_those_of_their_places(
    background: Background,
) -> None:
    speeches = list(corpus().speeches)
    found = score_keywords(speeches, top=30, background=background)
    assert sum(len(entry.keyness) for entry in found.speeches) > 20
    check_figures(speeches, found)


def check_figures(speeches: list[Speech], found: Keywords) -> None:
    """Count, places, range and dispersion, each told anew from the text of the speech."""
    for it, entry in zip(speeches, found.speeches, strict=True):
        for key in entry.keyness:
            starts = cleaned_starts(it, key)
            assert len(starts) == len(set(starts)) == key.count
            assert starts == sorted(starts)
            check_spread(it, key, starts)
    by_id = {it.id: it for it in speeches}
    for group in found.groups:
        for key in group.keyness:
            assert len(key.places) == key.count
            for place in key.places:
                assert quoted(by_id[place.speech], place.start, place.end) == key.term


def cleaned_starts(it: Speech, key: KeyTerm) -> list[int]:
    """Where a key term stands in the cleaned text, each place held to what it quotes."""
    for place in key.places:
        assert place.speech == it.id
        assert quoted(it, place.start, place.end) == key.term
        assert place.line == it.document.line(place.start)
    return [it.view.view_offset(place.start) for place in key.places]


def quoted(it: Speech, start: int, end: int) -> str:
    """What stands between two offsets of the document once the speech is cleaned."""
    return it.text[it.view.view_offset(start) : it.view.view_offset(end - 1) + 1]


def check_spread(it: Speech, key: KeyTerm, starts: list[int]) -> None:
    """Range and dispersion over the paragraphs of the body."""
    body: list[Span] = [p for p in it.view.paragraphs() if p.end > it.body_start]
    counts = [sum(p.start <= start < p.end for start in starts) for p in body]
    assert sum(counts) == key.count
    assert (key.range, key.n_parts) == (sum(map(bool, counts)), len(body))
    assert 1 <= key.range <= key.n_parts
    plain = deviation_of_proportions(counts, [len(p) for p in body])
    assert key.dispersion == pytest.approx(plain, abs=1e-12)


def test_a_concordance_finds_each_keyword_as_often_as_it_is_counted(
    background: Background,
) -> None:
    speeches = corpus().speeches
    found = score_keywords(speeches, top=10, background=background)
    listed = [(entry.speech.id, k) for entry in found.speeches for k in entry.keywords]
    assert len(listed) == 10 * len(speeches)
    for speech_id, keyword in listed:
        concordance = find_concordance(speeches, make_query(keyword.term))
        counts = {entry.speech.id: entry.count for entry in concordance.speeches}
        assert counts[speech_id] == keyword.count
        hits = [hit for hit in concordance.hits if hit.speech == speech_id]
        assert [(hit.span.start, hit.span.end, hit.lines[0]) for hit in hits] == [
            tuple(place) for place in keyword.places
        ]
