"""`speechkit diff`: how two speeches are named, what is shown of them, how it ends."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from factories import CORPUS
from golden import GoldenCheck
from speechkit.cli.run import run

Outcome = tuple[int, str, str]
THIRD, FOURTH = f"{CORPUS}#3", f"{CORPUS}#4"
PARAGRAPHS = (
    "同志们：",
    "今年以来，全县上下团结一心，克服了持续干旱带来的重重困难，夏粮再获丰收。",
    "工业园区新落户企业十二家，青瓦镇的竹编合作社也打开了外省的销路。",
    "城区供水管网改造全部完工，三座桥梁加固之后重新通车，群众出行更加方便。",
    "中小学校舍安全工程基本完成，寄宿学生都住进了新宿舍，食堂换上了燃气灶。",
)


@pytest.fixture
def call(capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Outcome]:
    """Run `diff` in this process: exit code, standard output, standard error."""

    def outcome(*arguments: str | Path) -> Outcome:
        capfdbinary.readouterr()
        code = run(["diff", *map(str, arguments)])
        sys.stdout.flush()
        captured = capfdbinary.readouterr()
        return code, captured.out.decode(), captured.err.decode()

    return outcome


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A text and a version of it: one paragraph moved and touched up, one added."""
    p = PARAGRAPHS
    touched = p[1].replace("夏粮", "秋粮")
    a, b = tmp_path / "a.txt", tmp_path / "b.txt"
    a.write_text("\n".join(p), "utf-8")
    b.write_text(
        "\n".join([p[0], p[2], p[3], touched, p[4], "谢谢大家，祝大家一路平安。"]), "utf-8"
    )
    return a, b


def test_two_speeches_of_a_file_are_named_by_their_numbers(call: Callable[..., Outcome]) -> None:
    code, out, err = call(THIRD, FOURTH)
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert told["schema"] == "speechkit.diff/1"
    assert (told["difference"]["a"], told["difference"]["b"]) == ("speeches#3", "speeches#4")
    assert told["similarity"]["kind"] == "near"


