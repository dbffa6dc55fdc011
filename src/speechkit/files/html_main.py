"""The lines of a page in; those of its main text out.

A page is an author's text and what the site puts around it: ways to other pages, adverts,
notices. The main text is the smallest box that holds all running text outside the boxes
that are plainly the site's. Inside it everything stays but what is plainly the site's: a
line more does less harm than an author's line lost, and cleaning comes after.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from speechkit.files.html_blocks import Box, Line, Page

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def main_lines(page: Page) -> tuple[Line, ...]:
    """The lines an author wrote, in their order; empty ones among them."""
    lines = _shown(page.lines)
    outline = _Outline(page.boxes, lines)
    main = outline.main()
    first, last = outline.widened(main, page.title)
    core = outline.core(first, last)
    kept = [
        line
        for at, line in enumerate(lines[first:last], first)
        if not outline.is_sites(line, is_edge=at not in core)
    ]
    return tuple(kept if any(line.text for line in kept) else lines)


def title_of(page: Page, lines: Sequence[Line]) -> str:
    """What the page says its text is called; empty when it does not say."""
    tops = [line for line in lines if page.boxes[line.box].name == "h1"]
    if len(tops) == 1 and _MIN_TITLE <= tops[0].n_chars <= _MAX_TITLE:
        return tops[0].text
    title = _SITE.split(page.title, maxsplit=1)[0].strip()
    is_there = any(title == line.text for line in lines)
    return title if is_there and _MIN_TITLE <= len(title) <= _MAX_TITLE else ""


_MIN_TITLE, _MAX_TITLE = 4, 60
_SITE = re.compile(r"\s{0,9}[_|｜–—-]{1,3}\s{0,9}")


def _shown(lines: Sequence[Line]) -> list[Line]:
    """The lines that are shown; all, where a script would show most of the text later."""
    shown = [line for line in lines if not line.is_hidden]
    mass = sum(map(_mass, shown))
    hidden = sum(_mass(line) for line in lines if line.is_hidden)
    return list(lines) if hidden > 2 * mass else shown


_RUNNING = 12
"""Characters from which a line with a pause in it counts as running text."""
_PAUSE = re.compile(r"[，。；！？：、,;]")


def _mass(line: Line) -> int:
    """Characters of running text in a line."""
    n_own = line.n_chars - line.n_linked
    if n_own < _RUNNING or not _PAUSE.search(line.text):
        return 0
    return 0 if _is_notice(line) or _is_edge_notice(line) else n_own


# ---------------------------------------------------------------------------- what sites say

# Wherever they stand. Each must be something no author begins a line with: 上篇：, 主办： and
# 时间： are an author's.
_NOTICE = re.compile(
    r"""[\s\W]{0,4}(?:
      (?:您|你)?(?:现在|当前|目前)?的?(?:所在)?位置(?:是)?[:：]
    | 首页\s{0,3}[>»›/|→]
    | [上下前后]一[篇页頁条](?:文章|新闻)?(?:[\s:：|]|$)
    | (?:打印|关闭|收藏|复制|分享|返回|关注|纠错)(?:本[页文站]|此[页文]|窗口|顶部|首页|列表|我们)
      (?:\s|$|[|】\]])
    | 字[体号](?:大小)?[:：]?\s?[大中小【\[]
    | (?:版权所有|著作权所有|copyright\b|©|all\ rights\ reserved)
    | .{0,30}(?:ICP备|ICP证|公网安备|网站标识码|备案号[:：])
    | (?:主办|承办)(?:单位)?[:：].{0,40}(?:承办|协办|维护|技术支持|版权|电话)
    | (?:技术支持|网站维护|制作维护|建设维护)(?:单位)?[:：]
    | 责任编辑[:：].{0,20}$
    | (?:浏览|点击|阅读|访问|查看)(?:次数|数|量|率|人数)?[:：]\s?\d
    | (?:相关|推荐|热门|最新|精彩|更多|热点|延伸)
      (?:文章|阅读|推荐|新闻|链接|内容|范文|资讯|报道|搜索|排行).{0,3}$
    | (?:猜[你您]喜欢|大家都在看|[你您]可能喜欢|看过本文的还看过)
    | (?:加入收藏|设为首页|联系我们|网站地图|站点地图|关于我们|免责声明|返回顶部|回到顶部|网友评论
      |发表评论|最新评论)(?:$|[\s|·:：（(])
    | (?:扫一扫|扫描二维码|微信扫|长按识别|点击上方).{0,12}(?:关注|手机|二维码|公众号|打开|$)
    | (?:来源|信息来源|文章来源|稿源|发布时间|发布日期|更新时间|发布机构|发稿时间|时间|作者)
      [:：].{0,60}(?:来源[:：]|点击|浏览|阅读|字[体号][:：]|更新时间|发布时间|发布日期|次数)
    | (?:来源|稿源)[:：].{0,40}(?:时间|日期|\d{4}-\d)
    | (?:发布时间|发布日期|更新时间|信息来源|文章来源)[:：].{0,40}$
    | (?:发表|发布|编辑|更新)于[:：]?\s?\d{4}.{0,30}$
    | \d{4}-\d{1,2}-\d{1,2}\s.{0,30}(?:来源|浏览|点击|阅读)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST_NOTICE = 120


def _is_notice(line: Line) -> bool:
    """Whether a line is one of those that sites put around a text."""
    return line.n_chars <= _LONGEST_NOTICE and bool(_NOTICE.match(line.text))


# Before the text or after it.
_EDGE_NOTICE = re.compile(
    r"""[\s\W]{0,4}(?:
      (?:标签|標籤|关键[词字]|分类|栏目|所属栏目|tags?)[:：]
    | .{0,40}(?:相关|推荐|热门|最新|精彩|更多)
      (?:文章|阅读|推荐|新闻|链接|内容|范文|文档|精彩)[:：]?$
    | (?:更多|精彩)(?:精彩|推荐|内容|\.\.\.|…|>>|》)
    | (?:本文|文章|原文|来源|转载|本站)(?:来源|链接|地址|网址|由|转自|摘自|标题|出处|编号)
    | (?:转载|声明|免责|特别声明|郑重声明).{0,6}[:：]
    | (?:powered|designed|theme)\ by
    | (?:发表|发布|更新|上传|创建)(?:于|在|日期|时间)
    | (?:责编|编辑|校对|审核|录入|初审|终审)[:：].{0,20}$
    | .{0,12}\d[\d.,万wk+]{0,6}\s?(?:人|次|个|条|篇)?
      (?:已?阅读|浏览|评论|点赞|收藏|回复|下载|喜欢|在看)
    | .{0,20}(?:版权所有|版權所有|all\ rights\ reserved)
    | (?:展开|阅读|查看|浏览)(?:全文|原文|更多|剩余)
    | (?:点赞|收藏|举报|关注|点击下载|下载|评论|回复|打赏|赞赏|在看|编辑|删除|复制|展开|收起
      |打印|关闭|分享|返回|登录|注册|搜索)(?:\s|\d|$|[:：|(（】\]])
    | .{0,12}(?:word|pdf|文档|文件|附件|全文)(?:版|格式)?下载
    | (?:最佳|建议).{0,6}(?:浏览|分辨率)
    | (?!.{0,12}(?:时间|地点)).{0,20}\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?\s{0,3}\d{1,2}[:：]\d{2}
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST_EDGE = 60
_EDGE_LINK = 0.35
"""Share of a line that is links from which it is a way to elsewhere; links to words are less."""


def _is_edge_notice(line: Line) -> bool:
    """Whether a line before or after the text is the site's: it leads elsewhere or says so."""
    if line.n_chars > _LONGEST_EDGE or "。" in line.text[:-1]:
        return False
    leads = line.n_linked > _EDGE_LINK * line.n_chars
    return leads or "http" in line.text or bool(_EDGE_NOTICE.match(line.text))


def _is_link(line: Line) -> bool:
    """Whether a line is only there to lead elsewhere; a sentence is not."""
    is_sentence = line.n_chars >= _SENTENCE and "。" in line.text
    return line.n_linked >= _LINK * line.n_chars > 0 and not is_sentence


_LINK, _SENTENCE = 0.6, 30

# Names that makers of sites give to the boxes of what is the site's.
_SITES_NAME = re.compile(
    r"nav(?!el)|menu|crumb|footer|copyright|sidebar|related|recommend|share|comment|pinglun"
    r"|toolbar|prenext|paginat|pagebar|pager|search|login|weizhi|advert|guanggao|xiangguan"
    r"|tuijian|complementary|contentinfo|banner|\bads?\b|\bfoot\b|qrcode|erweima|disclaim"
    r"|hot-?(?:list|news|article)|rank-?list|likelist|prev-?next|reward|author-?(?:info|card|box)"
    r"|user-?(?:info|card)|post-?author|pls\b|signature-?line"
)
_SITES_ELEMENT = frozenset({"nav", "footer", "aside"})
_MAX_SITES = 0.3
"""Share of all running text up to which a box may be the site's."""


# --------------------------------------------------------------------------- where text stands


@dataclass(slots=True)
class _Weight:
    """What a box holds, all boxes in it counted."""

    mass: int = 0
    n_chars: int = 0
    n_linked: int = 0
    n_link_lines: int = 0
    n_lines: int = 0
    n_headings: int = 0
    """Of the first level, that lead nowhere else."""

    def add(self, other: _Weight) -> None:
        self.mass += other.mass
        self.n_chars += other.n_chars
        self.n_linked += other.n_linked
        self.n_link_lines += other.n_link_lines
        self.n_lines += other.n_lines
        self.n_headings += other.n_headings


class _Outline:
    """The boxes of a page and what they weigh."""

    def __init__(self, boxes: Sequence[Box], lines: Sequence[Line]) -> None:
        self._boxes = boxes
        self._lines = lines
        self._weights = self._weigh()
        self._ends = self._find_ends()
        self._sites = self._find_sites()
        self._own = self._weigh_own()
        self._ranges = self._find_ranges()

    def _weigh(self) -> list[_Weight]:
        weights = [_Weight() for _ in self._boxes]
        for line in self._lines:
            weight = weights[line.box]
            weight.mass += _mass(line)
            weight.n_chars += line.n_chars
            weight.n_linked += line.n_linked
            weight.n_link_lines += _is_link(line)
            weight.n_lines += line.n_chars > 0
            weight.n_headings += self._boxes[line.box].name == "h1" and not line.n_linked
        for number in range(len(self._boxes) - 1, 0, -1):
            weights[self._boxes[number].parent].add(weights[number])
        return weights

    def _find_ends(self) -> list[int]:
        """For each box the number after the last box inside it."""
        ends = list(range(1, len(self._boxes) + 1))
        for number in range(len(self._boxes) - 1, 0, -1):
            parent = self._boxes[number].parent
            ends[parent] = max(ends[parent], ends[number])
        return ends

    def _find_sites(self) -> list[bool]:
        """For each box whether what it holds is the site's."""
        found = [False] * len(self._boxes)
        for number in range(1, len(self._boxes)):
            box = self._boxes[number]
            found[number] = found[box.parent] or self._is_sites_box(number)
        return found

    def _is_sites_box(self, number: int) -> bool:
        weight, box = self._weights[number], self._boxes[number]
        if weight.mass > _MAX_SITES * self._weights[0].mass or weight.n_headings:
            return False
        if box.name in _SITES_ELEMENT or _SITES_NAME.search(box.hint.lower()):
            return True
        return (
            weight.n_link_lines >= 3
            and weight.n_link_lines >= 0.7 * weight.n_lines
            and weight.n_linked >= 0.5 * weight.n_chars
        )

    def _weigh_own(self) -> list[int]:
        """Running text in each box, without that of the site's boxes in it."""
        own = [0] * len(self._boxes)
        for line in self._lines:
            if not self._sites[line.box]:
                own[line.box] += _mass(line)
        for number in range(len(self._boxes) - 1, 0, -1):
            own[self._boxes[number].parent] += own[number]
        return own

    def main(self) -> int:
        """The smallest box that holds all running text that is not the site's."""
        main, total = 0, self._own[0]
        for number in range(1, len(self._boxes)):
            is_inside = number < self._ends[main]
            if is_inside and total and self._own[number] == total:
                main = number
        while main and self._boxes[main].name in _LEAVES:
            main = self._boxes[main].parent
        return main

    def lines_of(self, number: int) -> tuple[int, int]:
        """First line of a box and the one after its last."""
        return self._ranges[number]

    def _find_ranges(self) -> list[tuple[int, int]]:
        """For each box its first line and the one after its last, all boxes in it counted."""
        nothing = (len(self._lines), 0)
        ranges = [nothing] * len(self._boxes)
        for at, line in enumerate(self._lines):
            start, end = ranges[line.box]
            ranges[line.box] = (min(start, at), max(end, at + 1))
        for number in range(len(self._boxes) - 1, 0, -1):
            parent = self._boxes[number].parent
            start, end = ranges[number]
            ranges[parent] = (min(ranges[parent][0], start), max(ranges[parent][1], end))
        return ranges

    def is_sites(self, line: Line, *, is_edge: bool) -> bool:
        """Whether a line is the site's and not the author's.

        Parameters
        ----------
        is_edge
            The line stands before all running text or after it.
        """
        if self._sites[line.box] or _is_notice(line):
            return True
        if self._boxes[line.box].name in HEADINGS and not is_edge:
            return False
        return _is_link(line) or (is_edge and _is_edge_notice(line))

    def core(self, first: int, last: int) -> range:
        """The lines from the first to the last running one."""
        running = [
            at
            for at in range(first, last)
            if _mass(self._lines[at]) and not self._sites[self._lines[at].box]
        ]
        return range(running[0], running[-1] + 1) if running else range(first, last)

    def widened(self, main: int, title: str) -> tuple[int, int]:
        """Lines of a box with the heading above it and what else an author wrote beside it."""
        first, last = self.lines_of(main)
        start, end = first, last
        while main and (start, end) == (first, last):
            main = self._boxes[main].parent
            start, end = self.lines_of(main)
        before = self._widened_up(first, start)
        while last < end and self._may_belong(self._lines[last]):
            last += 1
        heading = self._heading(before, self.core(first, last).start, title)
        return before if heading is None else heading, last

    def _widened_up(self, first: int, start: int) -> int:
        """The first line above a box that may belong to it, over a line on date and source."""
        before, n_passed = first, 0
        for at in range(first - 1, start - 1, -1):
            line = self._lines[at]
            if self._may_belong(line):
                before, n_passed = at, 0
            elif n_passed < _PASSED and _is_notice(line) and not self._sites[line.box]:
                n_passed += 1
            else:
                break
        return before

    def _may_belong(self, line: Line) -> bool:
        return line.n_chars <= _SHORT and not self.is_sites(line, is_edge=True)

    def _heading(self, before: int, core: int, title: str) -> int | None:
        """The line of the heading: the h1 just above the running text, or one above it all."""
        for at in range(before, core):
            if self._boxes[self._lines[at].box].name == "h1" and self._is_title(at, title):
                return at
        near = range(before - 1, max(-1, before - 1 - _NEAR), -1)
        return next((at for at in near if self._is_title(at, title)), None)

    def _is_title(self, at: int, title: str) -> bool:
        line = self._lines[at]
        is_heading = self._boxes[line.box].name in ("h1", "h2")
        is_titled = line.n_chars >= _MIN_TITLE and title.startswith(line.text)
        return (is_heading or is_titled) and not line.n_linked and not self._sites[line.box]


_LEAVES = frozenset({"p", "li", "dd", "dt", "blockquote", "pre", "center", *HEADINGS})
"""Boxes of a paragraph; what stands beside one of them belongs to it."""
_SHORT = 40
"""Characters of a line beside the main text, such as a salutation or a signature."""
_PASSED = 2
"""Lines on date and source that may stand between a title and its text."""
_NEAR = 15
"""Lines between the heading and the main text at most: dates, authors, sizes of type."""
