from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from golden import GoldenCheck
from render.factory import (
    TEXT,
    agreement,
    all_results,
    codebook,
    collocates,
    compared,
    comparison,
    dated_keywords,
    diagnosed,
    diagnosis,
    duplicates,
    emphasis,
    grouped_emphasis,
    grouped_keywords,
    keywords,
    lone_speech,
    nothing_in_common,
    searched,
    single,
    split_result,
)
from speechkit.model import SplitResult
from speechkit.render.json import encode, rounded, to_json
from speechkit.results import (
    Agreement,
    Concordance,
    Diagnosis,
    Duplicates,
    Emphasis,
    Keywords,
    Reliability,
)
from speechkit.results.doctor import Looked
from speechkit.themes import load_codebook

if TYPE_CHECKING:
    from speechkit.render import Result

RESULTS: dict[str, Result] = {
    "split": split_result(),
    "dedupe": duplicates(),
    "diff": comparison(),
    "keywords": keywords(),
    "keywords.groups": grouped_keywords(),
    "keywords.trends": dated_keywords(),
    "concordance": collocates(),
    "themes": emphasis(),
    "themes.groups": grouped_emphasis(),
    "agreement": agreement(),
    "doctor": diagnosis(),
}
EMPTY: dict[str, Result] = {
    "split": SplitResult(()),
    "dedupe": Duplicates((), 0.7, 0.8, (), ()),
    "diff": nothing_in_common(),
    "keywords": Keywords(()),
    "concordance": Concordance("抓", False, "position", (), ()),
    "themes": Emphasis("test 1", (), (), (), ()),
    "agreement": Agreement("test 1", (), 0, 0, 0, 0, Reliability(None, None, None), ()),
    "doctor": Diagnosis(
        "test 1", (), 0, 0, 0, (), Looked(0, 0, 0, 0, 0), (), (), (), (), (), (), ()
    ),
}
CONTRACT = {
    "split": ["schema", "documents"],
    "dedupe": [
        *("schema", "n_speeches", "threshold", "containment"),
        *("pairs", "groups", "differences", "passages"),
    ],
    "diff": ["schema", "n_speeches", "similarity", "difference"],
    "keywords": ["schema", "against", "speeches", "groups", "trends"],
    "concordance": [
        *("schema", "term", "regex", "sort", "n_speeches", "count", "n_chars", "per_10k"),
        *("n_in_versions", "speeches", "hits", "collocates"),
    ],
    "themes": [
        *("schema", "codebook", "themes", "theme_groups", "speeches"),
        *("contrasts", "distances", "passages", "paragraphs", "topics", "topic_choice"),
        *("corpus", "versions", "by", "groups", "trends", "map", "calibration"),
    ],
    "agreement": [
        *("schema", "codebook", "coders", "n_places", "n_labels", "n_single", "n_changed"),
        *("alpha", "low", "high", "themes"),
    ],
    "doctor": [
        *("schema", "codebook", "themes", "n_terms", "n_speeches", "n_texts"),
        *("n_sentences", "n_chars", "coverage", "looked_at", "unmatched", "missing"),
        *("ambiguous", "passed_over", "inside", "silent", "suggested"),
    ],
}
"""Fields of the whole, as the contract has them; those below are held by the golden files."""


def objects(value: object) -> Iterator[dict[str, Any]]:
    """Every JSON object inside a value."""
    if isinstance(value, dict):
        yield value
        yield from objects(list(value.values()))
    elif isinstance(value, list):
        for item in value:
            yield from objects(item)


def floats(value: object) -> Iterator[float]:
    """Every float inside a JSON value."""
    for holder in objects(value):
        for item in holder.values():
            yield from (x for x in (item if isinstance(item, list) else [item]) if type(x) is float)


@pytest.mark.parametrize("command", RESULTS)
def test_json_is_as_agreed(command: str, check_golden: GoldenCheck) -> None:
    check_golden(f"{command}.json", to_json(RESULTS[command]))


