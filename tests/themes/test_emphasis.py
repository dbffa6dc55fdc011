from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speechkit.errors import TooLittleTextError
from speechkit.model import (
    MAX_PAIRWISE_SPEECHES,
    N_POSITIONS,
    Span,
    Speech,
    View,
)
from speechkit.results import (
    Contrast,
    DuplicateGroup,
    Emphasis,
    Named,
    SpeechEmphasis,
    ThemeEmphasis,
)
from speechkit.themes import Codebook, EmphasisOptions, load_codebook, measure_emphasis
from themes.making import (
    DISCIPLINE,
    FARMING,
    HOSPITALS,
    PLAIN,
    ROADS,
    SCHOOLS,
    THANKS,
    paragraphs,
    speech,
    versions,
)

CODEBOOK = load_codebook()
FARMS = speech(paragraphs(FARMING, FARMING, ROADS, times=4), "farms")
RULES = speech(paragraphs(DISCIPLINE, DISCIPLINE, ROADS, times=4), "rules")
CARE = speech(paragraphs(HOSPITALS, SCHOOLS, ROADS, times=4), "care")


def measured(
    *speeches: Speech,
    groups: Iterable[DuplicateGroup[Speech]] = (),
    codebook: Codebook = CODEBOOK,
    n_permutations: int = 199,
    **options: object,
) -> Emphasis:
    asked = EmphasisOptions(n_permutations=n_permutations, **options)  # type: ignore[arg-type]
    return measure_emphasis(speeches, codebook=codebook, groups=groups, options=asked)


def of_theme(own: SpeechEmphasis, theme: str) -> ThemeEmphasis:
    return next(emphasis for emphasis in own.emphasis if emphasis.theme.id == theme)


def contrast(result: Emphasis, a: Named, b: Named | None, theme: str) -> Contrast:
    for found in result.contrasts:
        ids = (found.a.id, found.b and found.b.id, found.theme.id)
        if ids == (a.id, b and b.id, theme):
            return found
    raise AssertionError((a.id, b and b.id, theme))


def turned(found: Contrast) -> Contrast:
    """The same with the sides exchanged."""
    assert found.b is not None
    return dataclasses.replace(
        found,
        a=found.b,
        b=found.a,
        difference=-found.difference + 0.0,
        low=-found.high + 0.0,
        high=-found.low + 0.0,
        terms=tuple(
            dataclasses.replace(term, a=term.b, b=term.a, z=-term.z) for term in found.terms
        ),
    )


def test_no_speeches_give_an_empty_result() -> None:
    result = measured(topics=3)
    assert result.themes == CODEBOOK.themes
    assert (result.speeches, result.contrasts, result.distances, result.topics) == ((), (), (), ())


def test_shares_follow_the_paragraphs_of_a_speech() -> None:
    own = measured(FARMS).speeches[0]
    assert of_theme(own, "agriculture").share == pytest.approx(2 / 3, abs=0.08)
    assert of_theme(own, "infrastructure").share == pytest.approx(1 / 3, abs=0.08)
    assert own.sufficient


def test_framing_is_reported_apart_and_takes_no_share() -> None:
    plain = measured(FARMS).speeches[0]
    framed = measured(speech(THANKS * 3 + "\n" + FARMS.text, "a")).speeches[0]
    assert plain.framing_fraction == 0
    assert 0.04 < framed.framing_fraction < 0.15
    assert "framing" not in {emphasis.theme.id for emphasis in framed.emphasis}
    assert sum(emphasis.share for emphasis in framed.emphasis) == pytest.approx(1)


def test_evidence_is_a_sentence_of_the_document_that_holds_a_term() -> None:
    own = measured(CARE).speeches[0]
    for emphasis in own.emphasis:
        assert bool(emphasis.evidence) == (emphasis.share > 0)
        for sentence in emphasis.evidence:
            assert sentence.text == CARE.document.quote(sentence.span)
            assert sentence.line == CARE.document.line(sentence.span.start)
            assert sentence.text.endswith("。")
            assert sentence.terms
            assert all(term in sentence.text for term in sentence.terms)


def test_evidence_of_a_cleaned_text_points_into_the_document() -> None:
    """What the view leaves out (a page footer in mid-sentence) is inside the quotation."""
    document = speech("县医院投\n第3页\n入使用。" + HOSPITALS * 12, "a").document
    text = document.text.replace("\n第3页\n", "")
    view = View(text, (0, 4), (0, 9))
    cleaned = dataclasses.replace(speech(text, "a"), document=document, view=view)
    health = of_theme(measured(cleaned).speeches[0], "health")
    assert all(s.text == document.quote(s.span) for s in health.evidence)
    assert all(s.text.endswith("。") for s in health.evidence)
    passages = measured(cleaned, passages=True).passages
    assert document.quote(passages[0].span) == "县医院投\n第3页\n入使用。"


