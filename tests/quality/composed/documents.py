"""A seed in; documents of all styles and kinds of noise out, with what is known of each.

Everything is drawn from a generator that is named by seed, style and number, so that one
document stays as it is when others come or go.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from formats import docx_bytes, html_bytes, pdf_bytes
from quality.composed.layout import (
    Breaks,
    Layout,
    Line,
    body_lines,
    paragraph_lines,
    title_lines,
)
from quality.composed.noise import NOISE, Noise
from quality.composed.planting import planted
from quality.composed.styles import STYLES, Style
from quality.composed.texts import Element, Text, broken_off, filled, generator, han, speech_names

Format = Literal["txt", "md", "docx", "html", "pdf"]

FORMATS: tuple[Format, ...] = ("txt", "docx", "html", "pdf")
"""Those that can hold any document."""
_NAMES = (
    "领导讲话稿范文",
    "各类会议讲话稿",
    "优秀发言稿精选",
    "机关单位讲话稿",
    "基层发言材料",
)
_TRADITIONAL_NAMES = ("典禮致辭範文", "活動開場講話稿", "社團負責人致詞")
_ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "utf-16", "gb18030", "gb18030")
_TRADITIONAL_ENCODINGS = ("utf-8", "big5", "big5", "big5", "gb18030")
_LINE_ENDS = ("\n", "\n", "\r\n", "\r\n", "\r")
PDF_WIDTH = 36
"""Characters in a line of running text in a PDF at most."""
_LONG = 3
"""Each seventh document has more than ten speeches, whose texts then come again."""
_BREAKS_OFF = 0.08
"""Chance that a speech ends in mid-sentence."""
_LONG_NOISE = frozenset({"css", "repeated_title", "truncation_inside"})
"""Would not fit on a line of a PDF."""
_PDF_LIMIT = 48
"""With an indent of blanks, a mark over the edge, or a noise; headings are that long, too."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is known of a speech."""

    line: int
    """Index of the line on which it begins."""
    title: str | None
    """None where none is printed, or a reader could not tell which is the title."""
    date: str | None = None
    speaker: str | None = None
    complete: bool = True
    """False where the text breaks off in mid-sentence."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A document and what is known of it."""

    id: str
    group: str
    """Name of the heading style, or kind of the document that must stay whole."""
    held_out: bool
    lines: tuple[Line, ...]
    parts: tuple[Part, ...]
    """Empty where the document is one speech, or none."""
    format: Format
    encoding: str
    line_end: str
    layout: Layout
    noise: tuple[str, ...]
    level: int = 0
    """Of the heading style in a docx."""
    page_title: str = ""
    """The h1 of a saved page."""
    file_name: str = "document"

    @property
    def is_whole(self) -> bool:
        return not self.parts

    def content(self) -> bytes:
        """The document as a file."""
        return _MAKERS[self.format](self)

    def as_format(self, format_: Format) -> Composed:
        """The same document in another format."""
        return replace(self, format=format_, encoding="utf-8", id=f"{self.id}.{format_}")


# -------------------------------------------------------------------------------- files


def _text_bytes(document: Composed) -> bytes:
    text = "".join(line.text + document.line_end for line in document.lines)
    return text.encode(document.encoding)


def _word_bytes(document: Composed) -> bytes:
    return docx_bytes(
        [line.text for line in document.lines],
        headings=_levels(document),
        chinese_styles=generator(document.id, "docx").random() < 0.5,
    )


def _page_bytes(document: Composed) -> bytes:
    rng = generator(document.id, "html")
    return html_bytes(
        [line.text for line in document.lines],
        page_title=document.page_title,
        encoding=rng.choice(("utf-8", "utf-8", "gb18030")),
        breaks=rng.random() < 0.3,
    )


def _print_bytes(document: Composed) -> bytes:
    rng = generator(document.id, "pdf")
    return pdf_bytes(
        [line.text for line in document.lines],
        head=rng.choice(("", "", "讲话稿汇编", "内部资料　注意保存")),
        foot=rng.choice(("{page}", "- {page} -", "第{page}页 共{pages}页", "")),
        lines_a_page=rng.randint(24, 32),
        width=_PDF_LIMIT,
    )


def _levels(document: Composed) -> dict[int, int]:
    if not document.level:
        return {}
    return {i: document.level for i, line in enumerate(document.lines) if line.is_border}


_MAKERS: dict[Format, Callable[[Composed], bytes]] = {
    "txt": _text_bytes,
    "md": _text_bytes,
    "docx": _word_bytes,
    "html": _page_bytes,
    "pdf": _print_bytes,
}


# -------------------------------------------------------------------------- collections


def collections(*, seed: int, per_style: int) -> Iterator[Composed]:
    """Documents of several speeches, `per_style` of each style."""
    for style in STYLES:
        for number in range(per_style):
            yield collection(style, generator(seed, style.name, number), number)


def plain_collections(*, seed: int, per_style: int) -> Iterator[Composed]:
    """Documents without noise or broken lines, to be read in every format."""
    for style in STYLES:
        if style.markdown or style.level:
            continue
        for number in range(per_style):
            rng = generator(seed, style.name, number, "plain")
            yield collection(style, rng, number, plain=True)


