from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.errors import ReadingError
from speechkit.render.json import to_json
from speechkit.themes.codebook import load_codebook
from speechkit.themes.faults import find_faults

BOOK = """{
  "name": "own",
  "version": "2",
  "note": "A remark.",
  "groups": [
    {"id": "all", "zh": "全部", "en": "All"}
  ],
  "themes": [
    {
      "id": "water",
      "zh": "水",
      "en": "Water",
      "group": "all",
      "seeds": ["水库", "堤坝"],
      "weak": [
        "河道",
        "Ｇ D P"
      ],
      "subthemes": [
        {"id": "wells", "zh": "井", "en": "Wells", "seeds": ["水井"], "weak": ["打井"]},
        {
          "id": "rain",
          "zh": "雨",
          "en": "Rain",
          "seeds": ["降雨"]
        }
      ]
    },
    {
      "id": "land",
      "zh": "土地",
      "en": "Land",
      "group": "all",
      "definition": "",
      "cap": [21],
      "seeds": ["耕地"],
      "exclude": ["土地爷"]
    }
  ],
  "block": ["水库路"]
}
"""
"""Of two themes, without a fault."""

FAULTS = {
    "a field nobody knows": (
        '"note"',
        '"colour"',
        "4: the file: unknown field 'colour'; known: name, version, note, groups, themes, block",
    ),
    "a misspelt field": (
        '"definition"',
        '"Definiton"',
        "34: theme 'land': unknown field 'Definiton'; did you mean 'definition'?",
    ),
    "a misspelt field that must be there": (
        '"themes"',
        '"thems"',
        "8: the file: unknown field 'thems'; did you mean 'themes'?",
    ),
    "a misspelt list of seeds": (
        '"seeds": ["耕地"]',
        '"seed": ["耕地"]',
        "36: theme 'land': unknown field 'seed'; did you mean 'seeds'?",
    ),
    "a field of a theme in a subtheme": (
        '"seeds": ["降雨"]',
        '"seeds": ["降雨"], "exclude": ["降雨量"]',
        "25: theme 'water', subtheme 'rain': unknown field 'exclude'; "
        "known: id, zh, en, seeds, weak",
    ),
    "a field twice": (
        '"weak": [\n',
        '"seeds": ["闸门"],\n      "weak": [\n',
        "15: field 'seeds' is given twice; the first (line 14) would be lost",
    ),
    "a field twice, once escaped": (
        '"zh": "土地"',
        '"zh": "土", "\\u007ah": "土地"',
        "31: field 'zh' is given twice; the first (line 31) would be lost",
    ),
    "no label": ('"zh": "土地",', "", "29: theme 'land': 'zh' is missing"),
    "no groups": (
        '"groups": [\n    {"id": "all", "zh": "全部", "en": "All"}\n  ],',
        "",
        "1: the file: 'groups' is missing",
    ),
    "an empty label": ('"Land"', '" "', "32: theme 'land': en: must be a text that is not empty"),
    "a number for a label": (
        '"version": "2"',
        '"version": 2',
        "3: the file: version: must be a text that is not empty",
    ),
    "a list for a note": ('"A remark."', "[]", "4: note: must be a text"),
    "a number for a definition": (
        '"definition": ""',
        '"definition": 3',
        "34: theme 'land': definition: must be a text",
    ),
    "a group that is no object": (
        '"groups": [',
        '"groups": ["more",',
        "5: group 1: must be a JSON object",
    ),
    "a group twice": (
        '"groups": [',
        '"groups": [{"id": "all", "zh": "全", "en": "All"},',
        "6: group 2: id 'all' is taken (line 5)",
    ),
    "a group nobody knows": (
        '"group": "all",\n      "seeds"',
        '"group": "al",\n      "seeds"',
        "13: theme 'water': group 'al' is not among the groups; did you mean 'all'?",
    ),
    "another group nobody knows": (
        '"group": "all",\n      "seeds"',
        '"group": "work",\n      "seeds"',
        "13: theme 'water': group 'work' is not among the groups",
    ),
    "a theme twice": ('"land"', '"water"', "30: theme 2: id 'water' is taken (line 10)"),
    "a subtheme twice": (
        '"rain"',
        '"wells"',
        "22: theme 'water', subtheme 2: id 'wells' is taken (line 20)",
    ),
    "an id with capitals": (
        '"land"',
        '"Land"',
        "30: theme 2: id 'Land' is not made of small letters, digits and _",
    ),
    "seeds that are no list": ('["耕地"]', '"耕地"', "36: theme 'land': seeds: must be a list"),
    "a theme without terms": (
        '"seeds": ["耕地"]',
        '"seeds": []',
        "29: theme 'land': has no seeds; without them it is never found",
    ),
    "a theme without seeds": (
        '"seeds": ["耕地"]',
        '"weak": ["耕地"]',
        "29: theme 'land': has no seeds; without them it is never found",
    ),
    "a subtheme without terms": (
        '["降雨"]',
        "[]",
        "21: theme 'water', subtheme 'rain': has no terms",
    ),
    "a number for a term": (
        '"Ｇ D P"',
        "5",
        "17: theme 'water': weak, entry 2: must be a text that is not empty",
    ),
    "one character": (
        '"Ｇ D P"',
        '"水 "',
        "17: theme 'water': weak: '水' is too short; a term has 2 to 40 characters",
    ),
    "a sentence": (
        '"Ｇ D P"',
        f'"{"水" * 41}"',
        f"17: theme 'water': weak: '{'水' * 39}…' is too long; a term has 2 to 40 characters",
    ),
    "a term twice in a list": (
        '"堤坝"',
        '"水 库"',
        "14: theme 'water': '水库' is a term of theme 'water' already (line 14)",
    ),
    "a seed that is weak": (
        '"河道"',
        '"水库"',
        "16: theme 'water': '水库' is a term of theme 'water' already (line 14)",
    ),
    "a term of a theme and its subtheme": (
        '"降雨"',
        '"gdp"',
        "25: theme 'water', subtheme 'rain': 'gdp' is a term of theme 'water' already (line 17)",
    ),
    "a term of two subthemes": (
        '"降雨"',
        '"打井"',
        "25: theme 'water', subtheme 'rain': '打井' is a term of theme 'water' already (line 20)",
    ),
    "a term of two themes": (
        '"耕地"',
        '"水井"',
        "36: theme 'land': '水井' is a term of theme 'water' already (line 20)",
    ),
    "an excluded term": (
        '"土地爷"',
        '"耕地"',
        "37: theme 'land': exclude: '耕地' is a term of theme 'land' already (line 36)",
    ),
    "an excluded string twice": (
        '["土地爷"]',
        '["土地爷",\n "土地爷"]',
        "38: theme 'land': exclude: '土地爷' is listed already (line 37)",
    ),
    "a blocked term": (
        '"水库路"',
        '"降雨"',
        "40: block: '降雨' is a term of theme 'water' already (line 25)",
    ),
    "a blocked string twice": (
        '"水库路"',
        '"水库路", "水库路"',
        "40: block: '水库路' is listed already (line 40)",
    ),
    "codes that are no numbers": (
        "[21]",
        '[21, "7"]',
        "35: theme 'land': cap, entry 2: must be a whole number",
    ),
    "a truth for a code": (
        "[21]",
        "[true]",
        "35: theme 'land': cap, entry 1: must be a whole number",
    ),
}
"""What is put in place of what, and the fault that this alone makes."""