def test_terms_are_counted_most_frequent_first() -> None:
    found = of_theme(measured(CARE).speeches[0], "health").terms
    counts = [term.count for term in found]
    assert counts == sorted(counts, reverse=True)
    assert {term.count for term in found} <= {16, 32}  # the sentence stands there sixteen times
    assert all(term.term in HOSPITALS for term in found)
    assert len(found) > 2


def test_positions_show_where_a_theme_stands() -> None:
    own = measured(speech(paragraphs(*[FARMING] * 6, *[DISCIPLINE] * 6), "a")).speeches[0]
    farming, rules = (of_theme(own, t).positions for t in ("agriculture", "integrity"))
    assert len(farming) == N_POSITIONS
    assert farming[0] > 0.9 > 0.1 > farming[-1]
    assert rules[0] < 0.1 < 0.9 < rules[-1]
    for n in range(N_POSITIONS):
        total = sum(emphasis.positions[n] for emphasis in own.emphasis)
        assert total == pytest.approx(1)


def test_speeches_of_other_themes_are_told_apart() -> None:
    result = measured(FARMS, RULES)
    farming = contrast(result, FARMS, RULES, "agriculture")
    assert farming.difference > 0.5
    assert farming.distinguishable
    assert contrast(result, FARMS, RULES, "integrity").difference < -0.5
    assert not contrast(result, FARMS, RULES, "infrastructure").distinguishable
    assert not contrast(result, FARMS, RULES, "culture").distinguishable


def test_versions_of_one_text_cannot_be_told_apart() -> None:
    cut = speech("\n".join(CARE.text.split("\n")[:-2]), "care (cut)")
    result = measured(CARE, cut, groups=[versions(CARE, cut)])
    assert [c.theme.id for c in result.contrasts if c.distinguishable] == []
    assert len(result.contrasts) == len(CODEBOOK.themes)


def test_copies_of_a_speech_change_no_figure_of_the_others() -> None:
    copies = [speech(CARE.text, f"copy {n}") for n in range(3)]
    alone = measured(FARMS, RULES, CARE)
    crowded = measured(
        FARMS, RULES, CARE, *copies, groups=[versions(CARE, *copies)], pairs=(("farms", None),)
    )
    assert crowded.speeches[:3] == alone.speeches
    once = measured(FARMS, RULES, CARE, pairs=(("farms", None),))
    assert crowded.contrasts == once.contrasts
    assert crowded.distances == once.distances


PARTS = st.lists(
    st.sampled_from([FARMING, HOSPITALS, ROADS, SCHOOLS, DISCIPLINE, PLAIN, THANKS]),
    min_size=2,
    max_size=6,
)


@settings(max_examples=15)
@given(
    st.lists(PARTS, min_size=2, max_size=MAX_PAIRWISE_SPEECHES + 4),
    st.lists(st.sets(st.integers(0, 5), min_size=1), min_size=1, max_size=10),
    st.data(),
)
def test_cut_copies_change_no_figure_of_the_others(
    texts: list[list[str]], cuts: list[set[int]], data: st.DataObject
) -> None:
    others = [speech(paragraphs(*parts), f"s{n:02}") for n, parts in enumerate(texts)]
    chosen = data.draw(st.sampled_from(range(len(texts))))
    copies = [
        speech(paragraphs(*(p for n, p in enumerate(texts[chosen]) if n not in left)), f"c{k}")
        for k, left in enumerate(cuts)
    ]
    pairs = tuple((own.id, None) for own in others)
    alone = measured(*others, n_permutations=49, pairs=pairs)
    group = versions(others[chosen], *copies)
    joined = measured(*copies, *others, groups=[group], n_permutations=49, pairs=pairs)
    assert joined.speeches[len(copies) :] == alone.speeches
    assert (joined.contrasts, joined.distances) == (alone.contrasts, alone.distances)
    assert joined.corpus == alone.corpus
    if alone.map is not None and joined.map is not None:
        assert joined.map.themes == alone.map.themes
        assert set(joined.map.speeches) >= set(alone.map.speeches)


def test_no_version_of_a_speech_is_in_its_rest() -> None:
    copy = speech(FARMS.text, "copy")
    result = measured(FARMS, copy, RULES, groups=[versions(FARMS, copy)], pairs=(("copy", None),))
    expected = measured(FARMS, RULES, pairs=(("farms", "rules"),))
    differences = [c.difference for c in expected.contrasts]
    assert [c.difference for c in result.contrasts] == pytest.approx(differences)


def test_the_order_of_the_speeches_changes_no_figure() -> None:
    one = measured(FARMS, RULES, CARE)
    other = measured(CARE, FARMS, RULES)
    assert one.speeches == (other.speeches[1], other.speeches[2], other.speeches[0])
    for found in one.contrasts:
        b = found.b
        assert b is not None
        try:
            back = contrast(other, found.a, b, found.theme.id)
        except AssertionError:
            back = contrast(other, b, found.a, found.theme.id)
            back = turned(back)
        assert turned(turned(found)) == turned(turned(back))


