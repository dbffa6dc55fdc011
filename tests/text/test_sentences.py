from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.model import Span
from speechkit.text.sentences import sentences

CASES = {
    "each mark closes": ("好。真的？行！走；", ["好。", "真的？", "行！", "走；"]),
    "quotes stay with their sentence": ("他说：“好。”大家笑了。", ["他说：“好。”", "大家笑了。"]),
    "marks in a row close once": ("什么？！真的……走吧", ["什么？！", "真的……", "走吧"]),
    "a heading has no mark": ("一、加快发展", ["一、加快发展"]),
    "a comma and a decimal point do not close": ("增长8.5%，", ["增长8.5%，"]),
    "white space around is left out": ("  好。  坏。 ", ["好。", "坏。"]),
    "nothing but white space": (" \u3000 ", []),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_a_paragraph_is_cut_into_sentences(text: str, expected: list[str]) -> None:
    found = [text[s.start : s.end] for s in sentences(text, [Span(0, len(text))])]
    assert found == expected


def test_a_sentence_ends_with_its_paragraph() -> None:
    text = "没有句号\n下一段"
    assert list(sentences(text, [Span(0, 4), Span(5, 8)])) == [Span(0, 4), Span(5, 8)]


@given(st.text(alphabet="一二三。；！？”“」…, \n\u3000.", max_size=80))
def test_sentences_hold_every_character_once_and_in_order(text: str) -> None:
    spans = list(sentences(text, [Span(0, len(text))]))
    joined = "".join(text[span.start : span.end] for span in spans)
    assert "".join(joined.split()) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() for s in spans)
