"""`dedupe --write-kept`: the user's own lines, without what is dropped, whole or not at all."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from formats import docx_bytes
from speechkit.cli import collecting, comparing
from speechkit.dedupe import candidates, pairs
from versions import family, lines, made_text

Outcome = tuple[int, str, str]
Call = Callable[..., Outcome]

TEXTS = [*family(1, 4, 500, (0.05, 0.1)), made_text(2, 300), made_text(3, 300), made_text(2, 300)]


@pytest.fixture(autouse=True)
def _in_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def rows(path: str) -> list[dict[str, Any]]:
    return [
        json.loads(line, parse_int=short)
        for line in Path("kept", path).read_text("utf-8").splitlines()
    ]


def short(digits: str) -> int:
    return int(digits[:99])


def record_lines(texts: Iterable[str], **more: object) -> list[str]:
    return [
        json.dumps({"id": f"r{n}", "text": text, **more}, ensure_ascii=False)
        for n, text in enumerate(texts)
    ]


def agrees(out: str) -> None:
    """What was written is what the command says, and holds no duplicates any more."""
    found = json.loads(out)
    members = {id_: group["kept"] for group in found["groups"] for id_ in group["speeches"]}
    dropped = {id_: kept for id_, kept in members.items() if id_ != kept}
    assert {row["id"]: row["kept"] for row in rows("dropped.jsonl")} == dropped
    assert len(rows("dropped.jsonl")) == len(dropped)
    kept = [row["id"] for row in rows("kept.jsonl")]
    assert len(kept) == len(set(kept)) == found["n_speeches"] - len(dropped)
    assert not set(kept) & set(dropped)


def reread(call: Call) -> None:
    code, out, _ = call("dedupe", "kept/kept.jsonl", "--check")
    assert (code, json.loads(out)["groups"]) == (0, [])


# ---------------------------------------------------------------------------------- content


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_records_go_as_they_came(jobs: str, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "_TASK_DOCUMENTS", 2)
    odd = [
        '{"text":"' + TEXTS[4] + '" ,  "year":1.50,"id" : "a/../b","z":[1,  2.0]}',
        json.dumps({"id": "r9", "text": TEXTS[5]}),
        '{"id": 0012e1, "text": "不是记录"}',
        '{"id": 12, "n": 1e400, "big": ' + "9" * 5000 + ', "text": "' + made_text(9, 80) + '"}',
        '{"id": 1.50, "text": "' + made_text(10, 80) + '"}',
        '{"id": "=cmd|x", "text": "' + made_text(11, 80) + '\\u2028"}',
    ]
    Path("a.jsonl").write_text("\n".join([*odd, *record_lines(TEXTS[:4])]), "utf-8")
    code, out, err = call("dedupe", "a.jsonl", "--write-kept", "kept", "--jobs", jobs)
    assert (code, err.splitlines()[0][:16]) == (1, "a.jsonl: line 3:")
    assert err.splitlines()[1] == "6 speeches written to kept"
    kept = Path("kept/kept.jsonl").read_text("utf-8").split("\n")[:-1]
    assert kept[:5] == [*odd[:2], *odd[3:]]  # a number as an id is the user's own, too
    assert kept[5] in record_lines(TEXTS[:4])
    found = json.loads(out)
    assert len(rows("dropped.jsonl")) == sum(len(g["speeches"]) - 1 for g in found["groups"])
    reread(call)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "big5"])
def test_records_in_other_encodings_are_written_in_utf_8(encoding: str, call: Call) -> None:
    own = record_lines(text.replace("，", ",").replace("。", ".") for text in TEXTS[:5])
    text = "\r\n".join(own)
    if encoding == "big5":
        own = record_lines("".join(c for c in t if is_big5(c)) for t in TEXTS[:5])
        text = "\r\n".join(own)
    Path("a.jsonl").write_bytes(text.encode(encoding))
    code, out, _ = call("dedupe", "a.jsonl", "--encoding", encoding, "--write-kept", "kept")
    assert code == 0
    agrees(out)
    kept = Path("kept/kept.jsonl").read_text("utf-8").splitlines()
    if encoding == "utf-16":
        assert {json.loads(line)["text"] for line in kept} <= {json.loads(o)["text"] for o in own}
    else:
        assert set(kept) < set(own)
    reread(call)


def is_big5(character: str) -> bool:
    try:
        return bool(character.encode("big5"))
    except UnicodeEncodeError:
        return False


def test_records_without_an_id_get_theirs_and_keep_the_rest(call: Call) -> None:
    own = ['{"text": "' + made_text(20 + n, 90) + '", "year": 1.50}' for n in range(3)]
    own[1] = own[1].replace('"text"', '"id": null, "text"')
    own.append('{"id": " ", "text": "' + made_text(30, 90) + '", "n": ' + "7" * 5000 + "}")
    Path("a.jsonl").write_text("\n\n".join(own), "utf-8")
    Path("b.jsonl").write_text('{"id": "a#1", "text": "' + made_text(31, 90) + '"}', "utf-8")
    code, out, _ = call("dedupe", ".", "--write-kept", "kept")
    assert code == 0
    agrees(out)
    assert [row["id"] for row in rows("kept.jsonl")] == ["a#1", "a#3", "a#5", "a#7", "b/a#1"]
    written = Path("kept/kept.jsonl").read_text("utf-8").splitlines()
    assert all('"year": 1.50' in line for line in written[:3])
    assert "7" * 5000 in written[3]
    reread(call)


def test_columns_of_other_names_stay(call: Call) -> None:
    own = [json.dumps({"no": n, "words": text, "id": "x"}) for n, text in enumerate(TEXTS)]
    Path("a.jsonl").write_text("\n".join(own), "utf-8")
    options = ("--text-column", "words", "--id-column", "no")
    assert call("dedupe", "a.jsonl", *options, "--write-kept", "kept")[0] == 0
    assert set(Path("kept/kept.jsonl").read_text("utf-8").splitlines()) < set(own)


def test_a_table_a_text_and_a_word_file_become_records(call: Call) -> None:
    table = "".join(f"c{n},{text},=cmd\n" for n, text in enumerate(TEXTS[:3]))
    Path("a.csv").write_text("id,text,note\n" + table, "utf-8")
    several = "".join(
        f"第{n}篇：在第{n}次会议上的讲话\n同志们：\n{lines(text)}\n\n"
        for n, text in zip("一二三", (TEXTS[4], TEXTS[5], TEXTS[6]), strict=True)
    )
    Path("b.txt").write_text(several, "utf-8")
    Path("c.docx").write_bytes(docx_bytes(lines(made_text(8, 400)).split("\n")))
    code, out, _ = call("dedupe", ".", "--write-kept", "kept")
    assert code == 0
    agrees(out)
    found = {row["id"]: row for row in rows("kept.jsonl")}
    assert set(found) == {"c0", "b#1", "b#2", "c"}
    assert found["c0"] == {
        "note": "=cmd",
        "id": "c0",
        "path": "./a.csv",
        "line_start": 1,
        "line_end": 1,
        "text": TEXTS[0],
    }
    assert (
        found["b#2"]["text"] == several[several.index("第二篇") : several.index("第三篇")].strip()
    )
    assert several.split("\n")[found["b#2"]["line_start"] - 1].startswith("第二篇")
    assert found["c"]["text"].replace("\n", "") == made_text(8, 400)
    reread(call)


def test_the_parts_of_a_record_are_kept_one_by_one(call: Call) -> None:
    several = "".join(
        f"第{n}篇：在第{n}次会议上的讲话\n同志们：\n{lines(text)}\n\n"
        for n, text in zip("一二三", (TEXTS[4], TEXTS[5], TEXTS[6]), strict=True)
    )
    own = record_lines([several, TEXTS[0]], year=2031)
    Path("a.jsonl").write_text("\n".join(own), "utf-8")
    code, out, _ = call("dedupe", "a.jsonl", "--split", "--write-kept", "kept")
    assert code == 0
    agrees(out)
    first, second, other = rows("kept.jsonl")
    assert (first["id"], second["id"], other["id"]) == ("r0#1", "r0#2", "r1")
    assert TEXTS[5] not in first["text"].replace("\n", "")
    assert first["year"] == "2031"
    assert Path("kept/kept.jsonl").read_text("utf-8").splitlines()[2] == own[1]
    reread(call)


def test_hostile_names_are_only_content(call: Call) -> None:
    names = ["../../x", "/etc/x", "=cmd()", "a\u202eb", "\x1b[31m", "con"]
    own = [
        json.dumps({"id": name, "title": name, "text": made_text(40 + n, 90)})
        for n, name in enumerate(names)
    ]
    Path("a.jsonl").write_text("\n".join([*own, own[0].replace("../x", "y")]), "utf-8")
    code, _, err = call("dedupe", "a.jsonl", "--write-kept", "kept")
    assert (code, err) == (0, "6 speeches written to kept\n")
    assert sorted(path.name for path in Path("kept").iterdir()) == [
        ".speechkit",
        "dropped.jsonl",
        "kept.jsonl",
    ]
    assert sorted(path.name for path in Path().iterdir()) == ["a.jsonl", "kept"]
    assert Path("kept/kept.jsonl").read_text("utf-8").splitlines() == own


def test_dropped_speeches_say_how_they_resemble_what_is_kept(call: Call) -> None:
    Path("a.jsonl").write_text("\n".join(record_lines([TEXTS[0], TEXTS[0][:200]])), "utf-8")
    assert call("dedupe", "a.jsonl", "--write-kept", "kept")[0] == 0
    (row,) = rows("dropped.jsonl")
    assert row == {
        "id": "r1",
        "kept": "r0",
        "kind": "contained",
        "jaccard": row["jaccard"],
        "containment": 1.0,
        "reason": "complete",
        "path": "a.jsonl",
    }


def test_nothing_dropped_is_an_empty_list(call: Call) -> None:
    Path("a.jsonl").write_text("\n".join(record_lines(TEXTS[4:6])), "utf-8")
    assert call("dedupe", "a.jsonl", "--write-kept", "kept")[0] == 0
    assert Path("kept/dropped.jsonl").read_bytes() == b""
    assert len(rows("kept.jsonl")) == 2


def test_a_folder_of_what_was_kept_is_read_by_its_records(call: Call) -> None:
    Path("a.jsonl").write_text("\n".join(record_lines(TEXTS)), "utf-8")
    assert call("dedupe", "a.jsonl", "--write-kept", "kept")[0] == 0
    assert rows("dropped.jsonl")
    assert call("dedupe", "kept") == call("dedupe", "kept/kept.jsonl")


# ------------------------------------------------------------------------------ many versions


def test_of_more_equal_texts_than_are_named_each_with_each_one_is_kept(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The best of them may be one that is compared with a few only."""
    monkeypatch.setattr(pairs, "MAX_ONE_BY_ONE", 0)
    monkeypatch.setattr(pairs, "MAX_EQUAL", 5)
    monkeypatch.setattr(pairs, "N_NAMED", 2)
    texts = [lines(TEXTS[0])] * 9
    texts[6] = TEXTS[0]  # the least damaged
    Path("a.jsonl").write_text("\n".join(record_lines([*texts, TEXTS[4]])), "utf-8")
    code, out, _ = call("dedupe", "a.jsonl", "--write-kept", "kept")
    assert code == 0
    agrees(out)
    assert [row["id"] for row in rows("kept.jsonl")] == ["r6", "r9"]


