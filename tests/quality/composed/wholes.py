"""A seed in; documents out that must stay whole, however much in them looks like parts."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quality.composed.documents import Composed, Format, fitting_encoding, layout_of, line_end
from quality.composed.layout import Line, body_lines, title_lines
from quality.composed.noise import NOISE
from quality.composed.planting import planted
from quality.composed.texts import (
    Element,
    Text,
    chapters,
    filled,
    filled_elements,
    generator,
    han,
    is_traditional,
    speech_names,
    whole_names,
)


@dataclass(frozen=True, slots=True)
class Chapters:
    """How the chapters of one plan are marked."""

    name: str
    pattern: str
    held_out: bool = False
    says_more: bool = True
    """The title stands on the line of the mark."""


CHAPTERS: tuple[Chapters, ...] = (
    Chapters("第一篇 chapters", "第{han}篇　{title}"),
    Chapters("第一篇： chapters", "第{han}篇：{title}"),
    Chapters("第一章 chapters", "第{han}章　{title}"),
    Chapters("第一部分 chapters", "第{han}部分：{title}"),
    Chapters("（一） alone", "（{han}）", says_more=False),
    Chapters("第一节 chapters", "第{han}节 {title}"),
    Chapters("一、 chapters", "{han}、{title}"),
    Chapters("第1篇 chapters", "第{n}篇 {title}", held_out=True),
    Chapters("第一编 chapters", "第{han}编　{title}", held_out=True),
    Chapters("第一编： chapters", "第{han}编：{title}", held_out=True),
    Chapters("（一） chapters", "（{han}）{title}", held_out=True),
    Chapters("1 chapters", "{n} {title}", held_out=True),
)
_NOISE = [
    noise
    for noise in NOISE
    if noise.kind
    in ("page_footer", "viewer_footer", "ad_line", "ad_inside", "truncation", "epilogue", "css")
]
_PLANS = ("{县}国民经济和社会发展规划纲要", "{县}乡村全面振兴五年规划", "{县}县域经济发展规划")


def wholes(*, seed: int, per_kind: int) -> Iterator[Composed]:
    """`per_kind` documents of each kind that must stay whole, and single speeches."""
    for held_out in (False, True):
        for name in whole_names(held_out=held_out):
            for number in range(per_kind):
                rng = generator(seed, name, number)
                text = filled(name, rng, redacted=rng.random() < 0.1)
                yield _document(name, f"{name}#{number}", text, rng, held_out=held_out)
        names = speech_names(held_out=held_out, traditional=False)
        names += speech_names(held_out=held_out, traditional=True)
        for name in names:
            rng = generator(seed, "single", name)
            text = filled(name, rng, redacted=rng.random() < 0.1)
            yield _document("single speech", f"single {name}", text, rng, held_out=held_out)
    for style in CHAPTERS:
        for number in range(per_kind):
            rng = generator(seed, style.name, number)
            plan = _plan(style, rng)
            yield _document(
                style.name, f"{style.name}#{number}", plan, rng, held_out=style.held_out
            )


def _plan(style: Chapters, rng: random.Random) -> Text:
    """A plan of some chapters, each with its running text."""
    everything = chapters()
    chosen = sorted(rng.sample(range(len(everything)), k=rng.randint(4, 8)))
    elements = [Element("title", rng.choice(_PLANS))]
    if rng.random() < 0.5:
        elements.append(Element("text", "本规划根据县委的建议编制，主要阐明今后五年的发展意图。"))
    for number, index in enumerate(chosen, 1):
        head, *text = everything[index]
        mark = style.pattern.format(han=han(number), n=number, title=head.text)
        elements += [Element("head", mark), *text]
        if not style.says_more and rng.random() < 0.5:
            elements[-len(text) - 1 : -len(text)] = [Element("head", mark), head]
    return Text(style.name, filled_elements(elements, rng))


def _document(group: str, id_: str, text: Text, rng: random.Random, *, held_out: bool) -> Composed:
    format_: Format = rng.choice(("txt", "txt", "txt", "docx", "pdf", "html"))
    layout = layout_of(format_, rng)
    lines = title_lines(text.title, 0, layout, rng)
    lines += [Line(line, "title", 0, -1) for line in text.block]
    lines += body_lines(text.body, 0, layout, rng)
    takes = _takes_noise(text) and not layout.is_print
    noises = rng.sample(_NOISE, k=rng.choice((0, 0, 1, 2))) if takes else []
    for noise in noises:
        lines = planted(lines, noise, [text.title], rng, held_out=held_out)
    if layout.breaks == "wrapped" and format_ == "txt" and rng.random() < 0.4:
        lines = list(_with_page_marks(lines, rng))
    encoding = fitting_encoding(lines, rng, traditional=is_traditional(text.name))
    return Composed(
        id=id_,
        group=group,
        held_out=held_out,
        lines=tuple(lines),
        parts=(),
        format=format_,
        encoding=encoding if format_ == "txt" else "utf-8",
        line_end=line_end(rng),
        layout=layout,
        noise=tuple(noise.kind for noise in noises),
        file_name="whole",
    )


def _takes_noise(text: Text) -> bool:
    """Whether numbers and rules between its paragraphs could not be the author's own."""
    return text.name != "essay_numbers" and not is_traditional(text.name)


def _with_page_marks(lines: Sequence[Line], rng: random.Random) -> Iterator[Line]:
    """Numbers of pages, printed `2、`, in the middle of sentences."""
    page = 2
    for i, line in enumerate(lines):
        yield line
        after = lines[i + 1] if i + 1 < len(lines) else None
        torn = after and after.kind == line.kind == "body" and after.paragraph == line.paragraph
        if torn and rng.random() < 0.1:
            yield Line(f"{page}、", "noise", line.part, line.paragraph, is_told=False)
            page += 1
