from __future__ import annotations

from typing import get_args

import pytest

from render.factory import lone_speech
from render.reports import empty_report, many_report, report_of, small_report
from speechkit.model import Lang
from speechkit.render.emphasis import LEVELS
from speechkit.render.paper.blocks import (
    Bullets,
    Cell,
    Command,
    Heading,
    Paper,
    Paragraph,
    Quote,
    Table,
)
from speechkit.render.paper.document import to_paper
from speechkit.render.paper.places import MAX_LINES, MAX_SPEECHES, Places

LANGS: tuple[Lang, ...] = get_args(Lang)
REPORTS = {
    "small": small_report(),
    "empty": empty_report(),
    "one": report_of(lone_speech()),
    "many": many_report(),
}


def table(paper: Paper, caption: str) -> Table:
    (found,) = (each for each in paper.tables if each.caption == caption)
    return found


def column(found: Table, n: int) -> list[str]:
    return [row[n].text for row in found.rows if len(row) > 1]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", REPORTS)
def test_tables_and_sections_are_numbered_from_one(name: str, lang: Lang) -> None:
    paper = to_paper(REPORTS[name], lang=lang)
    assert [each.number for each in paper.tables] == list(range(1, len(paper.tables) + 1))
    sections = [b.text for b in paper.blocks if isinstance(b, Heading) and b.level == 1]
    numerals = "一二三四五六" if lang == "zh" else "123456"
    assert [text[0] for text in sections] == list(numerals[: len(sections)])


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", REPORTS)
def test_every_row_fits_its_table(name: str, lang: Lang) -> None:
    for each in to_paper(REPORTS[name], lang=lang).tables:
        assert {len(row) for row in each.rows} <= {1, len(each.columns)}, each.caption
        assert all(0 <= cell.shade <= LEVELS for row in each.rows for cell in row)


def test_an_empty_collection_says_so_and_how_it_was_looked_at() -> None:
    paper = to_paper(empty_report())
    assert paper.blocks[0] == Paragraph("There is no speech to report on.")
    assert [each.caption for each in paper.tables] == ["Parameters"]


def test_the_plain_sentence_comes_before_the_changes_and_they_stand_side_by_side() -> None:
    blocks = to_paper(small_report()).blocks
    start = blocks.index(Heading(2, "Speeches 1 and 2"))
    sentence, _, evidence, _, changes = blocks[start + 1 : start + 6]
    assert isinstance(sentence, Paragraph)
    assert sentence.text.startswith("Speech 2 is Speech 1 less three paragraphs")
    assert isinstance(evidence, Bullets)
    assert evidence.items[0] == "The numbering of Speech 2 skips （二）."
    assert isinstance(changes, Table)
    replaced = changes.rows[0]
    assert replaced == (
        Cell("replaced"),
        Cell("【第一篇】：市长在云岭", "line 1"),
        Cell("【第二篇】：市长在云岭", "line 11"),
    )


def test_quotations_name_their_speech_and_line() -> None:
    quotes = [b for b in to_paper(small_report(), lang="zh").blocks if isinstance(b, Quote)]
    assert quotes[-1] == Quote("矿山要查", "安全生产与市场监管、教育（讲话3第20行）")
    assert len({quote.text for quote in quotes}) == len(quotes), "a sentence is quoted twice"


def test_a_speech_with_too_little_text_has_no_shares() -> None:
    shares = table(to_paper(small_report()), "Share of each theme in each speech (%)")
    themes = [row for row in shares.rows if len(row) > 1][:-2]
    assert {row[3].text for row in themes} == {"–"}
    assert next(row[1] for row in themes) == Cell("55.0", "27.5–65.0", LEVELS)


def test_the_interval_of_a_difference_is_turned_with_it() -> None:
    told = table(to_paper(small_report()), "Differences greater than chance explains")
    for row in told.rows:
        low, high = map(float, row[3].note.split(" to "))
        assert low <= float(row[3].text) <= high


def test_many_speeches_share_a_table_of_their_heaviest_themes() -> None:
    paper = to_paper(many_report())
    heaviest = table(paper, "The heaviest themes of each speech")
    assert column(heaviest, 0) == [f"Speech {n}" for n in range(1, 41)]
    assert not any(isinstance(block, Quote) for block in paper.blocks)
    assert len(paper.tables) < 15


def test_of_many_documents_each_speech_names_its_own() -> None:
    report = many_report()
    paper = to_paper(report)
    notes = [row[1].note for row in table(paper, "Speeches").rows]
    assert notes[0] == "speech1.txt"
    assert notes[1] == "speech2.txt; version of 1"
    documents = table(paper, "Documents")
    assert [cell.text for cell in documents.rows[0][:2]] == ["utf-8", "40"]


def test_the_command_that_makes_it_again_comes_last() -> None:
    report = small_report()
    assert to_paper(report).blocks[-1] == Command(report.command)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], ""),
        ([5], "5"),
        ([9, 5, 9], "5, 9×2"),
        (range(1, MAX_LINES + 3), ", ".join(map(str, range(1, MAX_LINES + 1))) + " … +2"),
    ],
)
def test_lines_are_listed_once_in_order(lines: list[int], expected: str) -> None:
    assert Places({}, "en").lines(lines) == expected


def test_of_many_speeches_the_first_have_their_lines_listed() -> None:
    speeches = [lone_speech(f"s{n}") for n in range(20)]
    places = Places({speech.id: n for n, speech in enumerate(speeches, start=1)}, "zh")
    told = places.of_speeches((speech, 3) for speech in [*speeches, speeches[0]])
    listed = [f"讲话{n}：3" for n in range(2, MAX_SPEECHES + 1)]
    assert told == f"讲话1：3×2；{'；'.join(listed)} … +8"


def test_a_paper_is_the_same_for_the_same_report() -> None:
    assert to_paper(small_report()) == to_paper(small_report())
