from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.text.json_places import JsonPlace, RepeatedName, json_places

VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
)


def line_of(text: str, *path: str | int) -> int:
    place, _ = json_places(text)
    for step in path:
        place = place.parts[step]
    return place.line


def test_a_field_stands_where_its_name_does_and_an_element_where_it_begins() -> None:
    text = '{\n"a":\n[\n1, {\n"b": [\n]}],\n"c": "x"\n}'
    assert line_of(text) == 1
    assert line_of(text, "a") == 2
    assert line_of(text, "a", 0) == line_of(text, "a", 1) == 4
    assert line_of(text, "a", 1, "b") == 5
    assert line_of(text, "c") == 7


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_do_in_a_document(end: str) -> None:
    assert line_of(f"[{end}{end}1,\u2028{end}2]", 1) == 4


@pytest.mark.parametrize("word", ["}", "[", ",", ":", '\\"', "\\\\", "\u2028"])
def test_signs_inside_a_text_are_no_signs(word: str) -> None:
    text = f'["{word}", {{"{word}": [1]}},\n2]'
    assert line_of(text, 2) == 2
    assert line_of(text, 1, json.loads(f'"{word}"'), 0) == 1


def test_a_name_that_comes_twice_is_told_however_it_is_written() -> None:
    place, repeated = json_places('[{"a": [1],\n"\\u0061": {},\n"b": {"a": 2}, "a": 3}]')
    assert repeated == (RepeatedName("a", 1, 2), RepeatedName("a", 2, 3))
    assert place.parts[0].parts["a"] == JsonPlace(3)


@given(VALUES, st.sampled_from([None, 0, 2]))
def test_every_part_of_a_value_has_a_place(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    place, repeated = json_places(text)
    assert shape_of(place) == shape(value)
    assert repeated == ()
    n_parts = 1 + sum(1 for _ in lines(place))
    if indent is not None:
        assert len({1, *lines(place)}) == n_parts


def shape(value: object) -> object:
    """The names and positions in a value, without what stands there."""
    if isinstance(value, dict):
        return {name: shape(part) for name, part in value.items()}
    return dict(enumerate(map(shape, value))) if isinstance(value, list) else {}


def shape_of(place: JsonPlace) -> object:
    return {name: shape_of(part) for name, part in place.parts.items()}


def lines(place: JsonPlace) -> list[int]:
    """Of all parts below."""
    return [line for part in place.parts.values() for line in (part.line, *lines(part))]