def collection(style: Style, rng: random.Random, number: int, *, plain: bool = False) -> Composed:
    """One document of several speeches."""
    format_ = "txt" if plain else _format(style, rng)
    layout = layout_of(format_, rng, markdown=style.markdown)
    if plain:
        layout = replace(layout, breaks="none", centred=False)
    noises = [] if plain else _noises(style, layout, rng)
    texts = _speeches(style, rng, long=number % 7 == _LONG)
    printed = _printed(style, texts, layout, rng)
    if format_ in ("docx", "html"):  # blank lines are paragraphs there
        printed = [line for line in printed if line.kind != "blank" or rng.random() < 0.5]
    titles = [text.title for text in texts]
    for noise in noises:
        printed = planted(printed, noise, titles, rng, held_out=style.held_out)
    encoding = fitting_encoding(printed, rng, traditional=style.traditional)
    return Composed(
        id=f"{style.name}#{number}",
        group=style.name,
        held_out=style.held_out,
        lines=tuple(printed),
        parts=tuple(_parts(printed, texts, style)),
        format=format_,
        encoding=encoding if format_ in ("txt", "md") else "utf-8",
        line_end=line_end(rng),
        layout=layout,
        noise=tuple(noise.kind for noise in noises),
        level=style.level,
        page_title="讲话稿大全" if format_ == "html" and printed[0].kind == "frame" else "",
        file_name="collection",
    )


def _format(style: Style, rng: random.Random) -> Format:
    if style.level:
        return "docx"
    if style.markdown:
        return "md"
    return rng.choice(("txt", "txt", "txt", "txt", "docx", "pdf", "html"))


def layout_of(format_: Format, rng: random.Random, *, markdown: bool = False) -> Layout:
    """How a document of a format may be printed."""
    breaks: Breaks = rng.choice(("none", "none", "none", "torn", "torn", "wrapped", "wrapped"))
    if format_ == "pdf":
        breaks = "wrapped"
    elif format_ != "txt" and breaks == "wrapped":
        breaks = "none"
    width = rng.randint(24, PDF_WIDTH) if format_ == "pdf" else rng.randint(20, 45)
    indent = rng.choice(("", "\u3000\u3000", "\u3000\u3000", "    "))
    blank_lines = rng.choice((0, 0, 0, 1)) if breaks != "torn" else 0
    return Layout(
        breaks=breaks,
        width=width,
        indent="" if markdown else indent,
        blank_lines=1 if markdown else blank_lines,
        hangs=rng.random() < 0.5,
        centred=format_ == "txt" and rng.random() < 0.2,
        is_print=format_ == "pdf",
    )


def line_end(rng: random.Random) -> str:
    """How the lines of a document end."""
    return rng.choice(_LINE_ENDS)


def fitting_encoding(
    lines: Sequence[Line], rng: random.Random, *, traditional: bool = False
) -> str:
    """An encoding; UTF-8 where the one drawn lacks a character."""
    encoding = rng.choice(_TRADITIONAL_ENCODINGS if traditional else _ENCODINGS)
    try:
        "".join(line.text for line in lines).encode(encoding)
    except UnicodeEncodeError:
        return "utf-8"
    return encoding


def _noises(style: Style, layout: Layout, rng: random.Random) -> list[Noise]:
    fitting = [noise for noise in NOISE if _fits(noise, style, layout)]
    return rng.sample(fitting, k=rng.choice((0, 1, 1, 2, 2, 3)))


def _fits(noise: Noise, style: Style, layout: Layout) -> bool:
    if layout.is_print and noise.kind in _LONG_NOISE:
        return False
    match noise.kind:
        case "ruby":
            return style.traditional
        case "blank" | "running_head":
            return layout.breaks == "wrapped" and not style.traditional
        case "repeated_title":
            return style.is_numbered and style.prints_title and not style.traditional
        case "placeholder" | "header" | "introduction":
            return style.is_numbered and not (style.traditional or style.inline)
        case "rule":
            return not style.rule
        case "page_number":
            return layout.breaks != "none"
    return not style.traditional or noise.kind in ("page_footer", "viewer_footer", "css")


def _speeches(style: Style, rng: random.Random, *, long: bool) -> list[Text]:
    names = list(speech_names(held_out=style.held_out, traditional=style.traditional))
    if long:
        names *= 3
    rng.shuffle(names)
    texts = [filled(name, rng, redacted=rng.random() < 0.12) for name in names]
    if not style.is_numbered or style.inline:
        texts = [text for text in texts if text.has_salutation and not _hails_again(text)]
    if not style.pattern:
        texts = [text for text in texts if text.body[-1].kind != "sign"]
    texts = texts[: rng.randint(11, 23) if long else rng.randint(2, 7)]
    if style.is_numbered:
        texts = [broken_off(text, rng) if rng.random() < _BREAKS_OFF else text for text in texts]
    return texts


