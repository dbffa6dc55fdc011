"""The themes a person chooses from: of a codebook, or of a file that has no terms."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from speechkit.errors import ReadingError
from speechkit.themes import load_codebook
from speechkit.themes.listing import ThemeList, parse_themes, themes_of_codebook

DRAFT: dict[str, Any] = {
    "groups": [{"id": "wet", "zh": "水", "en": "Wet"}, {"id": "idle", "zh": "空", "en": "Idle"}],
    "themes": [
        {"id": "land", "zh": "土地", "en": "Land", "definition": " 田。 "},
        {"id": "water", "zh": "水", "en": "Water", "group": "wet", "seeds": 5, "note": []},
        {"id": "sea", "zh": "海", "en": "Sea", "group": "salt"},
    ],
}


def parsed(book: object) -> ThemeList:
    return parse_themes(json.dumps(book).encode(), name="draft.json")


def test_a_codebook_is_listed_group_by_group_with_framing() -> None:
    codebook = load_codebook()
    listed = themes_of_codebook(codebook)
    assert listed.name == codebook.label
    assert Counter(listed.ids) == Counter(entry.theme.id for entry in codebook.entries)
    assert "framing" in listed.ids
    groups = listed.grouped("zh")
    assert [name for name, _ in groups] == [group.zh for group in codebook.groups]
    assert tuple(theme for _, themes in groups for theme in themes) == listed.themes
    assert listed.grouped("en")[0][0] == codebook.groups[0].en


def test_of_a_draft_only_what_a_person_reads_is_read() -> None:
    listed = parsed(DRAFT)
    assert listed.name == "draft.json"
    assert listed.ids == ("water", "land", "sea")
    assert listed.themes[1].definition == "田。"
    assert [(name, [t.id for t in themes]) for name, themes in listed.grouped("en")] == [
        ("Wet", ["water"]),
        ("", ["land"]),
        ("salt", ["sea"]),
    ]


def test_groups_of_speeches_in_what_themes_prints_are_no_groups_of_themes() -> None:
    """`themes --by` lists speeches under `groups`, and groups of themes under `theme_groups`."""
    printed = {**DRAFT, "theme_groups": DRAFT["groups"], "groups": [{"value": "石桥"}]}
    assert parsed(printed) == parsed(DRAFT)


def test_a_byte_order_mark_is_passed_over() -> None:
    data = b"\xef\xbb\xbf" + json.dumps(DRAFT).encode()
    assert parse_themes(data, name="draft.json") == parsed(DRAFT)


def themed(**fields: object) -> dict[str, Any]:
    """A list of one theme; fields that are None are left out."""
    theme = {"id": "a", "zh": "甲", "en": "A", **fields}
    return {"themes": [{name: value for name, value in theme.items() if value is not None}]}


WRONG: dict[str, tuple[object, str]] = {
    "list": ([], "no themes in it; it takes an object with a list 'themes'"),
    "no themes": ({"themes": []}, "no themes in it"),
    "themes in an object": ({"themes": {"a": 1}}, "themes must be a list"),
    "theme in words": ({"themes": ["a"]}, "theme 1: must be a JSON object"),
    "no id": (themed(id=None), "theme 1: 'id' must be a text that is not empty"),
    "id of words": (themed(id="A b"), "theme 1: id 'A b' is not made of small letters"),
    "number for id": (themed(id="3"), "theme 1: id '3' is not made of small letters"),
    "id twice": ({"themes": themed()["themes"] * 2}, "theme 2: id 'a' is taken"),
    "no label": (themed(zh=" "), "theme 1: 'zh' must be a text that is not empty"),
    "group of groups": (themed(group=[]), "theme 1: 'group' must be a text"),
    "group without label": ({**themed(), "groups": [{"id": "g"}]}, "group 1: 'zh' must be a text"),
    "groups in words": ({**themed(), "groups": "g"}, "groups must be a list"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_breaks_the_form_is_named(name: str) -> None:
    book, said = WRONG[name]
    with pytest.raises(ReadingError) as caught:
        parsed(book)
    assert str(caught.value).startswith(f"draft.json: {said}")


def test_what_is_no_json_is_told_with_its_place() -> None:
    with pytest.raises(ReadingError, match=r"draft\.json: not JSON \(line 2, column 1"):
        parse_themes(b'{"themes":\n', name="draft.json")
