"""Both engines give the same tokens, quietly, in linear time."""

from __future__ import annotations

import json
import logging
import marshal
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from factories import CORPUS, data_file, real_path
from speechkit.text import tokens
from speechkit.text.tokens import MAX_RUN, Segmenter, cut_words, make_cutter, tokenize
from speechkit.text.user_words import MAX_WORD, UserWord

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


THRICE = re.compile(r"(.)\1\1")
"""One character three times: the two engines' hidden Markov models round otherwise where two
ways to cut an unknown run are equally likely, and then these are (国国国国). No text has them."""


@given(st.text(st.sampled_from(ALPHABET) | st.characters(), max_size=60))
def test_both_engines_give_the_same_tokens_of_any_text(text: str) -> None:
    assume(not THRICE.search(text))
    assert cut_words(text, segmenter="rjieba") == cut_words(text, segmenter="jieba")


@given(st.text(st.sampled_from(ALPHABET) | st.characters(), max_size=60))
def test_the_tokens_make_up_the_text(text: str) -> None:
    found = tokenize(text)
    assert "".join(token.text for token in found) == text
    assert all(text[token.start : token.end] == token.text for token in found)


def test_both_engines_give_the_same_tokens_of_the_corpus() -> None:
    text = CORPUS.read_text("utf-8")
    assert cut_words(text, segmenter="rjieba") == cut_words(text, segmenter="jieba")


def test_both_engines_give_the_same_tokens_of_every_text_at_hand() -> None:
    """Of every run they are given, each once: a text's tokens are those of its runs in order."""
    runs = {run for text in _real_texts() for run in tokens._PIECE.findall(text)}
    rjieba, jieba = tokens._load_engine("rjieba"), tokens._load_engine("jieba")
    assert len(runs) > 30_000
    assert [run for run in sorted(runs) if rjieba.cut(run) != jieba.cut(run)] == []


def test_the_tokens_of_every_text_at_hand_make_it_up() -> None:
    for text in _real_texts():
        assert "".join(cut_words(text)) == text


def _real_texts() -> Iterator[str]:
    yield real_path().read_text("utf-8")
    for path in sorted(data_file("policies.jsonl").parent.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            yield json.loads(line).get("text", "")


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


@pytest.mark.parametrize("segmenter", ["rjieba", "jieba"])
def test_a_long_run_of_unknown_characters_takes_linear_time(
    segmenter: Segmenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = tokens._load_engine(segmenter)
    seen = []

    def cut(run: str) -> list[str]:
        seen.append(len(run))
        return [run]

    monkeypatch.setattr(engine, "cut", cut)
    rare = "龘靐齉爩鱻" * 40_000
    assert "".join(cut_words(rare, segmenter=segmenter)) == rare
    assert len(seen) == len(rare) / MAX_RUN  # each of a length the model can bear
    assert max(seen) == MAX_RUN


def test_an_unknown_segmenter_is_refused() -> None:
    unknown: Segmenter = "pkuseg"  # type: ignore[assignment]
    with pytest.raises(ValueError, match="pkuseg"):
        tokenize("园区", segmenter=unknown)


# ------------------------------------------------------------------------- the user's words

ENGINES: tuple[Segmenter, ...] = ("rjieba", "jieba")


@pytest.mark.parametrize("segmenter", ENGINES)
@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("旬调度", "实行旬调度", "实行|旬调度"),
        ("政绩观", "树立正确的政绩观", "树立|正确|的|政绩观"),
        ("政绩观", "政绩观念", "政绩|观念"),  # the dictionary has its say
        ("和服", "产品和服务", "产品|和|服务"),
        ("产品和服务", "产品和服务", "产品和服务"),
        ("5G基站", "建5G基站，15G基站", "建|5G基站|，|15G|基站"),
        ("x-1", "x-1号，x-10号", "x-1|号|，|x|-|10|号"),
        ("AI", "AI与MAIN", "AI|与|MAIN"),
        ("３Ｄ", "３Ｄ与３３Ｄ", "３Ｄ|与|３|３|Ｄ"),
        ("Belt and Road", "the Belt and Road", "the| |Belt and Road"),
        ("保增长、保稳定", "保增长、保稳定性", "保增长、保稳定|性"),
        ("《县志》 县志》卷一", "《县志》卷一", "《县志》|卷|一"),
        ("加、减 加、减、乘", "加、减、乘、除", "加、减、乘|、|除"),
        ("㐀村", "㐀村", "㐀村"),
    ],
)
def test_a_users_word_is_a_token(
    segmenter: Segmenter, words: str, text: str, expected: str
) -> None:
    own = [UserWord(words)] if words.isascii() else map(UserWord, words.split())
    assert "|".join(make_cutter(segmenter, own)(text)) == expected


