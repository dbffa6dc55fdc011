from __future__ import annotations

from itertools import pairwise

import orjson
from hypothesis import given
from hypothesis import strategies as st

from speechkit.render.layout import MAX_CELLS, laid_out

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=60),
    lambda inner: st.lists(inner, max_size=9) | st.dictionaries(st.text(max_size=3), inner),
)


@given(VALUES)
def test_what_is_laid_out_is_the_same_value(value: object) -> None:
    assert orjson.loads(laid_out(value)) == value


@given(st.lists(st.text("水ab", min_size=2, max_size=20), min_size=1))
def test_texts_fill_their_lines_and_pass_no_border(terms: list[str]) -> None:
    lines = laid_out({"seeds": terms}).splitlines()[1:-1]
    assert max(map(cells, lines)) <= MAX_CELLS
    whole = ", ".join(f'"{term}"' for term in terms)
    if cells(f'  "seeds": [{whole}],') <= MAX_CELLS:
        assert lines == [f'  "seeds": [{whole}]']
        return
    assert (lines[0], lines[-1]) == ('  "seeds": [', "  ]")
    for line, following in pairwise(lines[1:-1]):
        assert cells(line) + len(" ") + cells(following.split()[0]) > MAX_CELLS


def cells(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


def test_an_object_without_lists_takes_one_line() -> None:
    assert laid_out([{"id": "a", "n": 1}, {"n": []}]) == (
        '[\n  {"id": "a", "n": 1},\n  {\n    "n": []\n  }\n]\n'
    )
    assert laid_out({"cap": [1, 2], "weak": []}) == '{\n  "cap": [1, 2],\n  "weak": []\n}\n'
