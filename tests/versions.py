"""Numbers in; invented texts, and versions of them, out: the same for the same numbers."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence

_WORDS = re.findall(
    r"\S+",
    "青瓦镇 渔港 竹编 合作社 晒谷场 供水 管网 桥梁 加固 校舍 食堂 夏粮 干旱 库区 茶园 木工 电站 "
    "修复 完成 增长 减少 落实 检查 推广 种植 收购 培训 筹集 建成 投产 动工 验收 登记 巡查 疏通 "
    "全县 各镇 上半年 年底 去年 今春 农户 职工 学生 老人 渔民 工人 医生 教师 村民 客商 技术员",
)


def made_text(seed: int, n_chars: int) -> str:
    """A text of this length, without white space; different for each seed."""
    chance = random.Random(seed)  # noqa: S311 # no secret
    pieces: list[str] = []
    length = 0
    while length < n_chars:
        words = "".join(chance.choices(_WORDS, k=chance.randint(3, 6)))
        pieces.append(f"{words}{chance.randint(1, 99)}{chance.choice('个处户座名')}，")
        length += len(pieces[-1])
    return "".join(pieces)[: n_chars - 1] + "。"


def edited(text: str, fraction: float, seed: int) -> str:
    """A version of a text in which this fraction of the characters stands in edited stretches."""
    chance = random.Random(seed)  # noqa: S311 # no secret
    characters = list(text)
    left = round(len(text) * fraction)
    while left > 0:
        n = min(left, chance.randint(1, 12))
        at = chance.randrange(max(1, len(characters) - n))
        instead = {"replace": n, "delete": 0, "insert": 2 * n}[
            chance.choice(("replace", "delete", "insert"))
        ]
        characters[at : at + n] = chance.choices("田林湖港桥路灯船网仓", k=instead)
        left -= n
    return "".join(characters)


def family(seed: int, n: int, n_chars: int, fractions: Sequence[float]) -> list[str]:
    """A text and versions of it, edited to these fractions in turn."""
    text = made_text(seed, n_chars)
    return [text] + [
        edited(text, fractions[i % len(fractions)], seed * 1000 + i) for i in range(1, n)
    ]


def lines(text: str, width: int = 30) -> str:
    """A text as it would be printed, in lines of a width."""
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


def shuffled(items: Iterable[str], seed: int) -> list[str]:
    """The items in another order."""
    result = list(items)
    random.Random(seed).shuffle(result)  # noqa: S311 # no secret
    return result