@pytest.mark.parametrize("segmenter", ENGINES)
def test_a_frequency_decides_how_much_a_word_weighs(segmenter: Segmenter) -> None:
    text = "产品和服务"
    assert make_cutter(segmenter, [UserWord("品和", 1)])(text) == cut_words(text)
    assert make_cutter(segmenter, [UserWord("品和", 10**9)])(text) == ["产", "品和", "服务"]


@pytest.mark.parametrize("segmenter", ENGINES)
def test_the_order_of_the_words_changes_nothing(segmenter: Segmenter) -> None:
    words = [UserWord("一企"), UserWord("一企一册"), UserWord("企一册", 500)]
    text = "推行一企一册，企一册"
    assert make_cutter(segmenter, words)(text) == make_cutter(segmenter, words[::-1])(text)


@pytest.mark.parametrize("segmenter", ENGINES)
def test_words_of_one_cutter_are_no_words_of_another(segmenter: Segmenter) -> None:
    import jieba
    import rjieba

    text = "实行旬调度"
    assert make_cutter(segmenter, [UserWord("旬调度", 1000)])(text)[-1] == "旬调度"
    assert cut_words(text, segmenter=segmenter)[-1] != "旬调度"
    assert make_cutter(segmenter)(text)[-1] != "旬调度"
    assert not rjieba.has_word("旬调度")
    assert "旬调度" not in jieba.dt.FREQ


def test_a_cutter_from_elsewhere_keeps_its_own_words() -> None:
    assert make_cutter(list, [UserWord("旬调度")]) is list


def test_an_unknown_segmenter_is_refused_with_words_too() -> None:
    unknown: Segmenter = "pkuseg"  # type: ignore[assignment]
    with pytest.raises(ValueError, match="pkuseg"):
        make_cutter(unknown, [UserWord("园区")])


def test_offsets_are_right_around_the_users_words() -> None:
    text = "😀建5G基站\r\n，旬调度。"
    found = tokenize(text, segmenter=make_cutter(words=[UserWord("5G基站"), UserWord("旬调度")]))
    assert {token.text for token in found} >= {"5G基站", "旬调度", "\r\n"}
    assert all(text[token.start : token.end] == token.text for token in found)


USER_WORDS = st.lists(
    st.builds(
        UserWord,
        st.text(st.sampled_from(ALPHABET), min_size=1, max_size=6),
        st.none() | st.integers(1, 10**9),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda word: word.text,
)


@settings(max_examples=25)  # a dictionary takes an engine a tenth of a second
@given(USER_WORDS, st.data())
def test_both_engines_give_the_same_tokens_with_any_words(
    words: Sequence[UserWord], data: st.DataObject
) -> None:
    rjieba, jieba = (make_cutter(engine, words) for engine in ENGINES)
    parts = st.sampled_from([*ALPHABET, *(word.text for word in words)])
    for text in data.draw(st.lists(st.lists(parts, max_size=30).map("".join), max_size=10)):
        found = rjieba(text)
        assert "".join(found) == text
        assert THRICE.search(text) or found == jieba(text)


@settings(max_examples=25)
@given(USER_WORDS, st.text(st.sampled_from(ALPHABET), max_size=60))
def test_a_word_with_a_sign_in_it_comes_out_whole(words: Sequence[UserWord], text: str) -> None:
    signs = [word for word in words if re.search(r"[，。“”–😀]", word.text)][:1]
    assume(signs)
    around = f"{text}；{signs[0].text}；{text}"
    ends = tuple(accumulate(map(len, make_cutter(words=signs)(around)), initial=0))
    start = len(text) + 1
    assert (start, start + len(signs[0].text)) in pairwise(ends)


def test_words_are_found_in_linear_time_whatever_they_are() -> None:
    hostile = {f"《{'一' * n}{m}》" for n in range(30) for m in "二三四五六七八九十"}
    finder = tokens._Finder(hostile)
    assert all(len(lengths) <= MAX_WORD for lengths in finder._lengths.values())
    assert list(finder.places("《一二》《一一》")) == [(0, 4)]


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
