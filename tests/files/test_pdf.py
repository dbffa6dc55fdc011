from __future__ import annotations

import random
import sys
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress

import pytest

from formats import pdf_bytes
from speechkit.errors import ReadingError
from speechkit.files import pdf
from speechkit.files.extracted import Extracted
from speechkit.files.pdf import extract
from speechkit.files.pdf_layout import lay_out
from speechkit.files.pdf_rows import Page, Run

CLAUSES = (
    "今天我们在青禾县召开全体会议",
    "总结上半年的工作",
    "部署下一步的任务",
    "粮食播种面积稳定在四十二万亩",
    "柳塘镇的公路已经修通",
    "群众对办事拖拉很有意见",
    "各部门要对照清单逐项销号",
)
WIDTH, HEIGHT = 595.0, 842.0


def paragraphs(n: int, seed: int = 1) -> list[str]:
    """Paragraphs of 20 to 150 characters."""
    chance = random.Random(seed)  # noqa: S311 # not a secret
    return ["，".join(chance.choices(CLAUSES, k=chance.randint(2, 12))) + "。" for _ in range(n)]


def body(extracted: Extracted) -> str:
    """The text without its furniture."""
    text = extracted.text
    spans = [mark.span for mark in extracted.marks if mark.kind == "furniture"]
    for span in sorted(spans, reverse=True):
        text = text[: span.start] + text[span.end + 1 :]
    return text


def marked(extracted: Extracted, kind: str) -> list[str]:
    marks = (mark for mark in extracted.marks if mark.kind == kind)
    return [extracted.text[mark.span.start : mark.span.end] for mark in marks]


# ------------------------------------------------------------------------------- whole files

TALK = ["在青禾县半年工作会议上的讲话", "同志们：", *paragraphs(40), "谢谢大家。"]


@pytest.mark.parametrize("indent", ["", "　　"])
@pytest.mark.parametrize("head", ["", "青禾县工作会议材料", "会议材料 {page}/{pages}"])
def test_paragraphs_are_whole_over_lines_and_pages(indent: str, head: str) -> None:
    extracted = extract(pdf_bytes([indent + line for line in TALK], head=head))
    assert body(extracted).splitlines() == TALK
    n_pages = len(marked(extracted, "page"))
    assert n_pages > 3
    feet = [str(n) for n in range(1, n_pages + 1)]
    heads = [head.format(page=n, pages=n_pages) for n in feet] if head else []
    assert sorted(marked(extracted, "furniture")) == sorted(feet + heads)


def test_a_page_begins_where_its_mark_stands() -> None:
    lines = [f"{n}、{'柳塘镇' * 9}" for n in range(60)]
    extracted = extract(pdf_bytes(lines, foot="", lines_a_page=20))
    starts = [mark.span.start for mark in extracted.marks if mark.kind == "page"]
    assert [extracted.text[start:].split("、")[0] for start in starts] == ["0", "20", "40"]


def test_a_character_alone_on_its_line_is_not_lost() -> None:
    assert extract(pdf_bytes(["柳塘镇的公路" * 6, "好", "。"], foot="")).text.count("好") == 1


def test_a_pdf_has_no_marks_beyond_its_text() -> None:
    extracted = extract(pdf_bytes(TALK))
    assert all(0 <= m.span.start <= m.span.end <= len(extracted.text) for m in extracted.marks)
    assert list(extracted.marks) == sorted(extracted.marks, key=lambda mark: mark.span)


