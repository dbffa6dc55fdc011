"""`--words` and `--stopwords`: the user's own words honoured, bad lists refused in one line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import speechkit.cli
from factories import CORPUS
from golden import GoldenCheck

Outcome = tuple[int, str, str]

COMMANDS = ("keywords", "report")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _own_folder(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEECHKIT_CACHE", str(cache))
    monkeypatch.chdir(tmp_path)


def write(name: str, text: str, encoding: str = "utf-8") -> str:
    Path(name).write_bytes(text.encode(encoding))
    return name


def keywords(out: str) -> list[str]:
    return [k["term"] for speech in json.loads(out)["speeches"] for k in speech["keywords"]]


BAD: dict[str, tuple[list[str], dict[str, bytes]]] = {
    "a missing dictionary": (["--words", "w.txt"], {}),
    "a missing list": (["--stopwords", "s.txt"], {}),
    "a folder": (["--words", "."], {}),
    "an empty dictionary": (["--words", "w.txt"], {"w.txt": b""}),
    "a dictionary of comments": (["--words", "w.txt"], {"w.txt": b"# to do\n"}),
    "one broken line": (["--words", "w.txt"], {"w.txt": "旬调度 5 n\n月考核 -5\n".encode()}),
    "many broken lines": (
        ["--words", "w.txt"],
        {
            "w.txt": "旬调度 n 5\n月考核,5\n季分析 强担当\n旬调度 5\n旬调度 6\n，\n"
            "县\u202e志 3\n".encode()
        },
    ),
    "a dictionary in two encodings": (
        ["--words", "w.txt"],
        {"w.txt": "旬调度\n月考核\n".encode() * 9 + "季分析\n".encode("gbk")},
    ),
    "a binary file": (["--words", "w.txt"], {"w.txt": b"PK\x03\x04\0\0\0"}),
    "a speech": (["--words", str(CORPUS)], {}),
    "a list with a sentence": (["--stopwords", "s.txt"], {"s.txt": ("大家" * 30).encode()}),
    "a word in both": (
        ["--words", "w.txt", "--stopwords", "s.txt"],
        {"w.txt": "旬调度 5\n".encode(), "s.txt": "大家 旬调度\n".encode()},
    ),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_each_bad_list_is_refused_in_one_line(
    command: str, call: Callable[..., Outcome], check_golden: GoldenCheck, tmp_path: Path
) -> None:
    said = []
    for name, (options, files) in BAD.items():
        for path, data in files.items():
            (tmp_path / path).write_bytes(data)
        code, out, err = call(command, "unread.txt", *options)
        assert (out, err.count("\n"), "\x1b" in err) == ("", 1, False), name
        said.append(f"{name}\n  exit {code}: {err.replace(str(CORPUS), 'speeches.txt')}")
        for path in files:
            (tmp_path / path).unlink()
    check_golden("bad_words.txt", "".join(said))


def test_words_are_listed_and_stopwords_are_not(call: Callable[..., Outcome]) -> None:
    code, out, err = call("keywords", CORPUS, "--top", "50")
    assert (code, err) == (0, "")
    before = keywords(out)
    assert "停产半停产" in before
    assert "政府组成人员" not in before
    words = write("w.txt", "# ours\n政府组成人员 n\n良心账 5\n")
    stopwords = write("s.txt", "停产半停产 乡镇长 # offices\n")
    code, out, err = call(
        "keywords", CORPUS, "--top", "50", "--words", words, "--stopwords", stopwords
    )
    assert (code, err) == (0, "")
    after = keywords(out)
    assert {"政府组成人员", "良心账"} <= set(after)
    assert not any("乡镇长" in term or term == "停产半停产" for term in after)


def test_both_segmenters_give_the_same_bytes(call: Callable[..., Outcome]) -> None:
    words = write("w.txt", "政府组成人员\n爬坡 9\n5G基站\n保增长、保稳定\n施工队\n")
    found = {
        call("keywords", CORPUS, "--words", words, "--segmenter", segmenter)
        for segmenter in ("rjieba", "jieba")
    }
    assert len(found) == 1
    assert found.pop()[0] == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_a_list_in_gbk_is_read_and_said(command: str, call: Callable[..., Outcome]) -> None:
    stopwords = write("s.txt", "停产半停产\n乡镇长\n施工队长\n", "gbk")
    code, out, err = call(command, CORPUS, "--stopwords", stopwords)
    remark = "s.txt: read as gb18030, its first word 停产半停产; if that is wrong, save it as UTF-8"
    assert (code, err) == (0, f"{remark}\n")
    assert out
    code, _, err = call(command, CORPUS, "--stopwords", stopwords, "--quiet")
    assert (code, err) == (0, "")


def test_a_report_honours_the_users_words(call: Callable[..., Outcome]) -> None:
    _, before, _ = call("report", CORPUS)
    stopwords = write("s.txt", "施工队长\n")
    code, after, _ = call("report", CORPUS, "--stopwords", stopwords)
    assert code == 0
    assert after.count("施工队长") < before.count("施工队长")


@pytest.mark.parametrize(
    ("options", "is_started"),
    [
        (["--collocates"], True),
        (["--collocates", "--stopwords", "s.txt"], True),
        ([], False),
        (["--collocates", "--words", "w.txt"], False),
        (["--collocates", "--words=w.txt"], False),
        (["--collocates", "--help"], False),
    ],
)
def test_the_segmenter_is_started_ahead_where_it_knows_all_words(
    options: list[str], is_started: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = object()
    monkeypatch.setattr("speechkit.engines.segmenter.SegmenterProcess", lambda: process)
    started = speechkit.cli._segmenter(["concordance", "桥", "a.txt", *options])
    assert started is (process if is_started else None)


def test_a_segmenter_started_ahead_is_not_asked_about_the_users_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from speechkit.cli.run import run
    from speechkit.engines.segmenter import SegmenterProcess

    class Unasked(SegmenterProcess):
        def __init__(self) -> None: ...

        def __call__(self, text: str) -> list[str]:
            raise AssertionError(text)

    words = write("w.txt", "政府组成人员\n")
    options = ["--collocates", "--min-count", "1", "--top", "50", "--words", words]
    arguments = ["concordance", "乡镇长", str(CORPUS), *options]
    assert run(arguments, segmenter=Unasked()) == 0
    assert "政府组成人员" in capsys.readouterr().out
