from __future__ import annotations

import codecs
import importlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from speechkit.errors import ReadingError, UsageError
from speechkit.files import decode
from speechkit.files.decode import Decoded, find_encoding, guess_encoding, normal_encoding

if TYPE_CHECKING:
    from collections.abc import Callable

SIMPLIFIED = (
    "同志们：",
    "今天我们在青禾县召开全体会议，",
    "主要任务是总结上半年的工作。",
    "一是抓好粮食生产，",
    "确保播种面积稳定在42.6万亩；",
    "二是修通柳塘镇到白石乡的公路。",
    "有的部门作风不实、办事拖拉，",
    "群众对此很有意见！",
    "下一步怎么办？",
    "请各乡镇对照清单，逐项销号。",
    "（一）加快园区建设。",
    "全年引进企业17家，增长8.3%。",
    "“三清三改”要一抓到底，",
    "老旧小区改造惠及3000多户。",
    "让孩子们在家门口上好学，",
    "把医疗服务送到每一个村组。",
    "２０２１年完成投资９亿元。",
    "《实施方案》已经印发，",
    "河长制、林长制全面推行——",
    "谢谢大家。",
    "\n",
    "\r\n",
    "　　",
    "GDP突破120亿元…",
)
TRADITIONAL = (
    "各位同仁：",
    "今天我們在青禾縣召開全體會議，",
    "主要任務是總結上半年的工作。",
    "一是抓好糧食生產，",
    "確保播種面積穩定在42.6萬畝；",
    "二是修通柳塘鎮到白石鄉的公路。",
    "有的部門作風不實、辦事拖拉，",
    "民眾對此很有意見！",
    "下一步怎麼辦？",
    "請各鄉鎮對照清單，逐項完成。",
    "（一）加快園區建設。",
    "全年引進企業17家，增長8.3%。",
    "讓孩子們在家門口上好學，",
    "把醫療服務送到每一個村組。",
    "「三清三改」要一抓到底，",
    "老舊社區改造惠及3000多戶。",
    "《實施方案》已經印發，",
    "謝謝大家。",
    "\n",
    "\r\n",
)
UNMARKED = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


def texts(clauses: tuple[str, ...], least: int) -> st.SearchStrategy[str]:
    def is_long_enough(text: str) -> bool:
        return sum(char > "\x7f" for char in text) >= least

    return (
        st.lists(st.sampled_from(clauses), min_size=2, max_size=40)
        .map("".join)
        .filter(is_long_enough)
    )


@given(text=texts(SIMPLIFIED, 10), encoding=st.sampled_from(UNMARKED))
def test_simplified_text_is_read_in_each_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == Decoded(text, encoding)


@given(text=texts(TRADITIONAL, 10), encoding=st.sampled_from((*UNMARKED, "big5")))
def test_traditional_text_is_read_in_each_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == Decoded(text, encoding)


MARKED = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030", "gb18030"),
)


@pytest.mark.parametrize(("mark", "codec", "name"), MARKED, ids=[name for *_, name in MARKED])
@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_a_byte_order_mark_decides_and_is_no_part_of_the_text(
    mark: bytes, codec: str, name: str, text: str
) -> None:
    assert decode(mark + text.encode(codec)) == Decoded(text, name)


@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), min_size=1))
def test_whatever_is_utf_8_is_read_as_utf_8(text: str) -> None:
    data = text.encode()
    assume(not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"\x84\x31\x95\x33")))
    assert decode(data) == Decoded(text, "utf-8")


def test_plain_ascii_is_utf_8_however_it_would_read_as_utf_16() -> None:
    assert decode(b"this app can break").encoding == "utf-8"


def test_ascii_in_utf_16_is_told_by_its_nuls() -> None:
    assert decode("No. 7\n".encode("utf-16-be")) == Decoded("No. 7\n", "utf-16-be")


def test_line_ends_stay_as_they_are() -> None:
    text = "甲\r\n乙\r丙\n丁\u2028戊\x85"
    assert decode(text.encode()).text == text


@given(data=st.binary(min_size=1, max_size=80))
def test_bytes_are_read_without_loss_or_refused(data: bytes) -> None:
    try:
        decoded = decode(data)
    except ReadingError:
        return
    codec = "utf-8" if decoded.encoding == "utf-8-sig" else decoded.encoding
    marks = [mark for mark, *_ in MARKED if data.startswith(mark)]
    assert data.removeprefix(marks[0] if marks else b"").decode(codec) == decoded.text
    assert "\0" not in decoded.text


