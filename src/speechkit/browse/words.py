"""A key and a language in, what the workbench says out, as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speechkit.render.report_words import Words, fill, form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speechkit.model import Lang

_WORDS: Mapping[str, Words] = {
    # the list
    "speeches": Words("讲话", "Speeches"),
    "chars": Words("{n} 字", "{n} char | {n} chars"),
    "version_of": Words("即第 {kept} 篇的另一版本", "version of {kept}"),
    "kept_of": Words("另有版本：{others}", "versions: {others}"),
    "untitled": Words("（无标题）", "(no title)"),
    "list_mark": Words("、", ", "),
    "colon": Words("：", ": "),
    # the panels
    "keyphrases": Words("词语", "Phrases"),
    "themes": Words("主题", "Themes"),
    "versions": Words("版本", "Versions"),
    "apart": Words("区别", "Distinctive"),
    "term": Words("词语", "phrase"),
    "count": Words("次数", "count"),
    "rate": Words("每万字", "per 10,000"),
    "line": Words("行", "line"),
    "sign": Words("", ""),
    "share": Words("比重", "share"),
    "interval": Words("95%", "95%"),
    "course": Words("在文中", "in the text"),
    "theme": Words("主题", "theme"),
    "change": Words("差别", "change"),
    "elsewhere": Words("别篇", "others"),
    "ratio": Words("倍数", "times"),
    "quoted": Words("第 {line} 行：“{text}”", 'line {line}: "{text}"'),
    "quoted_terms": Words("第 {line} 行（{terms}）：“{text}”", 'line {line} ({terms}): "{text}"'),
    "no_evidence": Words("没有可引的句子。", "There is no sentence to quote."),
    "apart_detail": Words(
        "本篇 {here} 次，每万词 {rate}；别篇 {there} 次，每万词 {other}；"
        "见于 {of} 段中的 {range} 段。",
        "{here} times here, {rate} in 10,000 words; {there} elsewhere, {other}; "
        "in {range} of {of} paragraphs.",
    ),
    "doubtful": Words("{detail}仅供参考。", "{detail} Suggestive only."),
    "waiting": Words("正在分析，正文已可阅读。", "Still analysing; the text can be read already."),
    "none_keyphrases": Words("没有找到词语。", "No phrases were found."),
    "none_themes": Words(
        "文字太少，说不出主题的比重。", "There is too little text to weigh themes."
    ),
    "none_versions": Words("没有别的版本。", "There is no other version of it."),
    "none_apart": Words(
        "没有把它与别篇区别开来的词语，或文字太少。",
        "Nothing sets it apart from the others, or there is too little text to say.",
    ),
    "more": Words(
        "另有 {n} 处，dedupe --explain 全部列出。", "{n} more; dedupe --explain lists all."
    ),
    # the line at the foot
    "keys": Words("? 按键  / 查找  q 退出", "? keys  / search  q quit"),
    "more_keys": Words(
        "Tab 换栏  1-4 表  Enter 标出  n 下一处  d 并排  / 查找  ? 按键  q 退出",
        "Tab panes  1-4 panels  Enter mark  n next  d beside  / search  ? keys  q quit",
    ),
    "at_mark": Words("{what}：{n}/{of}，第 {line} 行", "{what}: {n} of {of}, line {line}"),
    "nothing_marked": Words(
        "还没有标记：在下面的表中选一行，按 Enter。",
        "Nothing is marked yet: choose a row of the panel and press Enter.",
    ),
    "no_place": Words("在本篇中没有位置可标。", "It has no place in this speech to mark."),
    "no_versions": Words(
        "本篇没有别的版本可并排。", "This speech has no version to put beside it."
    ),
    "done": Words("分析完毕。", "All analyses are done."),
    "kind_term": Words("词语", "phrase"),
    "kind_theme": Words("主题", "theme"),
    "kind_found": Words("查找", "found"),
    "kind_deleted": Words("- 只在前一篇", "- only in the first"),
    "kind_inserted": Words("+ 只在后一篇", "+ only in the second"),
    "kind_replaced": Words("~ 改写", "~ reworded"),
    "kind_moved": Words("> 移动", "> moved"),
    "kind_furniture": Words("# 页面文字", "# page furniture"),
    "kind_gap": Words("| 另一篇此处有字", "| the other one has text here"),
    # the other screens
    "search": Words("在全部讲话中查找", "Search all speeches"),
    "search_hint": Words(
        "不分大小写和全角半角。Enter 到结果，再按 Enter 前往，Esc 返回。",
        "Case and width make no difference. Enter: to the results, then to the place. Esc: back.",
    ),
    "n_found": Words("{n} 处", "{n} place | {n} places"),
    "n_shown": Words("{n} 处，列出前 {shown} 处", "{n} places, the first {shown} listed"),
    "not_found": Words("没有找到。", "Not found."),
    "goto": Words("到第几行", "Go to line"),
    "goto_hint": Words(
        "本文件第 1 至 {last} 行。Esc 返回。", "Lines 1 to {last} of this document. Esc: back."
    ),
    "no_line": Words("没有这一行。", "There is no such line."),
    "beside": Words("并排：Esc 返回，上下键翻动", "Side by side. Esc: back; arrows: scroll"),
    "help": Words("按键", "Keys"),
}

HELP: Mapping[str, Words] = {
    "↑ ↓  PgUp PgDn  Home End": Words("在列表或正文中移动", "move in a list or in the text"),
    "Tab  Shift+Tab": Words("下一栏、上一栏", "next pane, pane before"),
    "[  ]": Words("上一篇、下一篇讲话", "speech before, next speech"),
    "1  2  3  4": Words("词语、主题、版本、区别", "phrases, themes, versions, what sets it apart"),
    "Enter": Words("标出这一行的全部位置，跳到第一处", "mark all places of a row, go to the first"),
    "n  N": Words("下一处、上一处标记", "next mark, mark before"),
    "d": Words("两个版本并排，相同处折叠", "two versions side by side, what is the same folded"),
    "/": Words("在全部讲话中查找", "search the text of all speeches"),
    "g": Words("到某一行", "go to a line"),
    "Esc": Words("去掉标记；返回", "take the marks away; back"),
    "?": Words("本页", "this page"),
    "q": Words("退出", "quit"),
}
"""What each key does, in the order in which it is told."""


def say(lang: Lang, key: str, /, **values: object) -> str:
    """The words of a key with its places filled.

    Examples
    --------
    >>> say("en", "chars", n=8123), say("zh", "chars", n=8123)
    ('8,123 chars', '8123 字')
    """
    return fill(form(_WORDS[key], lang, values.get("n")), lang, **values)


def keys(lang: Lang) -> tuple[tuple[str, str], ...]:
    """Every key and what it does."""
    return tuple((key, getattr(words, lang)) for key, words in HELP.items())
