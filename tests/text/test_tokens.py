"""Both engines give the same tokens, quietly, in linear time."""

from __future__ import annotations

import json
import logging
import marshal
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import data_file, real_path
from speechkit.text import tokens
from speechkit.text.tokens import MAX_RUN, Segmenter, cut_words, tokenize

INVENTED = (
    "青石县召开第三次全体会议，部署1-5月份园区建设，完成投资2076.2万元，增长12.5%。",
    "A股、C++、AT&T和T恤：2024年Q3产值3.5+4，含税10,000元，型号x-1_b.c#2@8m3。",
    "“5加2”“白加黑”……国发〔2024〕2号文件——第①项\r\n\t　下一行",
    "臺灣同胞、㐀㐁與𠀀𠀁龘靐😀我們，ＡＢＣ１２３，Ωмир é",
    "",
)
ALPHABET = "县政府发展会议龘㐀𠀀１ＡaBc019+#&._%-–，。“” \n\r\t😀臺A股T恤"


@pytest.mark.parametrize("text", INVENTED)
def test_both_engines_give_the_same_tokens(text: str) -> None:
    assert tokenize(text, segmenter="rjieba") == tokenize(text, segmenter="jieba")


@given(st.text(st.sampled_from(ALPHABET) | st.characters(), max_size=60))
def test_both_engines_give_the_same_tokens_of_any_text(text: str) -> None:
    assert cut_words(text, segmenter="rjieba") == cut_words(text, segmenter="jieba")


@given(st.text(st.sampled_from(ALPHABET) | st.characters(), max_size=60))
def test_the_tokens_make_up_the_text(text: str) -> None:
    found = tokenize(text)
    assert "".join(token.text for token in found) == text
    assert all(text[token.start : token.end] == token.text for token in found)


def test_both_engines_give_the_same_tokens_of_real_texts() -> None:
    for text in _real_texts():
        assert cut_words(text, segmenter="rjieba") == cut_words(text, segmenter="jieba")


def _real_texts() -> Iterator[str]:
    yield real_path().read_text("utf-8")
    for name, n in (("abstract_keywords", 200), ("work_reports", 3), ("policies", 10)):
        lines = data_file(f"{name}.jsonl").read_text("utf-8").splitlines()
        yield from (json.loads(line)["text"] for line in lines[:n])


def test_a_long_run_is_cut_into_blocks() -> None:
    words = cut_words("龘靐齉爩" * MAX_RUN)
    assert "".join(words) == "龘靐齉爩" * MAX_RUN


@pytest.mark.parametrize("segmenter", ["rjieba", "jieba"])
def test_no_engine_sees_more_than_a_block(
    segmenter: Segmenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = tokens._load_engine(segmenter)
    seen = []

    def cut(run: str) -> list[str]:
        seen.append(len(run))
        return list(run)

    monkeypatch.setattr(engine, "cut", cut)
    cut_words("龘靐齉爩" * MAX_RUN, segmenter=segmenter)
    assert seen == [MAX_RUN] * 4  # so that the quadratic model takes linear time


def test_an_unknown_segmenter_is_refused() -> None:
    unknown: Segmenter = "pkuseg"  # type: ignore[assignment]
    with pytest.raises(ValueError, match="pkuseg"):
        tokenize("园区", segmenter=unknown)


QUIET = """
import sys
from speechkit.text.tokens import cut_words
print("|".join(cut_words("青石县召开全体会议", segmenter="jieba")))
"""


def test_jieba_is_silent_and_leaves_the_temporary_folder_alone(tmp_path: Path) -> None:
    poisoned = tmp_path / "jieba.cache"
    poisoned.write_bytes(marshal.dumps(({"青石县召": 10_000_000, "开全体会议": 10_000_000}, 1)))
    before = poisoned.read_bytes(), poisoned.stat().st_mtime_ns
    environment = os.environ | {
        "TMPDIR": str(tmp_path),
        "PYTHONPYCACHEPREFIX": str(tmp_path / "bytecode"),  # warnings come with compiling
        "PYTHONIOENCODING": "utf-8",
    }
    run = subprocess.run(
        [sys.executable, "-W", "always", "-c", QUIET],
        env=environment,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert run.stdout == "|".join(cut_words("青石县召开全体会议")) + "\n"
    assert run.stderr == ""
    assert (poisoned.read_bytes(), poisoned.stat().st_mtime_ns) == before
    assert {path.name for path in tmp_path.iterdir()} <= {"jieba.cache", "bytecode"}


def test_jieba_logs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        cut_words("园区建设", segmenter="jieba")
    assert not caplog.records