def test_of_a_family_too_large_to_compare_each_with_each_one_is_kept(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pairs, "MAX_ONE_BY_ONE", 0)
    for name, value in (("FREQUENT", 4), ("MANY", 12), ("N_HUBS", 3)):
        monkeypatch.setattr(candidates, name, value)
    text = made_text(8, 400)
    texts = [text[: 398 - 2 * i].rstrip("。，") + "，" for i in range(30)]
    texts[20] = texts[20][:-1] + "。"  # alone does not break off
    Path("a.jsonl").write_text("\n".join(record_lines(texts)), "utf-8")
    code, out, _ = call("dedupe", "a.jsonl", "--write-kept", "kept")
    assert code == 0
    agrees(out)
    assert [row["id"] for row in rows("kept.jsonl")] == ["r20"]


# ----------------------------------------------------------------------------------- places


@pytest.fixture
def source() -> str:
    Path("a.jsonl").write_text("\n".join(record_lines(TEXTS)), "utf-8")
    return "a.jsonl"


def test_an_existing_folder_is_left_alone_without_force(source: str, call: Call) -> None:
    assert call("dedupe", source, "--write-kept", "kept")[0] == 0
    before = Path("kept/kept.jsonl").read_bytes()
    code, out, err = call("dedupe", source, "--threshold", "1", "--write-kept", "kept")
    assert (code, out, err.count("\n")) == (73, "", 1)
    assert Path("kept/kept.jsonl").read_bytes() == before
    options = ("--threshold", "1", "--containment", "1", "--write-kept", "kept", "--force")
    assert call("dedupe", source, *options)[0] == 0
    assert len(Path("kept/kept.jsonl").read_bytes()) > len(before)
    assert not [path for path in Path().iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("options", [(), ("--force",)])
def test_a_folder_of_somebody_else_is_left_alone(
    options: tuple[str, ...], source: str, call: Call
) -> None:
    Path("kept").mkdir()
    Path("kept/mine.txt").write_text("mine", "utf-8")
    code, out, err = call("dedupe", source, "--write-kept", "kept", *options)
    assert (code, out, err.count("\n")) == (73, "", 1)
    assert [path.name for path in Path("kept").iterdir()] == ["mine.txt"]


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt()], ids=["full", "interrupted"])
@pytest.mark.parametrize("step", ["NewFolder.append", "_write", "_sync", "_publish_folder"])
def test_a_failure_leaves_nothing_half_written(
    step: str, error: BaseException, source: str, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(f"speechkit.files.writers.{step}", fail)
    code, out, err = call("dedupe", source, "--write-kept", "kept")
    assert (code, out, err.count("\n")) == (74 if error is FULL else 130, "", 1)
    assert [path.name for path in Path().iterdir()] == ["a.jsonl"]


def test_what_is_small_goes_over_a_store_all_the_same(source: str, call: Call) -> None:
    assert Path(source).stat().st_size < comparing.MAX_IN_MEMORY
    in_memory = call("dedupe", source)
    assert call("dedupe", source, "--write-kept", "kept", "-q") == in_memory