def test_the_same_seed_gives_the_same_result_and_another_one_other_p() -> None:
    p = [[c.p for c in measured(FARMS, CARE, seed=seed).contrasts] for seed in (0, 0, 1)]
    assert p[0] == p[1]
    assert p[0] != p[2]


def test_many_speeches_are_each_held_against_the_rest() -> None:
    many = [speech(FARMS.text, f"s{n:02}") for n in range(MAX_PAIRWISE_SPEECHES + 1)]
    result = measured(*many, n_permutations=19)
    assert [(d.a.id, d.b) for d in result.distances] == [(s.id, None) for s in many]
    assert len(result.contrasts) == len(many) * len(CODEBOOK.themes)


@pytest.mark.parametrize(
    "text", ["", "\n\n", PLAIN, "粮食。", THANKS, paragraphs(FARMING), FARMING * 2], ids=len
)
def test_too_little_text_is_marked_and_never_fails(text: str) -> None:
    short = speech(text, "short")
    result = measured(short, FARMS, passages=True)
    assert not result.speeches[0].sufficient
    assert result.speeches[1].sufficient
    assert not any(found.distinguishable for found in result.contrasts)
    total = sum(emphasis.share for emphasis in result.speeches[0].emphasis)
    assert total == pytest.approx(1) or total == 0


def test_a_speech_without_any_theme_takes_no_part_in_contrasts() -> None:
    result = measured(speech(PLAIN * 30, "plain"), FARMS, RULES)
    assert {(c.a.id, c.b and c.b.id) for c in result.contrasts} == {("farms", "rules")}
    assert all(emphasis.high > 0 for emphasis in result.speeches[0].emphasis)


def test_passages_cover_the_body_in_order() -> None:
    result = measured(CARE, passages=True)
    texts = [CARE.document.quote(passage.span) for passage in result.passages]
    assert "".join(texts) == "".join(CARE.text.split())
    assert [p.span for p in result.passages] == sorted(p.span for p in result.passages)


def test_the_themes_of_a_passage_are_sorted_and_sum_to_one() -> None:
    result = measured(speech(THANKS + CARE.text + "\n" + PLAIN, "a"), passages=True)
    assert result.passages[0].themes[0][0] == "framing"
    for passage in result.passages:
        weights = [weight for _, weight in passage.themes]
        assert weights == sorted(weights, reverse=True)
        assert not weights or sum(weights) == pytest.approx(1)


def test_passages_only_when_asked_for() -> None:
    assert measured(CARE).passages == ()


def test_only_the_body_is_scored() -> None:
    whole = speech("学校教育讲话\n" + FARMS.text, "a")
    body = dataclasses.replace(whole, body_start=whole.text.index("\n"))
    result = measured(body, passages=True)
    assert of_theme(result.speeches[0], "education").share == 0
    assert result.passages[0].span.start > whole.text.index("\n")


def test_more_topics_than_paragraphs_is_refused() -> None:
    with pytest.raises(TooLittleTextError, match="99 topics"):
        measured(FARMS, topics=99)


def test_a_codebook_of_one_theme_works() -> None:
    book = load_codebook(
        '{"name": "x", "version": "1", "groups": [{"id": "g", "zh": "组", "en": "G"}], "themes": '
        '[{"id": "t", "zh": "题", "en": "T", "group": "g", "seeds": ["粮食"]}]}'.encode()
    )
    result = measured(FARMS, RULES, codebook=book, n_permutations=19)
    assert result.speeches[0].emphasis[0].share == 1
    assert result.speeches[0].framing_fraction == 0


@settings(max_examples=30)
@given(
    st.lists(
        st.lists(st.sampled_from([FARMING, ROADS, SCHOOLS, THANKS, PLAIN]), max_size=10),
        max_size=4,
    )
)
def test_figures_stay_inside_their_ranges(texts: list[list[str]]) -> None:
    speeches = [speech("\n".join(parts), f"s{n}") for n, parts in enumerate(texts)]
    result = measured(*speeches, n_permutations=9)
    for own in result.speeches:
        assert 0 <= own.framing_fraction <= 1
        for emphasis in own.emphasis:
            assert 0 <= emphasis.low <= emphasis.share <= emphasis.high <= 1
    for found in result.contrasts:
        assert -1 <= found.difference <= 1
        assert 0 < found.p <= found.q <= 1
    assert all(0 <= distance.jensen_shannon <= 1 for distance in result.distances)


def test_the_span_of_evidence_is_a_document_span() -> None:
    before = "序言。\n"
    inner = speech(FARMS.text, "b")
    document = speech(before + FARMS.text, "b").document
    view = View(inner.text, (0,), (len(before),))
    placed = dataclasses.replace(
        inner, document=document, view=view, span=Span(len(before), len(document.text))
    )
    own = measured(placed).speeches[0]
    best = of_theme(own, "agriculture").evidence[0]
    assert document.quote(best.span) == best.text == FARMING
