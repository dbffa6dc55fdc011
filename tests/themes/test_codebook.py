from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from speechkit.errors import ReadingError
from speechkit.text.terms import TermIndex
from speechkit.themes.codebook import FRAMING, load_codebook

IDS = [
    *("macro", "finance", "agriculture", "industry", "projects", "openness", "commerce"),
    *("infrastructure", "urban", "environment", "culture", "science", "education", "health"),
    *("livelihood", "poverty", "safety", "stability", "implementation", "government"),
    *("workstyle", "integrity", "mobilisation", "framing"),
]
"""They are in the users' data: none may go, none may change its meaning."""


def small_book() -> dict[str, Any]:
    """A codebook of two themes that is right."""
    return {
        "name": "own",
        "version": "2",
        "groups": [{"id": "all", "zh": "全部", "en": "All"}],
        "themes": [
            {"id": "water", "zh": "水", "en": "Water", "group": "all", "seeds": ["水库", "Ｇ D P"]},
            {
                "id": "land",
                "zh": "土地",
                "en": "Land",
                "group": "all",
                "definition": "土地。",
                "cap": [21],
                "seeds": ["耕地"],
                "weak": ["土地"],
                "exclude": ["土地爷"],
            },
        ],
        "block": ["水库路"],
    }


def as_bytes(book: object) -> bytes:
    return json.dumps(book, ensure_ascii=False).encode()


def test_the_shipped_codebook_has_the_agreed_themes() -> None:
    codebook = load_codebook()
    assert [entry.theme.id for entry in codebook.entries] == IDS
    assert len(codebook.themes) == 23
    assert FRAMING not in {theme.id for theme in codebook.themes}


def test_every_shipped_theme_is_described() -> None:
    for entry in load_codebook().entries:
        assert entry.theme.zh
        assert entry.theme.en
        assert entry.theme.definition
        assert len(entry.seeds) >= 30, entry.theme.id


def test_every_shipped_excluded_string_holds_a_term_of_its_theme() -> None:
    useless = [
        (entry.theme.id, string)
        for entry in load_codebook().entries
        for string in entry.exclude
        if not TermIndex([*entry.seeds, *entry.weak]).places(string)
    ]
    assert useless == []


def test_every_shipped_blocked_string_holds_a_term_of_some_theme() -> None:
    codebook = load_codebook()
    index = TermIndex([t for entry in codebook.entries for t in (*entry.seeds, *entry.weak)])
    assert [string for string in codebook.block if not index.places(string)] == []


def test_the_users_own_codebook_is_read() -> None:
    codebook = load_codebook(b"\xef\xbb\xbf" + as_bytes(small_book()))
    assert codebook.label == "own 2"
    assert [theme.id for theme in codebook.themes] == ["water", "land"]
    assert codebook.entries[0].seeds == ("水库", "gdp")
    assert codebook.entries[1].cap == (21,)
    assert codebook.silent == {"土地爷", "水库路"}


def test_a_string_excluded_from_one_theme_may_be_a_term_of_another() -> None:
    book = small_book()
    book["themes"][0]["exclude"] = ["土地"]
    assert "土地" not in load_codebook(as_bytes(book)).silent


def _change(*path: str | int, to: object) -> Callable[[dict[str, Any]], None]:
    def change(book: dict[str, Any]) -> None:
        target: Any = book
        for key in path[:-1]:
            target = target[key]
        target[path[-1]] = to

    return change


def _drop(*path: str | int) -> Callable[[dict[str, Any]], None]:
    def change(book: dict[str, Any]) -> None:
        target: Any = book
        for key in path[:-1]:
            target = target[key]
        del target[path[-1]]

    return change


FAULTS: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "unknown field": (_change("thems", to=[]), "the file: unknown field 'thems'"),
    "missing field": (_drop("themes", 0, "zh"), "theme 1: 'zh' is missing"),
    "misspelt list": (_change("themes", 1, "seed", to=[]), "theme 2: unknown field 'seed'"),
    "repeated id": (_change("themes", 1, "id", to="water"), "theme 2: id 'water' is taken"),
    "id with capitals": (_change("themes", 1, "id", to="Land"), "id 'Land' is not made of"),
    "unknown group": (_change("themes", 1, "group", to="x"), "theme 'land': group 'x'"),
    "no seeds": (_change("themes", 1, "seeds", to=[]), "theme 'land': has no seeds"),
    "one character": (
        _change("themes", 0, "seeds", 0, to="水"),
        "theme 'water': seeds, entry 1: '水' has 1 characters",
    ),
    "a term too long": (_change("themes", 0, "seeds", 0, to="水" * 41), "has 41 characters"),
    "a number for a term": (
        _change("themes", 0, "seeds", 1, to=5),
        "theme 'water': seeds, entry 2: must be a text",
    ),
    "a term twice": (
        _change("themes", 0, "seeds", to=["水库", "水 库"]),
        "seeds, entry 2: '水库' is listed twice",
    ),
    "a term in two themes": (
        _change("themes", 1, "weak", to=["水库"]),
        "theme 'land': '水库' is a term of theme 'water' already",
    ),
    "seed and weak": (_change("themes", 1, "weak", to=["耕地"]), "listed as a seed and otherwise"),
    "weak and excluded": (
        _change("themes", 1, "exclude", to=["土地"]),
        "listed as weak and as excluded",
    ),
    "a blocked term": (_change("block", to=["水库"]), "block: '水库' is a term of theme 'water'"),
    "codes that are no numbers": (_change("themes", 1, "cap", to=["7"]), "cap: must hold whole"),
    "terms that are no list": (_change("themes", 1, "seeds", to="耕地"), "seeds: must be a list"),
    "an empty label": (_change("themes", 1, "en", to=" "), "theme 'land': en: must be a text"),
    "a group that is no object": (_change("groups", to=["all"]), "group 1: must be a JSON object"),
    "no theme": (_change("themes", to=[]), "themes: none but framing"),
}


@pytest.mark.parametrize(("fault", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_a_broken_codebook_is_refused_with_the_place(
    fault: Callable[[dict[str, Any]], None], message: str
) -> None:
    book = small_book()
    fault(book)
    with pytest.raises(ReadingError) as caught:
        load_codebook(as_bytes(book), name="own.json")
    assert str(caught.value).startswith("own.json: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"{\n  name: 1}", b"\xff\xfe{", b"[1, 2]", b"[" * 5000])
def test_what_is_no_codebook_at_all_is_refused(data: bytes) -> None:
    with pytest.raises(ReadingError):
        load_codebook(data)


def test_the_line_of_broken_json_is_named() -> None:
    with pytest.raises(ReadingError, match="line 2"):
        load_codebook(b'{"name": "x",\n  oops}')
