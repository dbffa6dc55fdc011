"""What is printed around and between the words of an author, made up after its kinds.

The wordings are ours; each kind has some that only held-out documents show.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Place = Literal["heading", "paragraph", "line", "inside", "part", "ruby", "blank"]
"""Under a heading; between paragraphs; between two lines of one paragraph too; at the end
of a paragraph, on its line; after a part; after a character; between two characters."""


@dataclass(frozen=True, slots=True)
class Noise:
    """A kind of noise."""

    kind: str
    place: Place
    wordings: tuple[str, ...]
    held_out_wordings: tuple[str, ...] = ()
    how_many: int = 3
    """In a document, about."""

    def printed(self, rng: random.Random, title: str, *, held_out: bool) -> str:
        """One wording, filled in."""
        wordings = (self.held_out_wordings if held_out else ()) or self.wordings
        return rng.choice(wordings).format_map(_filling(rng, title))


NOISE: tuple[Noise, ...] = (
    Noise(
        "page_footer",
        "line",
        ("本文章共{m}页，当前在第{n}页", "本文章共{m}页,当前第{n}页"),
        ("本文共 {m} 页，当前为第 {n} 页",),
    ),
    Noise(
        "viewer_footer",
        "line",
        ("第{n}页共 {m}页", "第 {n} 页 / 共 {m} 页", "— {n} —"),
        ("第{n}页，共{m}页", "- {n} -", "第 {n} 页 共 {m} 页"),
    ),
    Noise("page_number", "line", ("{n}",)),
    Noise(
        "truncation",
        "part",
        (
            "(未完,全文共{k}字,当前显示{j}字)\n(请认真阅读下面的提示信息)",
            "【文章共{k}字，精选参考范文，仅供学习借鉴】",
            "试读结束，开通会员文档无限下载使用",
        ),
        ("试读已结束，如需阅读全文请开通会员后下载", "（未完，全文共{k}字，当前显示{j}字）"),
    ),
    Noise(
        "truncation_inside",
        "inside",
        ("……({site}https://www.{url}省略{j}字,正式会员可完整阅读)",),
        ("……（{site} www.{url} 省略{j}字，正式会员可以完整阅读）",),
        how_many=2,
    ),
    Noise(
        "ad_line",
        "paragraph",
        ("{site} www.{url}", "{site}www.{url}"),
        ("更多范文请访问{site}（www.{url}）", "{site} http://www.{url}/"),
    ),
    Noise(
        "ad_inside",
        "inside",
        ("【更多公文素材,微信:{id}】", "【更多讲话稿，请加微信：{id}】"),
        ("【关注微信公众号{id}，获取更多讲话稿】", "（更多范文加QQ：{k}{j}）"),
    ),
    Noise("forum", "inside", (" {garbage}",)),
    Noise(
        "css",
        "paragraph",
        (
            "@page {{ size: 8.27in 11.69in; margin-right: 1.25in }}"
            " p.western {{ font-family: 'Times New Roman', serif; font-size: 10pt }}",
        ),
        ("P {{ margin-bottom: 0.08in; direction: ltr }} A:link {{ color: #0000ff }}",),
        how_many=1,
    ),
    Noise("repeated_title", "heading", ("{titles}",), how_many=2),
    Noise(
        "header",
        "heading",
        (
            "更新时间:2030-{mm}-05 00:11作者:{pen}老师",
            "编号:1{k}{k}",
            "时间:2030-{mm}-6 14:58:10 [下载该文章] [会员注册]",
        ),
        ("发布时间：2030-{mm}-05 来源：{site} 浏览次数：{j} 【字体：大 中 小】",),
    ),
    Noise("placeholder", "heading", ("[标签:标题]", "l> [标签:标题]"), ("[标签:介绍]",)),
    Noise(
        "introduction",
        "heading",
        (
            "下面是小编为大家整理的{title}【优秀范文】，供大家参考。",
            "下面就是小编给大家整理的{title}，希望对你有用，欢迎阅读。",
        ),
        ("以下是小编收集整理的{title}，仅供参考，希望能够帮助到大家。",),
        how_many=2,
    ),
    Noise(
        "epilogue",
        "part",
        ("以上就是小编为大家带来的{title}的全部内容，希望对您有所帮助。",),
        ("以上是{title}的全部内容，感谢您的阅读，更多范文请继续关注本站！",),
        how_many=2,
    ),
    Noise(
        "rule", "paragraph", ("--------------------", "* * * * * *"), ("━━━━━━━━━━", "＊＊＊＊＊")
    ),
    Noise("running_head", "line", ("讲话稿选编　　{n}",), ("优秀发言稿汇编　{n}",), how_many=5),
    Noise("ruby", "ruby", ("",), how_many=14),
    Noise("blank", "blank", (" ",), how_many=14),
)

_SITES = ("文秘谷", "稿子屋", "公文斋", "范文坊")
_URLS = ("wenmigu.example.com", "gaoziwu.example.net", "gongwenzhai.example.cn")
_PENS = ("五味", "青山", "小鱼")
_GARBAGE = "$@!%^&*()_+|~;:?/<>0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _filling(rng: random.Random, title: str) -> Mapping[str, str]:
    return {
        "n": str(rng.randint(1, 9)),
        "m": str(rng.randint(9, 30)),
        "k": str(rng.randint(2000, 9999)),
        "j": str(rng.randint(200, 1999)),
        "mm": f"{rng.randint(1, 12):02}",
        "site": rng.choice(_SITES),
        "url": rng.choice(_URLS),
        "pen": rng.choice(_PENS),
        "id": f"gw{rng.randint(100, 999)}xie",
        "title": title,
        "titles": title * rng.randint(4, 12),
        "garbage": _garbage(rng),
    }


def _garbage(rng: random.Random) -> str:
    """What a forum puts in so that copies are known: bits of ASCII, a third of them signs."""
    words = [
        rng.choice("$@!%^&|~;?") + "".join(rng.choices(_GARBAGE, k=rng.randint(1, 2)))
        for _ in range(rng.randint(4, 8))
    ]
    return " ".join(words)


RUBY: Mapping[str, str] = {
    "發": "fā",
    "領": "lǐng",
    "導": "dǎo",
    "開": "kāi",
    "會": "huì",
    "謝": "xiè",
    "這": "zhè",
    "們": "men",
    "來": "lái",
    "時": "shí",
    "學": "xué",
    "書": "shū",
    "讀": "dú",
    "燈": "dēng",
    "還": "hái",
    "過": "guò",
    "樓": "lóu",
    "個": "gè",
    "歡": "huān",
    "與": "yǔ",
    "電": "diàn",
    "聽": "tīng",
}
"""How characters are read that converters from simplified text print with their reading."""