@pytest.mark.parametrize("results", [RESULTS, EMPTY], ids=["full", "empty"])
@pytest.mark.parametrize("command", CONTRACT)
def test_the_fields_of_the_contract_stand_in_their_order(
    command: str, results: dict[str, Result]
) -> None:
    data = orjson.loads(to_json(results[command]))
    assert list(data) == CONTRACT[command]
    assert data["schema"] == f"speechkit.{command}/1"


@pytest.mark.parametrize("command", ["split", "dedupe", "diff", "concordance", "themes", "doctor"])
def test_every_quotation_is_what_stands_at_its_offsets(command: str) -> None:
    quoted = [
        (o["start"], o["end"], o.get("text", o.get("before")))
        for o in objects(orjson.loads(to_json(RESULTS[command])))
        if "start" in o and ("text" in o or "before" in o) and "title" not in o
    ]
    assert len(quoted) > 2
    assert [text for start, end, text in quoted if TEXT[start:end] != text] == []


def test_an_outline_item_stands_at_its_offsets() -> None:
    outline = orjson.loads(to_json(RESULTS["split"]))["documents"][0]["speeches"][0]["outline"]
    assert [TEXT[o["start"] : o["end"]] for o in outline] == [
        o["label"] + o["title"] for o in outline
    ]


@pytest.mark.parametrize("command", RESULTS)
def test_json_is_indented_and_ends_in_one_line_feed(command: str) -> None:
    made = to_json(RESULTS[command]).decode("utf-8")
    assert made == json.dumps(json.loads(made), ensure_ascii=False, indent=2) + "\n"


def test_a_codebook_comes_as_a_file_of_it(check_golden: GoldenCheck) -> None:
    made = to_json(codebook())
    check_golden("codebook.json", made)
    assert load_codebook(made) == codebook()


@given(st.floats())
def test_a_float_is_finite_rounded_and_never_minus_zero(value: float) -> None:
    made = json.loads(encode({"x": value}))["x"]
    if not math.isfinite(value):
        assert made is None
    else:
        assert math.isclose(made, value, abs_tol=5.1e-7)
        assert math.copysign(1, made) == 1 or made < 0
        assert round(made, 6) == made


def test_floats_that_are_not_numbers_become_null() -> None:
    result = replace(duplicates(), threshold=float("nan"), containment=float("inf"))
    made = orjson.loads(to_json(result))
    assert (made["threshold"], made["containment"]) == (None, None)


@given(st.integers(-(2**53), 2**53))
def test_whole_numbers_stay_whole(value: int) -> None:
    assert encode({"n": value}) == b'{"n":%d}\n' % value


def test_no_float_of_a_result_has_more_than_six_places() -> None:
    found = list(floats(orjson.loads(to_json(RESULTS["themes"]))))
    assert found
    assert [x for x in found if x != rounded(x)] == []


def test_an_undecodable_file_name_is_written_as_an_escape() -> None:
    speech = lone_speech("bad\udcff", path="bad\udcff.txt")
    made = orjson.loads(to_json(SplitResult((single(speech),))))
    assert made["documents"][0]["path"] == "bad\\udcff.txt"


def test_hostile_text_comes_back_as_it_was() -> None:
    hostile = '[/b]\x1b[31m"\\\u202e</script>\x00'
    speech = lone_speech("hostile", title=hostile, text=f"同志们：{hostile}。")
    others = (
        compared(speech, speech),
        searched([speech], speech.text[:2]),
        diagnosed(speech, hostile),
    )
    for result in (*all_results([speech]), *others):
        to_json(result)
    made = orjson.loads(to_json(SplitResult((single(speech),))))
    assert made["documents"][0]["speeches"][0]["title"] == hostile


def test_who_wants_json_or_a_table_waits_for_no_drawing_library() -> None:
    program = (
        "import sys; import speechkit.render.json, speechkit.render.tables; "
        "print(*sorted({'rich', 'jinja2', 'numpy'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ran.stdout.strip() == b""
