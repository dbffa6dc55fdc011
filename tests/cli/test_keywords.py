"""`speechkit keywords`: references, groups and trends as users ask for them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from factories import CORPUS

Outcome = tuple[int, str, str]
Call = Callable[..., Outcome]
FILLER = "安全生产不能放松。一项一项去做。\n" * 14
MATTERS = (
    *("桑田茶园鱼塘果林", "桥梁码头车站堤坝", "诊所药房病床护士", "教室操场课本食堂"),
    *("账本票据税收债务", "花灯庙会戏台书法", "水渠井泵雨量闸门"),
)
"""What each of the dated speeches is about, lest they be versions of one another."""


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEECHKIT_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))


@pytest.fixture
def dated(tmp_path: Path) -> Path:
    """Speeches of six years and two places, the last of them without a date."""
    path = tmp_path / "dated.jsonl"
    counts = [1, 2, 4, 8, 16, 32, 3]
    with path.open("w", encoding="utf-8") as file:
        for i, n in enumerate(counts):
            words = [MATTERS[i][k : k + 2] for k in range(0, 8, 2)]
            matters = "".join(f"{word}的事一项一项去办。" for word in words)
            text = f"同志们：\n{'光伏电站是希望。' * n}\n" + f"{matters}\n" * 6
            fields = {"id": f"y{i}", "text": text, "place": "云岭" if i % 2 else "石桥"}
            if i < 6:
                fields["date"] = str(2019 + i)
            file.write(json.dumps(fields, ensure_ascii=False) + "\n")
    return path


def result(outcome: Outcome) -> dict[str, Any]:
    code, out, _ = outcome
    assert code == 0
    content: dict[str, Any] = json.loads(out)
    return content


# ------------------------------------------------------------------------------ against


def test_the_background_is_a_reference(call: Call) -> None:
    found = result(call("keywords", CORPUS, "--against", "background"))
    assert found["against"] == "background"
    assert all(speech["keyness"] for speech in found["speeches"])


def test_a_file_of_frequencies_is_told_from_a_file_of_speeches(tmp_path: Path, call: Call) -> None:
    frequencies = tmp_path / "list.csv"
    frequencies.write_text("词语,频次\n园区,900\n的,99100\n", "utf-8")
    found = result(call("keywords", CORPUS, "--against", frequencies))
    (key,) = [k for k in found["speeches"][0]["keyness"] if k["term"] == "硬仗"]
    assert key["reference_count"] == 0
    assert key["high"] is None
    speeches = tmp_path / "speeches.csv"
    speeches.write_text(f"id,text\na,{FILLER.replace(chr(10), '')}\n", "utf-8")
    found = result(call("keywords", CORPUS, "--against", speeches))
    assert all(k["reference_count"] < 99 for s in found["speeches"] for k in s["keyness"])


def test_a_broken_list_is_refused_in_one_line(tmp_path: Path, call: Call) -> None:
    broken = tmp_path / "list.txt"
    broken.write_text("园区 9\n" * 60 + "道路\n", "utf-8")
    code, out, err = call("keywords", CORPUS, "--against", broken)
    assert (code, out) == (65, "")
    assert err.startswith(f"{broken}:61: no count in it; a line is a term")
    assert err.count("\n") == 1


def test_an_unknown_reference_is_refused_with_what_there_is(dated: Path, call: Call) -> None:
    code, _, err = call("keywords", dated, "--against", "nobody", "--by", "place")
    assert (code, err.count("\n")) == (2, 1)
    assert "there are speeches: y0, y1" in err
    assert "place: 云岭, 石桥" in err


def test_a_group_is_a_reference_where_groups_are_asked_for(dated: Path, call: Call) -> None:
    found = result(call("keywords", dated, "--by", "place", "--against", "云岭"))
    by_value = {group["value"]: group for group in found["groups"]}
    assert by_value["云岭"]["keyness"] == []
    code, _, err = call("keywords", dated, "--against", "云岭")
    assert (code, err.count("\n")) == (2, 1)


@pytest.mark.parametrize("measure", ["fightin", "simplemaths"])
def test_key_terms_can_be_ranked_otherwise(measure: str, call: Call) -> None:
    found = result(call("keywords", CORPUS, "--measure", measure))
    assert {k["measure"] for s in found["speeches"] for k in s["keyness"]} == {measure}


# ------------------------------------------------------------------------------- groups


def test_groups_have_their_speeches_and_those_without_the_fact_are_said(
    dated: Path, call: Call
) -> None:
    outcome = call("keywords", dated, "--by", "date")
    found = result(outcome)
    assert [group["value"] for group in found["groups"]] == [
        *map(str, range(2019, 2025)),
        "",
    ]
    assert found["groups"][-1]["speeches"] == ["y6"]
    assert "--by date: 1 speech has none; a group without a name" in outcome[2]


def test_a_fact_that_makes_no_groups_is_refused(dated: Path, call: Call) -> None:
    for by, words in (("county", "no speech has that"), ("file", "all speeches are of one group")):
        code, _, err = call("keywords", dated, "--by", by)
        assert (code, err.count("\n")) == (2, 1)
        assert words in err


def test_groups_and_trends_are_rows_and_tables_too(dated: Path, call: Call) -> None:
    options = ("keywords", dated, "--by", "place", "--over", "date", "-q")
    code, out, err = call(*options, "--format", "csv")
    assert (code, err) == (0, "")
    assert {line.split(",")[1] for line in out.splitlines()[1:]} >= {"keyword", "group", "trend"}
    _, zh, _ = call(*options, "--format", "table", "--lang", "zh")
    assert "place：云岭" in zh
    assert "上升" in zh


# ------------------------------------------------------------------------------- trends


def test_what_rises_is_found_and_undated_speeches_are_said(dated: Path, call: Call) -> None:
    outcome = call("keywords", dated, "--over", "date")
    first = result(outcome)["trends"][0]
    assert (first["term"], first["direction"]) == ("光伏电站", "rises")
    assert [p["count"] for p in first["periods"]] == [1, 2, 4, 8, 16, 32]
    assert outcome[2] == "--over date: 1 of the texts left out, without a year\n"


def test_too_few_dates_are_said_in_one_line(call: Call) -> None:
    code, out, err = call("keywords", CORPUS, "--over", "date")
    assert (code, out, err.count("\n")) == (65, "", 1)
    assert "no trend can be told from 2 years (2022, 2023)" in err


def test_a_speech_too_short_fails_nothing(tmp_path: Path, call: Call) -> None:
    short = tmp_path / "short.txt"
    short.write_text("同志们：\n今天只讲一件事，就是项目。\n", "utf-8")
    outcome = call("keywords", CORPUS, short)
    (entry,) = [s for s in result(outcome)["speeches"] if s["id"] == "short"]
    assert (entry["sufficient"], entry["keyness"]) == (False, [])
    assert outcome[2] == "too short for key terms (fewer than 100 words): short\n"
    assert call("keywords", CORPUS, short, "-q")[2] == ""


def test_keys_of_a_speech_do_not_depend_on_its_copy(tmp_path: Path, call: Call) -> None:
    folder = tmp_path / "speeches"
    assert call("split", CORPUS, "-o", folder)[0] == 0
    texts = sorted(folder.glob("*.txt"))
    (copy,) = [text for text in texts if text.name.startswith("04")]
    every = result(call("keywords", *texts))["speeches"]
    without = result(call("keywords", *[text for text in texts if text != copy]))["speeches"]
    third = [s for s in every if s["id"].startswith("03")]
    assert third == [s for s in without if s["id"].startswith("03")]
    assert third[0]["keyness"]
    assert result(call("keywords", *reversed(texts)))["speeches"] == every
