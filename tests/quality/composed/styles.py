"""The ways in which collections mark their parts; a third of them held out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Numbers = Literal["rising", "skipping", "restarting"]
Contents = Literal["", "dots", "plain"]


@dataclass(frozen=True, slots=True)
class Style:
    """A way to mark the parts of a collection."""

    name: str
    pattern: str
    """Of the heading's line: `{han}` and `{n}` are its number, `{title}` the speech's own
    title, `{name}` the title of the collection, `{count}` how many parts there are, `{chars}`
    how long the part is. Empty where nothing but a salutation opens a part."""
    held_out: bool = False
    inline: bool = False
    """Salutation and first paragraph stand on the heading's line."""
    contents: Contents = ""
    """The document begins with a table of contents, with dot leaders or without."""
    numbers: Numbers = "rising"
    level: int = 0
    """Of the heading style; such documents are docx."""
    markdown: bool = False
    traditional: bool = False
    labelled: bool = False
    """Byline and occasion have labels before them, and no title is printed."""
    rule: str = ""
    """A line drawn before each part."""

    @property
    def prints_title(self) -> bool:
        """Whether the heading says the speech's own title."""
        return "{title}" in self.pattern

    @property
    def is_numbered(self) -> bool:
        return "{n}" in self.pattern or "{han}" in self.pattern


def _held_out(name: str, pattern: str, **more: object) -> Style:
    return Style(name, pattern, held_out=True, **more)  # type: ignore[arg-type]


STYLES: tuple[Style, ...] = (
    Style("第一篇：T", "第{han}篇：{title}"),
    Style("N 篇1", "{name} 篇{n}"),
    Style("N篇1", "{name}篇{n}"),
    Style("N篇一", "{name}篇{han}"),
    Style("篇1：T", "篇{n}：{title}"),
    Style("篇一:T", "篇{han}:{title}"),
    Style("【篇一】", "【篇{han}】"),
    Style("一：", "{han}："),
    Style("N1(全文M字)", "{name}{n}(全文{chars}字)"),
    Style("N(一) :", "{name}({han}) :"),
    Style("N（一）", "{name}（{han}）"),
    Style("N（之一）", "{name}（之{han}）"),
    Style("N第1篇", "{name}第{n}篇"),
    Style("【範例一】", "【範例{han}】", traditional=True, labelled=True),
    Style("第一篇：T 繁", "第{han}篇：{title}", traditional=True),
    Style("篇1：T 繁", "篇{n}：{title}", traditional=True),
    Style("### T", "### {title}", markdown=True),
    Style("**第一篇：T**", "**第{han}篇：{title}**", markdown=True),
    Style("T", "{title}"),
    Style("salutations", ""),
    Style("contents, T", "{title}", contents="dots"),
    Style("contents, 第一篇：T", "第{han}篇：{title}", contents="dots"),
    Style("第一篇：T, body inline", "第{han}篇：{title}", inline=True),
    Style("第一篇：T, skipping", "第{han}篇：{title}", numbers="skipping"),
    Style("范文1：T", "范文{n}：{title}"),
    Style("1、T", "{n}、{title}"),
    Style("文稿一 T", "文稿{han} {title}"),
    Style("篇1：N", "篇{n}：{name}"),
    Style("contents without dots, T", "{title}", contents="plain"),
    Style("【讲话稿1】T", "【讲话稿{n}】{title}"),
    Style("（1）T", "（{n}）{title}"),
    Style("第一篇讲话", "第{han}篇讲话"),
    Style("◆T", "◆{title}"),
    Style("（第一篇）T", "（第{han}篇）{title}"),
    Style("【第1篇】T", "【第{n}篇】{title}"),
    Style("N(1)", "{name}({n})"),
    Style("N1", "{name}{n}"),
    Style("heading 1: T", "{title}", level=1),
    _held_out("第1篇: N", "第{n}篇: {name}"),
    _held_out("N（匯總）篇一", "{name}（匯總{count}篇）篇{han}", traditional=True),
    _held_out("第一篇 繁", "第{han}篇", traditional=True),
    _held_out("N【一】", "{name}【{han}】"),
    _held_out("N〔一〕", "{name}〔{han}〕"),
    _held_out("篇一", "篇{han}"),
    _held_out("第一篇", "第{han}篇"),
    _held_out("例文一　T", "例文{han}　{title}"),
    _held_out("一、T", "{han}、{title}"),
    _held_out("一：T", "{han}：{title}"),
    _held_out("篇一：T, body inline", "篇{han}：{title}", inline=True),
    _held_out("第一篇：T, restarting", "第{han}篇：{title}", numbers="restarting"),
    _held_out("contents, 1. T", "{n}. {title}", contents="plain"),
    _held_out("第一篇 T（推荐）", "第{han}篇 {title}（推荐）"),
    _held_out("N（第1篇）", "{name}（第{n}篇）"),
    _held_out("N一", "{name}{han}"),
    _held_out("讲话稿1：T", "讲话稿{n}：{title}"),
    _held_out("[1] T", "[{n}] {title}"),
    _held_out("N之一", "{name}之{han}"),
    _held_out("rule, T", "{title}", rule="===================="),
    _held_out("**T**", "**{title}**", markdown=True),
    _held_out("heading 2: T", "{title}", level=2),
)
"""What the names say: T a title of the speech's own, N the collection's."""
