"""A text in rows of a pane: nothing lost, nothing too wide, nothing that acts on a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from browse.desk import HOSTILE
from factories import corpus, document, speech
from speechkit.browse.layout import GAP, lay_out, pieces, row_at, shown
from speechkit.browse.marks import Mark
from speechkit.model import Span, Speech
from speechkit.render.quotes import line_span
from speechkit.split import split_document


def hostile() -> Speech:
    return split_document(document(HOSTILE)).speeches[0]


@pytest.mark.parametrize("width", [4, 20, 47, 88])
@pytest.mark.parametrize("whole", [corpus().speeches[2], hostile()], ids=["corpus", "hostile"])
def test_the_rows_hold_every_character_of_every_line_once(whole: Speech, width: int) -> None:
    rows = lay_out(whole, width)
    for number in range(whole.lines[0], whole.lines[1] + 1):
        own = [row.span for row in rows if row.line == number]
        text = "".join(whole.document.quote(span) for span in own)
        assert text == whole.document.quote(line_span(whole, number))
    assert [row.begins for row in rows] == [True, *(row.ends for row in rows[:-1])]


@pytest.mark.parametrize("width", [20, 47, 88])
def test_no_row_is_wider_than_the_pane(width: int) -> None:
    for row in lay_out(corpus().speeches[2], width):
        assert cell_len(shown(corpus().document.quote(row.span)).rstrip()) <= width


def test_what_would_act_on_a_terminal_is_shown_and_a_tab_is_a_blank() -> None:
    whole = hostile()
    text = "".join(
        piece.text for row in lay_out(whole, 30) for piece in pieces(whole.document, row, ())
    )
    assert text.isprintable()
    assert "<U+001B>[31m红" in text
    assert "[bold red]县长[/bold]" in text
    assert "<U+202E>反 表" in text


@given(
    st.text(alphabet="开会 a1，\x1b\u200b\u202e（）\t", min_size=1, max_size=60), st.integers(4, 30)
)
def test_any_line_is_broken_without_loss(line: str, width: int) -> None:
    whole = speech(f"同志们：今天{line}。")
    rows = lay_out(whole, width)
    joined = "".join(whole.document.quote(row.span) for row in rows)
    assert joined == whole.raw_text.rstrip("\r\n")


def test_a_row_is_cut_where_a_mark_begins_or_ends() -> None:
    whole = speech("同志们：今天开会，开会要紧。")
    (row,) = lay_out(whole, 80)
    outer, inner = Mark(Span(4, 9), "theme"), Mark(Span(6, 8), "term")
    made = [(piece.text, piece.marks) for piece in pieces(whole.document, row, [outer, inner])]
    assert made == [
        ("同志们：", ()),
        ("今天", (outer,)),
        ("开会", (outer, inner)),
        ("，", (outer,)),
        ("开会要紧。", ()),
    ]


@pytest.mark.parametrize(
    ("at", "expected"),
    [(0, "|同志们：开会。"), (4, "同志们：|开会。"), (7, "同志们：开会。|")],
)
def test_an_empty_mark_is_a_sign_between_characters(at: int, expected: str) -> None:
    whole = speech("同志们：开会。")
    (row,) = lay_out(whole, 80)
    mark = Mark(Span(at, at), "gap")
    made = list(pieces(whole.document, row, [mark]))
    assert "".join(piece.text for piece in made) == expected
    assert [piece.marks for piece in made if piece.text == GAP] == [(mark,)]


def test_an_empty_mark_at_a_break_stands_on_one_row_only() -> None:
    whole = speech("同志们：今天开会，明天开会，后天还要开会。")
    rows = lay_out(whole, 10)
    mark = Mark(Span(rows[1].span.start, rows[1].span.start), "gap")
    texts = ["".join(p.text for p in pieces(whole.document, row, [mark])) for row in rows]
    assert "".join(texts).count(GAP) == 1


def test_the_row_of_a_character_is_found() -> None:
    whole = corpus().speeches[1]
    rows = lay_out(whole, 40)
    for row in rows[1:]:
        if row.span:
            assert rows[row_at(rows, row.span.end - 1)] == row
    assert row_at(rows, 0) == 0
