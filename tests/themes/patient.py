"""A small codebook that fits, and invented speeches that are read with it.

Each speech has paragraphs of one theme each; a sentence holds three words of its theme between
words that stand in all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from speechkit.model import Speech
from speechkit.results import Theme
from speechkit.results.codebook import Codebook, ThemeEntry, ThemeGroup
from themes.making import PLAIN, speech

WORDS: Mapping[str, tuple[str, ...]] = {
    "farming": (
        *("粮食", "水稻", "小麦", "玉米", "灌溉", "化肥", "耕地", "畜牧", "蔬菜"),
        *("水产", "农户", "果树", "棉花", "丰收", "农田", "大豆"),
    ),
    "health": (
        *("医院", "医生", "护士", "疫苗", "病床", "药品", "诊所", "手术"),
        *("门诊", "患者", "体检", "疾病"),
    ),
    "schools": (
        *("学校", "教师", "课堂", "学生", "教材", "校舍", "操场", "作业"),
        *("考试", "毕业", "招生", "课程"),
    ),
    "roads": (
        *("公路", "桥梁", "隧道", "车站", "货运", "铁路", "路面", "客车"),
        *("码头", "航道", "通车", "收费站"),
    ),
}
"""By theme."""
FRAMES = (
    "今年{}和{}都有了变化，{}也一样。",
    "大家说起{}和{}，都没有忘记{}。",
    "一边是{}和{}，一边是{}，两头都要看到。",
    "我到县里看了{}和{}，又看了{}。",
)
N_SPEECHES = 6
N_PARAGRAPHS = 3
"""Of a theme in a speech."""


def codebook(words: Mapping[str, Iterable[str]] = WORDS) -> Codebook:
    """A theme for each list of words, all of them seeds."""
    return Codebook(
        "test",
        "1",
        (ThemeGroup("all", "全部", "All"),),
        tuple(
            ThemeEntry(Theme(id_, id_, id_.title(), "all"), tuple(terms))
            for id_, terms in words.items()
        ),
    )


def added(seeds: Iterable[str], theme: str, exclude: Iterable[str] = ()) -> Codebook:
    """The codebook with further seeds in one theme, and what it excludes."""
    book = codebook()
    entries = (
        replace(entry, seeds=(*entry.seeds, *seeds), exclude=tuple(exclude))
        if entry.theme.id == theme
        else entry
        for entry in book.entries
    )
    return replace(book, entries=tuple(entries))


def moved(term: str, theme: str) -> Codebook:
    """A codebook in which a word stands with a theme it does not belong to."""
    lists = {id_: [word for word in words if word != term] for id_, words in WORDS.items()}
    lists[theme].append(term)
    return codebook(lists)


def speeches(n: int = N_SPEECHES) -> tuple[Speech, ...]:
    """Speeches in which every word stands some dozen times, all of them different."""
    return tuple(speech("\n".join(_paragraphs(number)), f"s{number}") for number in range(n))


def with_text(text: str) -> tuple[Speech, ...]:
    """The speeches with a paragraph of its own after each of their paragraphs."""
    return tuple(
        speech("\n".join(f"{line}\n{text}" for line in each.text.split("\n")), each.id)
        for each in speeches()
    )


def sick() -> tuple[Codebook, tuple[Speech, ...]]:
    """A codebook with every kind of error, and speeches in which all of them show."""
    words = {
        **WORDS,
        "farming": (*WORDS["farming"][10:], "拖拉机"),
        "schools": (*WORDS["schools"], "主权", "民政"),
        "roads": ("公路", "桥梁", "隧道", "玉米"),
    }
    text = f"县人民政府来看医院。农户有自主权，种棉花和大豆。{PLAIN}"
    return codebook(words), with_text(text)


def _paragraphs(number: int) -> Iterator[str]:
    for words in WORDS.values():
        stream = _round(words, number)
        for part in range(N_PARAGRAPHS):
            frames = _round(FRAMES, number + part)
            yield "".join(frame.format(*islice(stream, 3)) for frame in islice(frames, len(FRAMES)))


def _round(words: tuple[str, ...], start: int) -> Iterator[str]:
    """The words in an order that is another one for each start, over and over."""
    step = 1 + 2 * (start % 3)
    place = start
    while True:
        yield words[place % len(words)]
        place += step if place % 5 else step + 1
