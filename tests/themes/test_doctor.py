"""The doctor finds the errors that are planted in a codebook, and none where it fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from speechkit.keywords.keyness import signed_g2 as signed_g2_of_words
from speechkit.model import Speech
from speechkit.results.codebook import Codebook
from speechkit.results.doctor import Diagnosis, Example
from speechkit.text.background import Background, build_background
from speechkit.themes.company import Occurrences, find_company
from speechkit.themes.doctor import FEW_AMBIGUOUS, MAX_UNMATCHED, examine_codebook
from speechkit.themes.scoring import SentenceScorer
from speechkit.themes.sentence_table import BookTerms, SentenceTable
from speechkit.themes.suggesting import FEW, MAX_SUGGESTED, signed_g2
from themes.making import PLAIN, speech, versions
from themes.patient import WORDS, added, codebook, moved, sick, speeches, with_text

TEXTS = speeches()
N_DELETED = 10


@pytest.fixture(scope="module")
def background() -> Background:
    return build_background()


def examples(found: Diagnosis) -> Iterator[Example]:
    """Every sentence that is quoted."""
    yield from (each.example for each in found.unmatched)
    yield from (each.example for each in (*found.missing, *found.suggested))
    yield from (example for each in found.ambiguous for example in each.examples)
    yield from (example for each in found.passed_over for example in each.examples)
    yield from (example for each in found.inside for example in each.examples)


# ------------------------------------------------------------------------------ company


def test_a_term_in_the_wrong_theme_is_listed_first(background: Background) -> None:
    found = examine_codebook(TEXTS, background=background, codebook=moved("粮食", "health"))
    first = found.ambiguous[0]
    assert (first.term.term, first.term.theme.id) == ("粮食", "health")
    assert first.company.other.id == "farming"
    assert first.company.distinguishable
    assert first.company.share < first.company.usual_share < 0.5 < first.company.other_share
    assert [each for each in found.ambiguous[1:] if each.company.misleads] == []
    quoted = first.examples[0]
    assert "粮食" in quoted.text
    assert "粮食" not in quoted.terms
    assert set(quoted.terms) <= set(WORDS["farming"])


@pytest.mark.parametrize("theme", [theme for theme in WORDS if theme != "farming"])
def test_every_term_is_found_in_every_wrong_theme(theme: str, background: Background) -> None:
    for term in WORDS["farming"]:
        found = examine_codebook(TEXTS, background=background, codebook=moved(term, theme))
        assert found.ambiguous[0].term.term == term


def test_where_the_codebook_fits_no_term_misleads(background: Background) -> None:
    found = examine_codebook(TEXTS, background=background, codebook=codebook())
    assert found.looked.terms == sum(map(len, WORDS.values()))
    assert not any((found.ambiguous, found.inside, found.passed_over, found.silent))
    assert not any((found.unmatched, found.missing))


def test_a_theme_that_is_everywhere_does_not_make_other_terms_ambiguous(
    background: Background,
) -> None:
    texts = with_text("医院和医生。疫苗和病床。药品和护士。")
    found = examine_codebook(texts, background=background, codebook=codebook())
    assert [each.term.term for each in found.ambiguous if each.company.misleads] == []


def test_the_figures_of_company_lie_in_their_ranges(background: Background) -> None:
    found = examine_codebook(TEXTS[:3], background=background, codebook=moved("医院", "roads"))
    assert found.ambiguous
    for company in (each.company for each in found.ambiguous):
        shares = (company.share, company.usual_share, company.other_share)
        assert all(0 <= share <= 1 for share in (*shares, company.other_usual_share))
        assert -1 <= company.low <= company.difference <= company.high <= 1
        assert 0 <= company.p <= company.q <= 1
        assert company.n_speeches <= 3 <= company.n_paragraphs


def occurrences(book: Codebook, *texts: Speech) -> tuple[Occurrences, BookTerms, SentenceTable]:
    scorer = SentenceScorer(book)
    terms = BookTerms(book, scorer.term_numbers)
    table = SentenceTable([scorer.score(text) for text in texts])
    return find_company(table, terms), terms, table


def test_a_term_does_not_speak_for_itself_nor_do_its_other_occurrences() -> None:
    found, book, _ = occurrences(codebook(), speech("粮食。粮食和粮食，医院。粮食。"))
    rows = found.of(book.numbers["粮食"])
    ids = [entry.theme.id for entry in codebook().entries]
    assert len(rows) == 3
    assert found.company[rows][:, ids.index("health")].tolist() == [1.0] * 3


def test_a_nearer_sentence_says_more_and_one_of_another_paragraph_less() -> None:
    ids = list(WORDS)
    near, book, _ = occurrences(codebook(), speech("粮食。医院和医生。公路和桥梁。"))
    row = near.company[near.of(book.numbers["粮食"])[0]]
    assert row[ids.index("health")] > row[ids.index("roads")] > 0
    far, book, _ = occurrences(codebook(), speech("医院和医生。粮食。\n公路和桥梁。"))
    row = far.company[far.of(book.numbers["粮食"])[0]]
    assert row[ids.index("health")] > row[ids.index("roads")] > 0


def test_a_term_with_nothing_around_it_has_no_company() -> None:
    found, book, _ = occurrences(codebook(), speech(f"粮食。{PLAIN}"), speech("医院。"))
    assert len(found.rows) == 0
    assert found.of(book.numbers["粮食"]).tolist() == []


def test_what_may_be_chance_is_listed_where_few_terms_surely_mislead(
    background: Background,
) -> None:
    words = (*("医院",) * 5, "小麦")
    text = "\n".join(f"粮食和{word}。{PLAIN * 4}" for word in words)
    found = examine_codebook([speech(text)], background=background, codebook=codebook())
    doubtful = {each.term.term: each.company for each in found.ambiguous}
    assert not doubtful["粮食"].misleads
    assert doubtful["粮食"].low < 0 < doubtful["粮食"].difference
    assert doubtful["粮食"].p < 0.1
    assert len(found.ambiguous) <= FEW_AMBIGUOUS


# -------------------------------------------------------------------------------- traps


def test_a_place_that_is_passed_over_is_told_with_the_word(background: Background) -> None:
    book = added(["民政"], "health")
    texts = with_text("县人民政府开会。")
    found = examine_codebook(texts, background=background, codebook=book)
    (passed,) = found.passed_over
    assert (passed.term.term, passed.tokens, passed.count) == ("民政", ("人民政府",), 72)
    assert all("人民政府" in each.text for each in passed.examples)
    assert [term for silent in found.silent for term in silent.terms] == [passed.term]
    blocked = replace(book, block=("人民政府",))
    assert not examine_codebook(texts, background=background, codebook=blocked).passed_over


def test_a_term_that_fires_inside_a_word_comes_with_a_string_to_exclude(
    background: Background,
) -> None:
    texts = with_text("我们去了印度尼西亚。")
    found = examine_codebook(texts, background=background, codebook=added(["印度"], "roads"))
    (inside,) = found.inside
    assert (inside.term.term, inside.proposal) == ("印度", "印度尼西亚")
    assert inside.count == inside.n_fired == 72
    cured = added(["印度"], "roads", exclude=[inside.proposal])
    assert not examine_codebook(texts, background=background, codebook=cured).inside


def test_words_in_which_a_term_means_another_theme_come_before_more_frequent_ones(
    background: Background,
) -> None:
    texts = [
        speech(f"{each.text}\n学校和教师，都讲主权国家。学校和教师，都讲主权国家。", each.id)
        if n < 4
        else each
        for n, each in enumerate(with_text("农户有自主权，种小麦和玉米。"))
    ]
    found = examine_codebook(texts, background=background, codebook=added(["主权"], "schools"))
    first = found.inside[0]
    assert (first.term.term, first.tokens, first.misleads) == ("主权", ("自主权",), True)
    assert first.company is not None
    assert first.company.other.id == "farming"
    assert {each.term.term for each in found.ambiguous} >= {"主权"}


def test_a_term_between_two_borders_is_no_trap(background: Background) -> None:
    text = "粮食局管粮食，医院里有医生。"
    found = examine_codebook([speech(text)], background=background, codebook=codebook())
    crossed = {each.tokens for each in found.inside} | {each.tokens for each in found.passed_over}
    assert crossed == {("粮食局",)}


# ---------------------------------------------------------------------------- coverage


def test_sentences_are_counted_by_what_gives_them_their_theme(background: Background) -> None:
    book = codebook()
    entries = [replace(e, weak=("村里",)) if e.theme.id == "farming" else e for e in book.entries]
    book = replace(book, entries=tuple(entries))
    text = "粮食增产了。村里有变化。太阳落山了。\n"
    found = examine_codebook(
        [speech(text), speech(PLAIN, "b")], background=background, codebook=book
    )
    counts = {part.basis: (part.n_sentences, part.n_chars) for part in found.coverage}
    assert counts == {"seed": (1, 6), "weak": (1, 6), "context": (1, 6), "none": (1, len(PLAIN))}
    assert (found.n_sentences, found.n_chars) == (4, 18 + len(PLAIN))
    assert [each.example.text for each in found.unmatched] == [PLAIN, "太阳落山了。"]


def test_a_sentence_that_comes_again_is_listed_once_with_its_count(
    background: Background,
) -> None:
    found = examine_codebook(with_text(PLAIN), background=background, codebook=codebook())
    (only,) = found.unmatched
    assert (only.example.text, only.count, only.example.speech) == (PLAIN, 72, "s0")
    assert only.phrases
    assert {each.term for each in found.missing} >= set(only.phrases)
    assert all(each.theme is None for each in found.missing)


def test_no_more_sentences_are_listed_than_anybody_reads(background: Background) -> None:
    lines = "\n".join(f"第{'一' * n}回，天色暗了。" for n in range(1, 2 * MAX_UNMATCHED))
    found = examine_codebook([speech(lines)], background=background, codebook=codebook())
    sizes = [len(each.example.text) for each in found.unmatched]
    assert len(sizes) == MAX_UNMATCHED < found.looked.unmatched
    assert sizes == sorted(sizes, reverse=True)


def test_terms_that_never_fire_are_told_by_theme(background: Background) -> None:
    book = added(["拖拉机", "收割机"], "farming")
    found = examine_codebook(TEXTS, background=background, codebook=book)
    (silent,) = found.silent
    assert (silent.theme.id, silent.n_terms) == ("farming", len(WORDS["farming"]) + 2)
    assert [each.term for each in silent.terms] == ["拖拉机", "收割机"]
    assert (found.n_silent, found.n_terms) == (2, book.n_terms)


# -------------------------------------------------------------------------- suggestions


def test_terms_that_were_deleted_come_back_as_suggestions(background: Background) -> None:
    deleted = set(WORDS["farming"][:N_DELETED])
    book = codebook({**WORDS, "farming": WORDS["farming"][N_DELETED:]})
    found = examine_codebook(TEXTS, background=background, codebook=book)
    sure = [each for each in found.suggested if each.distinguishable]
    assert {each.theme.id for each in sure if each.theme} == {"farming"}
    assert len(deleted & {each.term for each in sure}) >= 6
    for each in sure:
        assert each.share > 0.9
        assert each.kind == "seed"
        assert each.term in each.example.text


def test_what_is_suggested_is_neither_a_term_nor_holds_one(background: Background) -> None:
    book = codebook({**WORDS, "farming": WORDS["farming"][N_DELETED:]})
    found = examine_codebook(TEXTS, background=background, codebook=book)
    terms = {term for entry in book.entries for term in entry.terms}
    suggested = [each.term for each in found.suggested]
    assert suggested
    assert not [s for s in suggested for term in terms if term in s]
    assert not [s for s in suggested for other in suggested if s != other and s in other]
    assert len(suggested) <= MAX_SUGGESTED


def test_words_that_stand_with_every_theme_are_not_suggested(background: Background) -> None:
    found = examine_codebook(TEXTS, background=background, codebook=codebook())
    assert [each.term for each in found.suggested if each.distinguishable] == []
    assert len(found.suggested) <= FEW * len(WORDS)


def test_of_phrases_in_one_another_the_one_that_was_meant_is_suggested(
    background: Background,
) -> None:
    texts = tuple(
        speech(each.text.replace("粮食和", "大棚技术推广和粮食和"), each.id) for each in TEXTS
    )
    found = examine_codebook(texts, background=background, codebook=codebook())
    farming = [each.term for each in found.suggested if each.theme and each.theme.id == "farming"]
    assert "大棚技术推广" in farming
    assert not {"大棚", "大棚技术", "技术推广"} & set(farming)


@pytest.mark.parametrize(("k", "n", "label", "all_"), [(8, 10, 20, 100), (1, 9, 50, 100)])
def test_the_log_likelihood_ratio_is_that_of_keyness(k: int, n: int, label: int, all_: int) -> None:
    counts, totals = np.array([[k, n - k]]), np.array([label, all_ - label])
    expected = signed_g2_of_words(k, label, n - k, all_ - label)
    assert signed_g2(counts, totals)[0].tolist() == pytest.approx([expected, -expected])


# --------------------------------------------------------------------------------- laws

SICK, MIXED = sick()


def test_every_kind_of_finding_is_there(background: Background) -> None:
    found = examine_codebook(MIXED, background=background, codebook=SICK)
    assert all((found.unmatched, found.missing, found.ambiguous, found.suggested))
    assert all((found.passed_over, found.inside, found.silent))


def test_every_sentence_is_quoted_as_it_stands_in_its_document(background: Background) -> None:
    found = examine_codebook(MIXED, background=background, codebook=SICK)
    documents = {each.id: each.document for each in MIXED}
    quoted = list(examples(found))
    assert len(quoted) > 5
    for each in quoted:
        document = documents[each.speech]
        assert document.text[each.span.start : each.span.end] == each.text
        assert document.text.count("\n", 0, each.span.start) + 1 == each.line


def test_the_order_of_the_speeches_changes_nothing(background: Background) -> None:
    forward = examine_codebook(MIXED, background=background, codebook=SICK)
    backward = examine_codebook(reversed(MIXED), background=background, codebook=SICK)
    assert forward == backward


def test_versions_of_one_text_count_once(background: Background) -> None:
    copy = speech(MIXED[0].text, "copy")
    alone = examine_codebook(MIXED, background=background, codebook=SICK)
    both = examine_codebook(
        (copy, *MIXED), background=background, codebook=SICK, groups=[versions(MIXED[0], copy)]
    )
    assert both == replace(alone, n_speeches=alone.n_speeches + 1)
    assert both.n_texts == len(MIXED)


@pytest.mark.parametrize("texts", [(), ("",), ("天黑了",), ("粮食。",), ("\n\n", "。")])
def test_little_text_gives_a_result(texts: tuple[str, ...], background: Background) -> None:
    given = [speech(text, f"s{n}") for n, text in enumerate(texts)]
    found = examine_codebook(given, background=background, codebook=codebook())
    assert (found.n_speeches, found.n_texts) == (len(texts), len(texts))
    assert not any((found.ambiguous, found.suggested, found.missing))
    assert found.n_silent >= found.n_terms - 1


def test_the_codebook_that_ships_is_examined_where_none_is_named(background: Background) -> None:
    found = examine_codebook([speech("同志们，粮食。")], background=background)
    assert found.codebook.startswith("speechkit ")
    assert found.n_silent > found.n_terms / 2