def test_the_difference_is_the_one_that_dedupe_tells(
    call: Callable[..., Outcome], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    told = json.loads(call(THIRD, FOURTH)[1])
    assert run(["dedupe", str(CORPUS), "--explain"]) == 0
    found = json.loads(capfdbinary.readouterr().out)
    assert told["difference"] == found["differences"][0]
    (pair,) = found["pairs"]
    assert told["similarity"].items() <= pair.items()


def test_json_of_the_corpus_is_as_agreed(
    call: Callable[..., Outcome], check_golden: GoldenCheck
) -> None:
    check_golden("diff.json", call(THIRD, FOURTH)[1])


def test_speeches_of_sources_are_named_by_their_ids(
    call: Callable[..., Outcome], files: tuple[Path, Path]
) -> None:
    code, out, _ = call("speeches#4", "a", "--in", CORPUS, "--in", files[0])
    assert code == 0
    assert json.loads(out)["difference"]["a"] == "speeches#4"


def test_a_record_is_named_by_its_id(call: Callable[..., Outcome], tmp_path: Path) -> None:
    records = tmp_path / "records.jsonl"
    lines = [{"id": f"r{n}", "text": "\n".join(PARAGRAPHS[:n])} for n in (3, 4)]
    records.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    code, out, _ = call(f"{records}#r3", f"{records}#2")
    assert code == 0
    assert [c["kind"] for c in json.loads(out)["difference"]["changes"]] == ["inserted"]


def test_a_sign_in_the_name_of_a_file_is_part_of_it(
    call: Callable[..., Outcome], files: tuple[Path, Path]
) -> None:
    odd = files[0].with_name("a#2.txt")
    odd.write_bytes(files[0].read_bytes())
    code, out, _ = call(odd, files[0], "--check")
    assert (code, json.loads(out)["difference"]["changes"]) == (0, [])
    assert call(f"{odd}#1", files[0])[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((CORPUS, FOURTH), "5 speeches; say which, by number: #1 县长"),
        ((f"{CORPUS}#6", FOURTH), "no speech #6 in it; there are #1 县长"),
        ((f"{CORPUS}#x", FOURTH), "no speech #x in it"),
        ((f"{CORPUS}#", FOURTH), "no speech # in it"),
        ((f"{CORPUS}#{'9' * 5000}", FOURTH), "no speech #999"),
        (("none.txt", FOURTH), "none.txt: no such file or folder"),
        (("none.txt#1", FOURTH), "none.txt: no such file or folder"),
        (("speeches#9", "speeches#4", "--in", CORPUS), "no speech is called speeches#9; there are"),
        (("speeches#3", "speeches#4", "--in", "none"), "none: no such file or folder"),
        ((THIRD,), "B is missing; name a second speech"),
        ((THIRD, FOURTH, "--context", "-1"), "--context"),
    ],
)
def test_what_cannot_be_meant_is_one_line_and_2(
    arguments: tuple[str | Path, ...], said: str, call: Callable[..., Outcome]
) -> None:
    code, out, err = call(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_of_many_speeches_a_few_are_listed(call: Callable[..., Outcome], tmp_path: Path) -> None:
    for n in range(30):
        (tmp_path / f"s{n}.txt").write_text("\n".join(PARAGRAPHS), "utf-8")
    _, _, err = call("t", "s1", "--in", tmp_path)
    assert "s0, s1, s2, s3, s4, s5, s6, s7 and 22 more" in err


def test_input_that_cannot_be_used_is_one_line_and_65(
    call: Callable[..., Outcome], tmp_path: Path
) -> None:
    bad = tmp_path / "nul.txt"
    bad.write_bytes("同志们：\n".encode() + b"\0\0" * 50)
    code, out, err = call(bad, bad)
    assert (code, out, err.count("\n")) == (65, "", 1)


def test_a_file_that_cannot_be_read_beside_one_that_can_is_wrong_usage(
    call: Callable[..., Outcome], tmp_path: Path
) -> None:
    bad = tmp_path / "empty.txt"
    bad.write_bytes(b"")
    code, out, err = call(THIRD, bad)
    assert (code, out) == (2, "")
    assert "empty.txt: no speech in it to compare" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_sentence_comes_first(
    lang: str, call: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    _, out, _ = call(THIRD, FOURTH, "--format", "table", "--lang", lang)
    begins = {
        "en": "第四篇 is 第三篇 less four paragraphs (787 characters), its heading changed,",
        "zh": "第四篇即第三篇删去4段（787字），标题有改动，夹入1处页脚，换行不同5处。",
    }
    assert out.startswith(begins[lang])
    assert "\x1b" not in out


def test_what_moved_says_where_to_and_what_changed_in_it(
    call: Callable[..., Outcome], files: tuple[Path, Path]
) -> None:
    _, out, _ = call(*files, "--format", "table")
    assert "(moved to line 4)" in out
    assert "(moved from line 2)" in out
    assert "[-夏-]" in out
    assert "{+秋+}" in out


@pytest.mark.parametrize(("context", "folded"), [("0", 1), ("1", 0), ("9", 0)])
def test_context_says_how_much_stands_around_a_change(
    context: str, folded: int, call: Callable[..., Outcome], files: tuple[Path, Path]
) -> None:
    _, out, _ = call(*files, "--format", "table", "--context", context)
    assert out.count("alike …") == folded


def test_check_tells_a_difference_in_content_by_the_exit_code(
    call: Callable[..., Outcome], files: tuple[Path, Path], tmp_path: Path
) -> None:
    assert call(*files, "--check")[0] == 1
    assert call(files[0], files[0], "--check")[0] == 0
    broken = tmp_path / "broken.txt"
    broken.write_text(files[0].read_text("utf-8").replace("团结一心，", "团结一心，\n"), "utf-8")
    code, out, _ = call(files[0], broken, "--check")
    assert (code, [c["kind"] for c in json.loads(out)["difference"]["changes"]]) == (0, ["layout"])


@pytest.mark.parametrize(("a", "b"), [(1, 5), (3, 3)])
def test_any_two_speeches_can_be_compared(a: int, b: int, call: Callable[..., Outcome]) -> None:
    code, out, _ = call(f"{CORPUS}#{a}", f"{CORPUS}#{b}", "--format", "table")
    assert code == 0
    said = "第一篇 and 第五篇 are no versions of one text." if a != b else "are the same, word for"
    assert said in out


def test_a_table_goes_to_a_file_too(call: Callable[..., Outcome], tmp_path: Path) -> None:
    target = tmp_path / "diff.txt"
    code, out, err = call(THIRD, FOURTH, "-o", target)
    assert (code, out) == (0, "")
    assert str(target) in err
    assert "[-三-]" in target.read_text("utf-8")
    assert call(THIRD, FOURTH, "-o", target)[0] == 73
    assert call(THIRD, FOURTH, "-o", target, "--force", "-q") == (0, "", "")


def test_hostile_text_is_shown_as_it_stands(call: Callable[..., Outcome], tmp_path: Path) -> None:
    hostile = "[/b][red]\x1b]0;x\x07\x1b[2J\u202e讲话\u200b"
    a, b = tmp_path / "a.txt", tmp_path / "b.txt"
    a.write_text("\n".join(PARAGRAPHS), "utf-8")
    b.write_text("\n".join([*PARAGRAPHS[:2], hostile + "完毕。", *PARAGRAPHS[2:]]), "utf-8")
    _, out, _ = call(a, b, "--format", "table")
    assert "[/b][red]<U+001B>]0;x<U+0007>" in out.replace("\n", "")
    assert not any(sign in out for sign in "\x1b\x07\u202e\u200b")
