"""Speeches made for the tests of themes: places and people in them are invented."""

from __future__ import annotations

from speechkit.model import (
    Document,
    OutlineItem,
    Span,
    Speech,
    View,
)
from speechkit.results import DuplicateGroup, KeepReason

FARMING = "全县粮食生产再获丰收，蔬菜种植面积扩大到三万亩，龙头企业带动农户增收。"
HOSPITALS = "县医院门诊楼投入使用，乡镇卫生院条件改善，合作医疗参合率提高。"
ROADS = "改造农村公路八十公里，两座水库除险加固完工，电网改造全面铺开。"
SCHOOLS = "新建寄宿制学校三所，教师队伍充实，中小学入学率稳步提高。"
DISCIPLINE = "要严明纪律，廉洁自律，管好手中的权力，坚决惩治腐败。"
THANKS = "同志们，这次会议开得很好，我代表县政府向大家表示衷心的感谢。"
PLAIN = "天色渐渐暗了下来，河边的柳树随风摇摆，孩子们还在奔跑。"


def speech(text: str, id_: str = "a", *, headings: tuple[tuple[int, str], ...] = ()) -> Speech:
    """A speech that is the whole of its document, with the headings given by their titles."""
    document = Document(id_, f"{id_}.txt", text)
    outline = []
    for level, title in headings:
        start = text.index(title)
        outline.append(OutlineItem(level, "", title, Span(start, start + len(title))))
    view = View(text, (0,), (0,)) if text else View("", (), ())
    span = Span(0, len(text))
    return Speech(id_, document, span, None, None, "", (), True, tuple(outline), view, 0)


def paragraphs(*parts: str, times: int = 1) -> str:
    """A text whose paragraphs hold four times the sentence given for each."""
    return "\n".join(part * 4 for _ in range(times) for part in parts)


def versions(kept: Speech, *others: Speech) -> DuplicateGroup[Speech]:
    """A group of speeches that count as one text."""
    return DuplicateGroup((kept, *others), kept, KeepReason("longest", ""))