WRONG = {
    "nothing": (b"", "empty"),
    "only a mark": (codecs.BOM_UTF8, "empty"),
    "NUL in UTF-8": ("青禾县\0的".encode(), "NUL (byte 9)"),
    "NUL in GB18030": ("青禾县的工作会议\0".encode("gb18030"), "NUL (byte 16)"),
    "NUL in ASCII of even length": (b"abc\0defg", "NUL (byte 3)"),
    "NUL in marked UTF-16": (codecs.BOM_UTF16_LE + "县\0".encode("utf-16-le"), "NUL (byte 4)"),
    "an image": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "NUL (byte 8)"),
    "UTF-8, then GB18030": (
        "青禾县政府".encode() + "柳塘镇的工作".encode("gb18030"),
        "not UTF-8 (byte 15): from there on it seems GB18030; save it all as UTF-8",
    ),
    "UTF-8 cut off": ("青禾县".encode()[:-1], "not UTF-8 (byte 6); mend the file there"),
    "GB18030 cut off": (
        "我们的工作是为了发展".encode("gb18030")[:-1],
        "not GB18030 (byte 18); mend",
    ),
    "half a pair in marked UTF-16": (
        codecs.BOM_UTF16_LE + b"\x3d\xd8a\0",
        "not utf-16-le (byte 2)",
    ),
    "Russian": (
        "Добрый день, город".encode("cp1251"),
        "not UTF-8 (byte 0); mend the file there, or name its --encoding",
    ),
    "French": ("Où est né l'élève ?".encode("latin-1"), "not UTF-8 (byte 1)"),
    "Japanese": ("まちの人びとがあつまりました".encode("shift_jis"), "not UTF-8 (byte 0)"),
    "bytes in no encoding": (b"\xff\x81\xff\x80", "not UTF-8 (byte 0); mend the file there"),
    "Big5 of Hong Kong": (
        ("我們在這裡開會，" * 3 + "嘅").encode("big5hkscs"),
        "not Big5 (byte 48); try --encoding big5hkscs",
    ),
}


@pytest.mark.parametrize(("data", "message"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_said_with_its_byte(data: bytes, message: str) -> None:
    with pytest.raises(ReadingError) as raised:
        decode(data)
    assert str(raised.value).startswith(message)


@given(
    before=texts(SIMPLIFIED, 4),
    after=texts(SIMPLIFIED, 4),
)
def test_two_encodings_in_one_file_are_an_error_where_the_second_begins(
    before: str, after: str
) -> None:
    first = before.encode()
    with pytest.raises(ReadingError, match="not UTF-8") as raised:
        decode(first + after.encode("gb18030"))
    byte = int(str(raised.value).split("(byte ")[1].split(")")[0])
    assert byte >= len(first)


def test_a_text_too_large_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.import_module("speechkit.files.decode"), "MAX_BYTES", 8)
    assert decode(b"a" * 8).text == "a" * 8
    with pytest.raises(ReadingError, match="cut it into several files"):
        decode(b"a" * 9)


OVERRIDES = {
    "GBK": ("青禾县", "gbk", "gbk"),
    "utf8": ("青禾县", "utf-8", "utf-8"),
    "UTF-8": ("\ufeff青禾县", "utf-8", "utf-8-sig"),
    "utf_16": ("\ufeff青禾县", "utf-16-be", "utf-16-be"),
    "UTF-16": ("青禾县的工作", "utf-16-be", "utf-16-be"),
    "latin-1": ("Où", "latin-1", "iso8859-1"),
    "Shift_JIS": ("まち", "shift_jis", "shift_jis"),
}


@pytest.mark.parametrize("named", OVERRIDES)
def test_a_named_encoding_overrides_the_test(named: str) -> None:
    text, codec, reported = OVERRIDES[named]
    assert decode(text.encode(codec), encoding=named) == Decoded(
        text.removeprefix("\ufeff"), reported
    )


def test_bytes_that_a_named_encoding_does_not_have_are_an_error() -> None:
    with pytest.raises(ReadingError, match=r"^not big5hkscs \(byte \d+\); try --encoding utf-8$"):
        decode("青禾县的工作会议".encode(), encoding="big5-hkscs")


@pytest.mark.parametrize(
    "name",
    ["klingon", "", "rot13", "base64", "idna", "utf-7", "unicode_escape", "undefined", "a\0b"],
)
def test_a_name_of_no_text_encoding_is_wrong_usage(name: str) -> None:
    with pytest.raises(UsageError, match="try utf-8, gb18030 or big5"):
        decode(b"", encoding=name)


@pytest.mark.parametrize(
    "name", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "gb18030", "big5"]
)
def test_the_names_reported_are_pythons_own(name: str) -> None:
    assert normal_encoding(name) == name == codecs.lookup(name).name


def test_the_beginning_of_a_file_tells_its_encoding_though_a_line_in_it_is_damaged() -> None:
    lines = [b"{\xff}", *(line.encode() for line in SIMPLIFIED)]
    assert find_encoding(b"\n".join(lines), None) == "utf-8"


def test_a_text_that_begins_with_much_ascii_is_told_by_what_follows() -> None:
    assert guess_encoding(b"0123456789\n" * 20_000 + "我们的工作".encode("gb18030")) == "gb18030"


def mistakes(read: Callable[[bytes], str]) -> list[tuple[str, str]]:
    """Short texts of one clause that are read as another encoding than they are in."""
    cases = [(text, name) for text in (*SIMPLIFIED, *TRADITIONAL) for name in ("gb18030", "big5")]
    return [
        (text, name)
        for text, name in cases
        if sum(char > "\x7f" for char in text) >= 6
        and (data := text.encode(name, "ignore")).decode(name) == text
        and read(data) != name
    ]


def test_one_clause_is_enough_to_tell_gb18030_from_big5() -> None:
    assert mistakes(guess_encoding) == []