def faults_of(text: str) -> list[str]:
    return [f"{line}: {what}" for line, what in find_faults(orjson.loads(text), text)]


def test_a_codebook_without_a_fault_has_none() -> None:
    assert faults_of(BOOK) == []
    assert faults_of(BOOK.replace("\n", "")) == []


@pytest.mark.parametrize(("before", "after", "fault"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_once_with_its_line(before: str, after: str, fault: str) -> None:
    assert BOOK.count(before) == 1
    assert faults_of(BOOK.replace(before, after)) == [fault]


def test_a_string_excluded_from_one_theme_may_be_a_term_of_another() -> None:
    assert faults_of(BOOK.replace("土地爷", "水库")) == []


@pytest.mark.parametrize("themes", [(), ("framing",)])
def test_a_codebook_needs_a_theme_beside_framing(themes: Iterable[str]) -> None:
    book = orjson.loads(BOOK)
    book["themes"] = [{**book["themes"][1], "id": id_} for id_ in themes]
    what = "1: themes: none but framing; a codebook needs one at least"
    assert faults_of(json.dumps(book)) == [what]


def test_all_faults_are_told_in_the_order_of_the_lines() -> None:
    text = BOOK.replace('"land"', '"water"').replace('"All"', "7").replace("水库路", "水井")
    text = text.replace('"definition": "",', '"colour": [{}],').replace("打井", "井")
    assert faults_of(text) == [
        "6: group 'all': en: must be a text that is not empty",
        "20: theme 'water', subtheme 'wells': weak: '井' is too short; "
        "a term has 2 to 40 characters",
        "30: theme 2: id 'water' is taken (line 10)",
        "34: theme 'water': unknown field 'colour'; known: id, zh, en, group, definition, cap, "
        "seeds, weak, exclude, subthemes",
        "40: block: '水井' is a term of theme 'water' already (line 20)",
    ]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["all", "水库", "", " "]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "zh", "en", "seeds", "weak"]), inner)
    ),
)
PLACES = [
    *((name,) for name in ("name", "note", "groups", "themes", "block")),
    *(("groups", 0, name) for name in ("id", "zh")),
    *(("themes", 1, name) for name in ("id", "en", "group", "definition", "cap", "seeds")),
    *(("themes", 1, name) for name in ("weak", "exclude", "subthemes", "colour")),
]


@given(st.sampled_from(PLACES), VALUES)
def test_what_is_not_refused_can_be_used(place: tuple[str | int, ...], value: object) -> None:
    book: Any = orjson.loads(BOOK)
    target = book
    for step in place[:-1]:
        target = target[step]
    target[place[-1]] = value
    try:
        codebook = load_codebook(json.dumps(book).encode())
    except ReadingError:
        return
    assert codebook.themes
    assert load_codebook(to_json(codebook)) == codebook
