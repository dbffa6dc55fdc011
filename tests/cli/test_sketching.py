"""What is said of a speech without reading it is what reading it says."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from factories import document, record
from speechkit.cli.reading import ReadOptions
from speechkit.cli.sketching import (
    DocumentsTask,
    Sketcher,
    _raw_texts,
    compact_texts,
    divide,
)
from speechkit.dedupe.shingles import compact
from speechkit.dedupe.sketches import decode
from speechkit.files.store import Kept, Place, Store, to_bytes
from speechkit.split import read_speech, split_document
from speechkit.split.whole import _breaks_off, _ends_well, compact_text, gaps_of
from speechkit.text.furniture import furniture_within

BODY = "今年以来，全县上下团结一心，克服了持续干旱带来的困难，夏粮再获丰收。"
STARTS = (
    "",
    "在全县农业工作会议上的讲话\n",
    "工作总结！\n",
    "县长 王大田\n（2031年3月5日）\n",
    BODY,
)
MIDDLES = ("", "\n", "同志们：\n", BODY, BODY * 6 + "\n", "一、抓好春耕\n", "发展")
# fmt: off
ENDINGS = (
    "本文章共3页，当前在第2页", "第 3 页 共 9 页\n",
    "。", "！", "？", "…", "……", "。”", "！」", "。）", "（掌声）",
    "。（责任单位：市发改委）", "发展", "，", "\n谢谢大家", "\n谢谢大家！", "\n（完）",
    "\n王大田", "\n2031年3月5日", "\n王大田\n2031年3月5日",
    "\n青瓦县人民政府\n二〇三一年三月五日", "\n本文章共3页，当前在第2页", "\n- 12 -",
    "\n第 3 页 共 9 页", "\n来源：青瓦日报", "\n县长在全县大会上的讲话！", "\n二、抓好落实",
    "。\n\n\n", "。 \u3000", "。\t\n附件：", "！\n！", "\n联系电话：123456。",
    "\nhttp://example.org/a?", "。.", "？\n4/9", "\n《青瓦报》！",
)
# fmt: on
PARTS = st.tuples(
    st.sampled_from(STARTS),
    st.lists(st.sampled_from(MIDDLES), max_size=5).map("".join),
    st.lists(st.sampled_from(ENDINGS), min_size=1, max_size=3).map("".join),
).map("".join)


@settings(max_examples=400)
@given(PARTS, st.booleans())
@example("工作总结！", True)
@example("时间：2031年3月5日，地点：青瓦镇？", True)
@example("总结，成绩！\n", True)
@example("，。", True)
@example("本文章共3页，当前在第2页。 \u3000", True)
@example(BODY * 4 + "本文章共3页，当前在第2页", True)
@example("在全县大会上的讲话，2031年\n工作总结！", False)
def test_whoever_surely_ends_well_is_complete(text: str, is_record: bool) -> None:
    made = record(text) if is_record else document(text)
    division = divide(made, ReadOptions())
    for index, (short, raw) in enumerate(
        zip(compact_texts(division), _raw_texts(division), strict=True)
    ):
        speech = read_speech(division, index)
        assert short == compact(speech).text
        if _ends_well(short, raw):
            assert speech.complete, (short, raw)
        if _breaks_off(short, raw):
            assert not speech.complete, raw


def test_a_long_line_without_an_end_need_not_be_read() -> None:
    assert _breaks_off(BODY * 9 + "下一步要抓好", BODY * 9 + "下一步要抓好\n")
    footer = "本文章共3页，当前在第2页"
    assert not _breaks_off(BODY * 9, BODY * 9 + footer)
    for unsure in (BODY + "下一步", BODY * 9, BODY * 9 + "谢谢大家\n王大田", f"{BODY * 9}（完）"):
        assert not _breaks_off("".join(unsure.split()), unsure)


def test_most_texts_that_end_with_a_sentence_need_not_be_read() -> None:
    assert _ends_well(BODY, BODY)
    assert _ends_well("报告" + BODY * 9, "报告\n" + BODY * 9)
    for unsure in ("", "工作总结！", BODY + "发展", BODY + "谢谢大家", BODY[:-1] + "，"):
        assert not _ends_well(unsure, unsure)


@settings(max_examples=50)
@given(PARTS)
def test_a_compact_text_can_be_made_again_from_itsgaps_of(text: str) -> None:
    division = divide(document(text), ReadOptions(look_inside=False))
    (span,) = division.spans
    gaps = gaps_of(furniture_within(division.furniture, span))
    assert [compact_text(text, span, gaps)] == compact_texts(division)


def test_a_batch_says_of_each_document_what_reading_it_says() -> None:
    texts = [
        f"第一篇：甲\n{BODY}\n第二篇：乙\n{BODY}",
        BODY,
        "第一篇：甲\n第二篇：乙\n第三篇：丙\n",
    ]
    documents = [document(text, str(n)) for n, text in enumerate(texts)]
    store, kept = Store.temporary(), []
    for each in documents:
        data = to_bytes(each)
        place = Place(store.append(data), len(data))
        kept.append(Kept(each.id, each.path, each.encoding, place, None))
    task = DocumentsTask(tuple(kept), store.reserve(10_000))
    batch = Sketcher(ReadOptions(), store).sketch(task)
    two, one, refused = batch.documents
    assert (two.n_speeches, one.n_speeches) == (2, 1)  # type: ignore[union-attr]
    assert "only headings" in str(refused)
    compacts, at = [], task.text_at
    for size in batch.text_sizes:
        compacts.append(decode(store.read(at, size)))
        at += size
    store.close()
    speeches = [s for d in documents[:2] for s in split_document(d).speeches]
    assert compacts == [compact(s).text for s in speeches]
