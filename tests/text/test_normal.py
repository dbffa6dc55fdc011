"""Laws of views: what is left is what stands in the document, and the way back holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.model import Span, View
from speechkit.text.normal import Edit, compact_view, edited_view, line_spans, stripped

TEXTS = st.text(alphabet="经济发展形势，。 \n\r\u3000臵a1", max_size=60)


@st.composite
def texts_with_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(TEXTS)
    edits, position = [], 0
    while position < len(text) and draw(st.booleans()):
        start = draw(st.integers(position, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        edits.append(Edit(Span(start, end), draw(st.sampled_from(["", "改" * (end - start)]))))
        position = end
    return text, edits


@given(texts_with_edits())
def test_every_character_of_an_edited_view_leads_back_to_its_place(
    case: tuple[str, list[Edit]],
) -> None:
    text, edits = case
    view = edited_view(text, Span(0, len(text)), edits)
    replaced = {i for edit in edits for i in range(edit.span.start, edit.span.end)}
    for i, c in enumerate(view.text):
        assert c == ("改" if view.source(i) in replaced else text[view.source(i)])


@given(texts_with_edits())
def test_going_to_the_document_and_back_is_going_nowhere(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    view = edited_view(text, Span(0, len(text)), edits)
    for i in range(len(view.text)):
        assert view.view_offset(view.source(i)) == i


@given(TEXTS)
def test_a_compact_view_is_the_text_without_white_space(text: str) -> None:
    view = compact_view(text, Span(0, len(text)))
    assert view.text == "".join(text.split())
    assert all(text[view.source(i)] == c for i, c in enumerate(view.text))


@given(TEXTS)
def test_lines_and_line_ends_make_up_the_text(text: str) -> None:
    lines = [text[s.start : s.end] for s in line_spans(text, Span(0, len(text)))]
    assert "".join(lines) == text.replace("\r", "").replace("\n", "")


def test_an_edit_that_changes_the_length_is_refused() -> None:
    with pytest.raises(ValueError, match="changes the length"):
        edited_view("发展", Span(0, 2), [Edit(Span(0, 1), "经济")])


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        edited_view("发展", Span(0, 2), [Edit(Span(0, 2)), Edit(Span(1, 2))])


def test_a_view_has_no_character_outside_itself() -> None:
    view = View("发展", (0,), (5,))
    for offset in (-1, 2):
        with pytest.raises(IndexError):
            view.source(offset)


def test_a_blank_span_is_stripped_to_its_start() -> None:
    assert stripped("a \n b", Span(1, 4)) == Span(1, 1)
