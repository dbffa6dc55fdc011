from __future__ import annotations

import os
import random
import re
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from factories import CORPUS
from render.factory import lone_speech, single
from speechkit import __version__
from speechkit.dedupe import find_duplicates
from speechkit.keywords import score_keywords
from speechkit.model import (
    Document,
    Lang,
    SplitResult,
)
from speechkit.render.html import to_html
from speechkit.report import STEPS, ReportOptions, build_report
from speechkit.split import split_document
from speechkit.text.background import Background, build_background
from speechkit.themes import measure_emphasis

PARAGRAPHS = (
    "一、把工业园区建设好。青石园区今年要完成投资三亿元，招商引资项目落地十个，企业用工有保障。",
    "二、把农村道路修好。从柳溪到白塔的公路要在雨季以前通车，沿线的水利设施一并维修。",
    "三、把教育办好。县一中的教学楼年底封顶，乡村教师的住房逐步解决，学生上学不再走远路。",
    "四、把作风转过来。少开会，多下乡，群众反映的问题件件有回音，落实情况按月督查。",
)


MAX_PAGE_BYTES = 300_000
"""Of the real document, whose text alone is 122 kB."""
MAX_BRIEF_BYTES = 1_000_000
"""Of 200 speeches without their texts."""
REAL_DOCUMENT = os.environ.get("SPEECHKIT_REAL_DOCUMENT")


@pytest.fixture(scope="module")
def background() -> Background:
    return build_background()


def sources(n: int) -> SplitResult:
    """The same speech with one paragraph less each time, then a different one."""
    speeches = [
        lone_speech(
            f"s{i}", text="同志们：\n" + "\n".join(PARAGRAPHS[: 4 - i % 2]) + "\n谢谢大家。"
        )
        for i in range(n - 1)
    ]
    other = "同志们：\n今天只讲安全。矿山要查，学校要查，桥梁要查，查出隐患立即整改，责任到人。"
    return SplitResult(tuple(map(single, [*speeches, lone_speech("other", text=other)])))


def test_a_report_holds_what_the_analyses_say(background: Background) -> None:
    split = sources(3)
    report = build_report(split, background=background, command="speechkit report a.txt")
    duplicates = find_duplicates(split.speeches, explain=True)
    assert report.split is split
    assert report.duplicates == duplicates
    assert [group.speeches for group in duplicates.groups] == [split.speeches[:2]]
    assert report.keywords == score_keywords(
        split.speeches, groups=duplicates.groups, background=background
    )
    assert report.emphasis == measure_emphasis(split.speeches, groups=duplicates.groups)
    assert (report.version, report.command) == (__version__, "speechkit report a.txt")


def test_options_reach_the_analyses(background: Background) -> None:
    options = ReportOptions(threshold=0.99, containment=0.99, top=2)
    report = build_report(sources(3), options=options, background=background)
    assert (report.duplicates.threshold, report.duplicates.containment) == (0.99, 0.99)
    assert not report.duplicates.groups
    assert all(len(each.keywords) <= 2 for each in report.keywords.speeches)


def test_progress_names_each_step_once_and_ends_complete(background: Background) -> None:
    told: list[tuple[str, int, int]] = []
    build_report(sources(2), background=background, progress=lambda *step: told.append(step))
    assert [step for step, _, _ in told[:-1]] == list(STEPS)
    assert told[-1][1:] == (len(STEPS), len(STEPS))


@pytest.mark.parametrize("n", [0, 1])
def test_none_or_one_speech_makes_a_report_and_a_page(n: int, background: Background) -> None:
    split = sources(1) if n else SplitResult(())
    report = build_report(split, background=background)
    assert not report.duplicates.pairs
    assert len(report.keywords.speeches) == len(report.emphasis.speeches) == n
    assert to_html(report).startswith("<!DOCTYPE html>")


def test_the_page_of_a_split_document_is_the_same_every_time(background: Background) -> None:
    text = "".join(
        f"第{number}篇：县长在青石县大会上的讲话\n同志们：\n"
        + "\n".join(paragraphs)
        + "\n谢谢大家。\n"
        for number, paragraphs in (("一", PARAGRAPHS), ("二", PARAGRAPHS[1:]))
    )
    split = SplitResult((split_document(Document("qingshi", "qingshi.txt", text)),))
    pages = {to_html(build_report(split, background=background)) for _ in range(2)}
    assert len(pages) == 1
    assert "qingshi#2" in pages.pop()


@pytest.mark.skipif(REAL_DOCUMENT is None, reason="SPEECHKIT_REAL_DOCUMENT names no document")
@pytest.mark.parametrize("lang", get_args(Lang))
def test_the_page_of_the_real_document_is_small_and_whole(
    lang: Lang, background: Background
) -> None:
    path = Path(REAL_DOCUMENT or "")
    document = Document(path.stem, path.name, path.read_bytes().decode())
    report = build_report(SplitResult((split_document(document),)), background=background)
    page = to_html(report, lang=lang)
    assert len(page.encode()) <= MAX_PAGE_BYTES
    targets, ids = (set(re.findall(rf'{name}="#?([^"]+)"', page)) for name in ("href", " id"))
    assert targets <= ids
    n_lines = sum(speech.lines[1] - speech.lines[0] + 1 for speech in report.split.speeches)
    assert len([each for each in ids if re.fullmatch(r"s\d+-L\d+", each)]) == n_lines


def test_the_page_of_two_hundred_speeches_is_small(background: Background) -> None:
    """The paragraphs of the corpus dealt anew, so that many are shared and some texts alike."""
    paragraphs = [line for line in CORPUS.read_text("utf-8").splitlines() if len(line) > 60]
    dealt = random.Random(7)  # noqa: S311 - a deal, no secret
    speeches = [
        lone_speech(
            f"s{n}",
            text="\n".join(
                ["同志们：", *dealt.sample(paragraphs, dealt.randint(4, 30)), "谢谢大家。"]
            ),
            title=f"在第{n}次会议上的讲话",
        )
        for n in range(200)
    ]
    report = build_report(SplitResult(tuple(map(single, speeches))), background=background)
    page = to_html(report)
    assert len(page.encode()) <= MAX_BRIEF_BYTES
    targets, ids = (set(re.findall(rf'{name}="#?([^"]+)"', page)) for name in ("href", " id"))
    assert targets <= ids


def test_the_time_of_making_is_told_where_it_is_given_only(background: Background) -> None:
    told, untold = (
        build_report(sources(2), background=background, made=made) for made in ("2031-03-05", "")
    )
    assert "2031-03-05" in to_html(told)
    assert to_html(replace(told, made="")) == to_html(untold)