def _hails_again(text: Text) -> bool:
    """Whether the audience is addressed on a line of its own in the middle, too."""
    return any(e.text.endswith("：") and len(e.text) < 8 for e in text.body[1:])


# ------------------------------------------------------------------------------ printing


def _printed(style: Style, texts: Sequence[Text], layout: Layout, rng: random.Random) -> list[Line]:
    name = rng.choice(_TRADITIONAL_NAMES if style.traditional else _NAMES)
    numbers = _numbers(style, len(texts), rng)
    headings = [
        style.pattern.format(
            han=han(number),
            n=number,
            title=text.title,
            name=name,
            count=len(texts),
            chars=text.n_chars,
        )
        for number, text in zip(numbers, texts, strict=True)
    ]
    lines = list(_front(style, name, headings, texts, rng))
    says_title = style.prints_title or rng.random() < 0.5
    gap = max(layout.blank_lines, rng.choice((0, 0, 1, 2)), 1 if not style.pattern else 0)
    for i, (heading, text) in enumerate(zip(headings, texts, strict=True)):
        if style.rule:
            lines.append(Line(style.rule, "frame"))
        lines += _part(style, heading, text, i, layout, rng, says_title=says_title)
        lines += [Line("", "blank")] * (gap - layout.blank_lines)
    return lines


def _numbers(style: Style, count: int, rng: random.Random) -> list[int]:
    rising = list(range(1, count + 1))
    match style.numbers:
        case "skipping":
            start = rng.choice((1, 1, 2, 3))
            return sorted(rng.sample(range(start, start + 2 * count), k=count))
        case "restarting" if count > 3:
            first = count // 2
            return [*rising[:first], *rising[: count - first]]
    return rising


def _front(
    style: Style, name: str, headings: Sequence[str], texts: Sequence[Text], rng: random.Random
) -> Iterator[Line]:
    """What stands before the first speech; nothing where it could be taken for a title."""
    mark = "# " if style.markdown else ""
    if style.contents:
        yield Line(name, "frame")
        yield Line("目录", "frame")
        page = 1
        for heading, text in zip(headings, texts, strict=True):
            dots = "…" * rng.randint(6, 14) if style.contents == "dots" else "\t"
            yield Line(f"{heading}{dots}{page}", "frame")
            page += 1 + text.n_chars // 600
        yield Line("", "blank")
    elif style.is_numbered and rng.random() < 0.6:
        yield Line(f"{mark}{name}({len(texts)}篇)", "frame")
        if not style.traditional and rng.random() < 0.6:
            yield Line(f"下面是小编为大家整理的{name}{len(texts)}篇，供大家参考。", "frame")
    elif style.markdown:
        yield Line(f"# {name}", "frame")
        for i, text in enumerate(texts, 1):
            yield Line(f"{i}. {text.title[:12]}", "frame")
        yield Line("", "blank")


def _part(
    style: Style,
    heading: str,
    text: Text,
    part: int,
    layout: Layout,
    rng: random.Random,
    *,
    says_title: bool,
) -> Iterator[Line]:
    body = list(text.body)
    above: list[Line] = []
    if heading:
        above.append(Line(heading, "heading", part, -2))
    if style.inline:
        sign = rng.choice(("　", "  "))
        first = Element("text", f"{heading}{sign}{body[0].text}{body[1].text}")
        wrapped = paragraph_lines(first, part, -3, replace(layout, indent=""), rng)
        kept = replace(wrapped[0], kind="heading", is_border=True)
        yield from (kept, *wrapped[1:])
        yield from body_lines(body[2:], part, layout, rng)
        return
    if heading and not style.prints_title and says_title and not style.labelled:
        above += title_lines(text.title, part, layout, rng)
    if heading:
        block = _labelled(text) if style.labelled else text.block
        above += [Line(line, "title", part, -1) for line in block]
    lines = [*above, *body_lines(body, part, layout, rng)]
    yield replace(lines[0], is_border=True)
    yield from lines[1:]


def _labelled(text: Text) -> tuple[str, ...]:
    """Byline and occasion with labels before them."""
    by = text.block[0].replace("\u3000", " ")
    return (f"【致辭人】{by}", f"【致辭背景】{text.title.removeprefix('在').partition('上的')[0]}")


def _parts(lines: Sequence[Line], texts: Sequence[Text], style: Style) -> Iterator[Part]:
    borders = [i for i, line in enumerate(lines) if line.is_border]
    for i, (border, text) in enumerate(zip(borders, texts, strict=True)):
        own = [line.text.strip() for line in lines if line.part == i and line.kind == "title"]
        said = style.prints_title or any(text.title.startswith(line) for line in own)
        in_block = bool(style.pattern) and not style.inline
        suffix = style.pattern.partition("{title}")[2].strip("*") if style.prints_title else ""
        yield Part(
            border,
            text.title + suffix if said else None,
            text.date if in_block or _signs_date(text) else None,
            text.speaker if in_block else None,
            complete=text.complete,
        )


def _signs_date(text: Text) -> bool:
    return any(e.kind == "sign" and e.text[:1].isdigit() for e in text.body)
