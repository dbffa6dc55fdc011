from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import speechkit.themes
from speechkit.errors import ReadingError
from speechkit.render.json import to_json
from speechkit.results import Codebook, Subtheme, TermCount, ThemeEmphasis
from speechkit.text.terms import TermIndex
from speechkit.themes import measure_emphasis
from speechkit.themes.codebook import FRAMING, load_codebook
from themes.making import speech

SHIPPED = Path(speechkit.themes.__file__).with_name("codebook.json")

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


def test_a_theme_keeps_its_own_terms_and_those_of_its_subthemes() -> None:
    book = small_book()
    book["themes"][0]["subthemes"] = [
        {"id": "dams", "zh": "坝", "en": "Dams", "seeds": ["大坝"], "weak": ["堤岸"]},
        {"id": "rivers", "zh": "河", "en": "Rivers", "weak": ["河 道"]},
    ]
    entry = load_codebook(as_bytes(book)).entries[0]
    assert entry.seeds == ("水库", "gdp", "大坝")
    assert entry.weak == ("堤岸", "河道")
    assert (entry.own_seeds, entry.own_weak) == (("水库", "gdp"), ())
    assert entry.subthemes[1] == Subtheme("rivers", "河", "Rivers", (), ("河道",))
    assert entry.subtheme_of == {"大坝": "dams", "堤岸": "dams", "河道": "rivers"}
    assert entry.n_terms == 5


def test_a_theme_may_leave_its_seeds_to_a_subtheme() -> None:
    book = small_book()
    seeds = book["themes"][0].pop("seeds")
    book["themes"][0]["subthemes"] = [{"id": "all", "zh": "全", "en": "All", "seeds": seeds}]
    entry = load_codebook(as_bytes(book)).entries[0]
    assert (entry.seeds, entry.own_seeds) == (("水库", "gdp"), ())


def test_terms_of_a_subtheme_score_for_the_theme() -> None:
    flat, fine = small_book(), small_book()
    fine["themes"][0]["seeds"] = ["水库"]
    fine["themes"][0]["subthemes"] = [{"id": "sum", "zh": "总", "en": "Sum", "seeds": ["GDP"]}]
    of_flat, of_fine = (water_in(load_codebook(as_bytes(book))) for book in (flat, fine))
    assert of_flat.share == of_fine.share > 0.5
    assert [(term.term, term.count) for term in of_flat.terms] == [("gdp", 9), ("水库", 9)]
    assert of_fine.terms == (TermCount("gdp", 9, "sum"), TermCount("水库", 9))


def water_in(codebook: Codebook) -> ThemeEmphasis:
    """Emphasis of the first theme in a speech about it."""
    text = "修建水库。\n耕地保护。\nＧＤＰ增长。" * 9
    return measure_emphasis([speech(text)], codebook=codebook).speeches[0].emphasis[0]


def test_the_shipped_codebook_breaks_no_rule_of_the_form() -> None:
    """It is not checked when a command loads it."""
    assert load_codebook(SHIPPED.read_bytes()) == load_codebook()


@pytest.mark.parametrize("book", [load_codebook(), load_codebook(as_bytes(small_book()))])
def test_a_codebook_that_was_written_is_the_same_when_read(book: Codebook) -> None:
    written = to_json(book)
    assert load_codebook(written) == book
    assert to_json(load_codebook(written)) == written


# ------------------------------------------------------------------------------ refusals


def refusal(data: bytes, name: str = "own.json") -> tuple[str, ...]:
    with pytest.raises(ReadingError) as caught:
        load_codebook(data, name=name)
    return caught.value.lines


def test_every_fault_has_a_line_of_the_refusal_in_the_order_of_the_file() -> None:
    book = small_book()
    book["block"] = ["耕地"]
    book["themes"][0]["en"] = ""
    assert refusal(json.dumps(book, ensure_ascii=False, indent=1).encode()) == (
        "own.json, line 15: theme 'water': en: must be a text that is not empty",
        "own.json, line 43: block: '耕地' is a term of theme 'land' already (line 32)",
    )


def test_past_twenty_faults_they_are_counted() -> None:
    book = small_book()
    book["block"] = [str(n) for n in range(1, 10)] + [f"{n:041}" for n in range(12)]
    assert len(refusal(as_bytes(book))) == 21
    assert refusal(as_bytes(book))[-1] == "own.json: 1 further fault"
    book["block"].append("水")
    assert refusal(as_bytes(book))[-1] == "own.json: 2 further faults"


NO_BOOKS = {
    "nothing": (b"", "line 1: not JSON (column 1: "),
    "no JSON": (b'{\n  "name": oops}', "line 2: not JSON (column 11: "),
    "too deep": (b"[" * 5000, "line 1: not JSON (column "),
    "no UTF-8": (b'{\n  "name": "\xff"}', "line 2: not UTF-8 (byte 13); save it as UTF-8"),
    "a list": (b"\n[1, 2]", "line 2: the file: must be a JSON object"),
    "half a pair": (rb'{"name": "\ud800"}', "line 1: not JSON (column 1"),
}


@pytest.mark.parametrize(("data", "message"), NO_BOOKS.values(), ids=NO_BOOKS.keys())
def test_what_is_no_codebook_at_all_is_refused_with_the_line(data: bytes, message: str) -> None:
    (line,) = refusal(data)
    assert line.startswith(f"own.json, {message}")