def made(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of which is the catalogue."""
    out, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    out_end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + out_end


def pages(*contents: bytes, resources: bytes = b"") -> bytes:
    """A PDF of a page for each of these contents."""
    kids = b" ".join(b"%d 0 R" % (3 + 2 * n) for n in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)),
    ]
    for n, content in enumerate(contents):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << %s >> >>" % (4 + 2 * n, resources)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return made(*objects)


PICTURE = b"q 500 0 0 700 40 70 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q"
LATIN = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"


@pytest.mark.parametrize("turn", [b"1 0 0 1 100 300", b"0 1 -1 0 300 100", b"0 -1 1 0 300 700"])
def test_a_page_that_lies_on_its_side_is_read_in_its_lines(turn: bytes) -> None:
    content = b"q %s cm BT /F1 12 Tf 0 40 Td (The first line) Tj 0 -20 Td (The next) Tj ET Q" % turn
    assert extract(pages(content, resources=LATIN)).text == "The first line\nThe next\n"


def test_pictures_without_text_are_named_as_such() -> None:
    with pytest.raises(ReadingError, match=r"^no text in it, only pictures of 2 pages; run OCR"):
        extract(pages(PICTURE, PICTURE))


def test_pages_without_text_among_others_are_losses() -> None:
    text = b"BT /F1 12 Tf 50 700 Td (A page with words) Tj ET"
    extracted = extract(pages(text, PICTURE, text, resources=LATIN))
    assert extracted.text.count("A page with words") == 2
    assert extracted.losses == ("page 2 without text, only pictures; run OCR for them",)


def test_pages_with_nothing_are_empty() -> None:
    with pytest.raises(ReadingError, match=r"^empty \(1 page without text\)"):
        extract(pages(b""))


def without_meanings(lines: list[str]) -> bytes:
    """A PDF that does not say which characters its codes are."""
    data = pdf_bytes(lines)
    for old, new in (
        (b"/UniGB-UCS2-H /D", b"/Identity-H    /D"),
        (b"(GB1)", b"(XX1)"),
        (b"/ToUnicode 6 0 R", b" " * 16),
    ):
        assert old in data
        data = data.replace(old, new)
    return data


def test_a_text_whose_characters_mean_nothing_is_refused() -> None:
    with pytest.raises(ReadingError, match="do not say which characters they show"):
        extract(without_meanings(["ɔʎɐʇʌÞðɔʎɐʇʌÞð"]))
    assert extract(without_meanings(TALK[:3])).text.startswith(TALK[0])


def test_a_pdf_with_a_password_says_so() -> None:
    entry = b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (b"41" * 32, b"42" * 32)
    plain = pages(b"BT ET")
    locked = plain.replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<41> <41>] /Encrypt " + entry,
    )
    with pytest.raises(ReadingError, match=r"^protected by a password; save it without one$"):
        extract(locked)


BROKEN = {
    "nothing": b"",
    "no PDF": "同志们".encode(),
    "only a head": b"%PDF-1.7\n",
    "cut off": pdf_bytes(TALK)[:700],
    "a page that is its own parent": made(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_one_error(case: str) -> None:
    with pytest.raises(ReadingError) as raised:
        extract(BROKEN[case])
    assert "\n" not in str(raised.value)


def test_damage_gives_text_or_an_error_of_ours() -> None:
    data = pdf_bytes(TALK[:6])
    chance = random.Random(7)  # noqa: S311 # not a secret
    for _ in range(30):
        mutated = bytearray(data)
        for _ in range(chance.randint(1, 12)):
            mutated[chance.randrange(len(mutated))] = chance.randrange(256)
        with suppress(ReadingError):
            assert extract(bytes(mutated)).text


# ------------------------------------------------------------------------ the process beside us

READ_ALL = "import sys; sys.stdin.buffer.read(); "
CHILDREN = {
    "dies": "import os; os.abort()",
    "dies after reading": READ_ALL + "import os; os.abort()",
    "says nothing": READ_ALL,
    "says no JSON": READ_ALL + "print('[' * 100000)",
    "says something else": READ_ALL + "print('[1]')",
    "takes all the memory": READ_ALL + "raise MemoryError",
    "hangs": READ_ALL + "import time; time.sleep(60)",
    "does not even read": "import time; time.sleep(60)",
}


@pytest.mark.parametrize("case", CHILDREN)
def test_a_child_that_fails_means_a_damaged_file(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "MAX_SECONDS", 1)
    monkeypatch.setattr(pdf, "_command", lambda: [sys.executable, "-I", "-c", CHILDREN[case]])
    with pytest.raises(ReadingError, match=r"^damaged, or no PDF"):
        extract(b"%PDF-1.7" + bytes(2**20))


def test_a_child_that_says_too_much_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    program = READ_ALL + "\nwhile True: sys.stdout.write('x' * 100000)"
    monkeypatch.setattr(pdf, "MAX_ANSWER", 10**6)
    monkeypatch.setattr(pdf, "_command", lambda: [sys.executable, "-I", "-c", program])
    with pytest.raises(ReadingError, match=r"^more pages or text than is read"):
        extract(b"%PDF-1.7")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold the limit")
def test_a_page_that_unpacks_to_gigabytes_costs_one_error() -> None:
    packer = zlib.compressobj(1)
    block = packer.compress(bytes(2**24)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = block + block[2:] * 127 + packer.flush()
    content = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (
        len(packed),
        packed,
    )
    data = made(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        content,
    )
    with pytest.raises(ReadingError):
        extract(data)


# --------------------------------------------------------------------------------- the layout


def run(text: str, left: float, top: float, em: float = 12.0, *, bold: bool = False) -> Run:
    return Run(text, left, top - em, left + em * len(text), top, em, bold, False)


def page(runs: Iterable[Run]) -> Page:
    return Page(WIDTH, HEIGHT, tuple(runs), False)


def column(lines: Sequence[str], left: float = 72.0, top: float = 760.0) -> list[Run]:
    return [run(line, left, top - 20 * n) for n, line in enumerate(lines)]


def test_rows_are_put_together_from_their_pieces() -> None:
    pieces = [
        run("三亩", 200, 700),
        run("一亩", 72, 700.5),
        run("，", 96, 699.8),
        run("又", 300, 680),
    ]
    assert lay_out([page(pieces)]).text == "一亩， 三亩\n又\n"


def test_columns_are_read_one_after_the_other_and_tables_across() -> None:
    left, right = ["左" * 17] * 12, ["右" * 17] * 12
    runs = column(left, 72) + column(right, 310)
    assert lay_out([page(runs)]).text.replace("\n", "") == "左" * 204 + "右" * 204
    cells = column(["姓名"] * 12, 72) + column(["单位"] * 12, 310)
    extracted = lay_out([page(cells)])
    assert extracted.text == "姓名 单位\n" * 12
    assert marked(extracted, "table") == [extracted.text[:-1]]


def test_what_spans_two_columns_divides_them() -> None:
    columns = [
        r
        for top in (700.0, 400.0)
        for r in column(["左" * 17] * 10, 72, top) + column(["右" * 17] * 10, 310, top)
    ]
    title = run("题" * 20, 160, 450)
    text = lay_out([page([*columns, title])]).text.replace("\n", "")
    assert text == "左" * 170 + "右" * 170 + "题" * 20 + "左" * 170 + "右" * 170


def test_a_line_goes_on_only_where_it_fills_the_measure() -> None:
    full = "柳" * 36
    lines = [full, full, "塘镇。", full, "好。", full, full, "。"]
    assert lay_out([page(column(lines))]).text == "\n".join(
        [full * 2 + "塘镇。", full + "好。", full * 2 + "。", ""]
    )


def test_a_larger_line_and_a_wide_gap_end_a_paragraph() -> None:
    full = "柳" * 36
    rows = column([full] * 8)
    larger = run("塘" * 27, 72, 580, em=16)
    below = [run(full, 72, 500 - 20 * n) for n in range(3)]
    text = lay_out([page([*rows, larger, *below])]).text
    assert text == f"{full * 8}\n{'塘' * 27}\n{full * 3}\n"


def pages_with(head: str, foot: str, n: int = 6, em: float = 9.0) -> list[Page]:
    return [
        page(
            [
                run(head.format(n), 240, 810, em),
                *column(["柳" * 36] * 20 + [f"第{k}段完。" for k in range(10)]),
                run(foot.format(n), 290, 50, em),
            ]
        )
        for n in range(1, n + 1)
    ]


FEET = ["{}", "- {} -", "— {} —", "第{}页", "第 {} 页 共 6 页", "{}/6", "·{}·", "Page {}"]


@pytest.mark.parametrize("foot", FEET)
def test_page_numbers_are_furniture(foot: str) -> None:
    found = marked(lay_out(pages_with("青禾县年报", foot)), "furniture")
    assert sorted(found) == sorted(["青禾县年报"] * 6 + [foot.format(n) for n in range(1, 7)])


def test_heads_of_right_and_left_pages_are_furniture() -> None:
    made_pages = pages_with("书名", "{}") + pages_with("章名", "{}")
    made_pages = [p for pair in zip(made_pages[:6], made_pages[6:], strict=True) for p in pair]
    found = marked(lay_out(made_pages), "furniture")
    assert (found.count("书名"), found.count("章名")) == (6, 6)


@pytest.mark.parametrize("title", ["领导讲话稿范文", "讲话稿范文 篇{}", "第{}篇", "各位代表："])
def test_titles_at_the_top_of_pages_are_no_furniture(title: str) -> None:
    rows = ["柳" * 36] * 20
    found = lay_out(
        [
            page([run(title.format(n), 230, 780, 16), *column(rows, top=740), run(f"{n}", 290, 50)])
            for n in range(1, 9)
        ]
    )
    assert marked(found, "furniture") == [f"{n}" for n in range(1, 9)]


def test_a_salutation_at_the_top_of_pages_is_no_furniture() -> None:
    rows = ["各位代表：", *["柳" * 36] * 20]
    assert marked(lay_out([page(column(rows))] * 5), "furniture") == []


def test_lines_that_are_alike_are_kept_where_they_stand_in_the_text() -> None:
    rows = ["柳" * 36] * 36
    assert marked(lay_out([page(column(rows))] * 5), "furniture") == []


def test_numerals_over_sections_are_no_furniture() -> None:
    found = lay_out([page(column([numeral, *["柳" * 36] * 20], top=770)) for numeral in "一二三"])
    assert marked(found, "furniture") == []


def test_what_stands_askew_is_furniture() -> None:
    stamp = Run("内部", 200, 300, 300, 400, 40, False, True)
    extracted = lay_out([page([*column(["柳" * 36] * 5), stamp])])
    assert marked(extracted, "furniture") == ["内部"]


def test_sizes_weights_and_the_middle_are_marked() -> None:
    extracted = lay_out(
        [
            page(
                [
                    run("青禾县年度报告", 200, 780, 22),
                    run("一、总体情况", 72, 740, 16),
                    *column(["柳" * 36] * 10, top=700),
                    run("（一）农业", 96, 490, bold=True),
                    *column(["塘" * 36] * 10, top=470),
                    run("二、下步打算", 72, 250, 16),
                    *column(["镇" * 36] * 4, top=220),
                    run("２０３１年３月", 246, 120),
                ]
            )
        ]
    )
    assert marked(extracted, "heading1") == ["青禾县年度报告"]
    assert marked(extracted, "heading2") == ["一、总体情况", "二、下步打算"]
    assert marked(extracted, "bold") == ["（一）农业"]
    assert "青禾县年度报告" in marked(extracted, "centred")
    assert "２０３１年３月" in marked(extracted, "centred")


def test_words_broken_at_the_end_of_a_line_are_joined() -> None:
    lines = ["a" * 35 + "\xad", "b" * 36, "c" * 36, "d" * 36]
    rows = [
        Run(line, 72, 700 - 20 * n, 504, 712 - 20 * n, 12, False, False)
        for n, line in enumerate(lines)
    ]
    text = lay_out([page(rows)]).text
    assert text == f"{'a' * 35}{'b' * 36} {'c' * 36} {'d' * 36}\n"


def test_radicals_and_ligatures_are_written_as_characters() -> None:
    assert lay_out([page([run("⼯作⼈员 o\ufb03ce\0", 72, 700)])]).text == "工作人员 office\n"


@pytest.mark.parametrize("n", [0, 1, 2])
def test_few_rows_are_laid_out(n: int) -> None:
    assert lay_out([page(column(["柳塘"] * n))] * n).text == "柳塘\n" * n * n
