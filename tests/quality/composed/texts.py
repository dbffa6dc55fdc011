"""The files of texts in; speeches and whole documents out, their blanks filled in.

A third of the texts is held out: nobody looks at how `split` fares on them, one by one.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

FOLDER = Path(__file__).parent.parent / "texts"
SPEECHES = FOLDER / "speeches.txt"
WHOLES = FOLDER / "wholes.txt"

HELD_OUT = frozenset(
    {
        "company_annual",
        "toast",
        "party_lecture",
        "retirement",
        "grain_figures",
        "court_outline",
        "returning_youth",
        "graduation",
        "cooperative",
        "farewell",
        "disaster_relief",
        "ferry_captain",
        "nurses_day",
        "trad_alumni",
        "trad_elder",
        "trad_oldhouse",
        "award_speech",
        "restarting",
        "three_parts",
        "history_parts",
    }
)

Kind = Literal["title", "by", "date", "hail", "text", "head", "verse", "row", "end", "sign"]


@dataclass(frozen=True, slots=True)
class Element:
    """A line of a text before it is laid out."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its blanks filled in, and what is then known of it."""

    name: str
    elements: tuple[Element, ...]
    date: str | None = None
    """YYYY-MM-DD where the text prints one that is not redacted."""
    speaker: str | None = None
    """Where the text prints a role and a name."""
    complete: bool = True
    """False where it breaks off in mid-sentence."""

    @property
    def title(self) -> str:
        return next(e.text for e in self.elements if e.kind == "title")

    @property
    def block(self) -> tuple[str, ...]:
        """Byline and date, as they stand under the title."""
        return tuple(e.text for e in self.elements if e.kind in ("by", "date"))

    @property
    def body(self) -> tuple[Element, ...]:
        """From the salutation to the signature."""
        return tuple(e for e in self.elements if e.kind not in ("title", "by", "date"))

    @property
    def has_salutation(self) -> bool:
        return self.body[0].kind == "hail"

    @property
    def n_chars(self) -> int:
        return sum(len(e.text) for e in self.elements)


def generator(*names: object) -> random.Random:
    """The generator that always has these names: `random` hashes a string alike everywhere."""
    return random.Random("/".join(map(str, names)))  # noqa: S311 - no secret hangs on it


def is_traditional(name: str) -> bool:
    return name.startswith("trad_")


def speech_names(*, held_out: bool, traditional: bool) -> tuple[str, ...]:
    """Speeches of one side, in one script, in the order of the file."""
    return tuple(
        name
        for name in _texts(SPEECHES)
        if (name in HELD_OUT) == held_out and is_traditional(name) == traditional
    )


def whole_names(*, held_out: bool) -> tuple[str, ...]:
    """Texts that must stay whole, of one side."""
    return tuple(
        name for name in _texts(WHOLES) if name != "chapters" and (name in HELD_OUT) == held_out
    )


def chapters() -> tuple[tuple[Element, ...], ...]:
    """A title and its running text each, for plans."""
    grouped: list[list[Element]] = []
    for element in _texts(WHOLES)["chapters"]:
        if element.kind == "head":
            grouped.append([])
        grouped[-1].append(element)
    return tuple(map(tuple, grouped))


def filled(name: str, rng: random.Random, *, redacted: bool = False) -> Text:
    """A speech or a whole document with names and dates of its own."""
    elements = _texts(SPEECHES).get(name) or _texts(WHOLES)[name]
    names = _Names.drawn(rng, traditional=is_traditional(name), redacted=redacted)
    lines = tuple(Element(e.kind, names.fill(e.text)) for e in elements)
    return Text(
        name,
        lines,
        date=None if redacted or not _has(elements, "{日}") else names.iso_date,
        speaker=None if redacted or not _names_speaker(elements) else names.values["人"],
    )


def filled_elements(elements: Sequence[Element], rng: random.Random) -> tuple[Element, ...]:
    names = _Names.drawn(rng, traditional=False, redacted=False)
    return tuple(Element(e.kind, names.fill(e.text)) for e in elements)


def broken_off(text: Text, rng: random.Random) -> Text:
    """The text up to the middle of a sentence of one of its later paragraphs."""
    long = [i for i, e in enumerate(text.elements) if e.kind == "text" and len(e.text) > 60]
    index = rng.choice(long[2:] or long)
    last = text.elements[index].text
    cuts = [
        i for i in range(30, len(last) - 10) if last[i - 2 : i + 1].isalpha() and i < len(last) - 8
    ]
    if not cuts:
        return text
    kept = (*text.elements[:index], Element("text", last[: rng.choice(cuts)]))
    dated = text.date is not None and any(e.kind in ("by", "date") for e in kept)
    signed = any(e.kind == "sign" for e in text.elements)
    return Text(
        text.name,
        kept,
        date=text.date if dated and not signed else None,
        speaker=text.speaker,
        complete=False,
    )


# ------------------------------------------------------------------------------- reading


@cache
def _texts(path: Path) -> Mapping[str, tuple[Element, ...]]:
    blocks = path.read_text("utf-8").split("\n=== ")[1:]
    return {
        block.split("\n", 1)[0]: tuple(
            _element(line) for line in block.split("\n")[1:] if line.strip()
        )
        for block in blocks
    }


def _element(line: str) -> Element:
    kind, text = line.split(" ", 1)
    if kind not in get_args(Kind):
        raise ValueError(f"no kind of line: {line}")
    return Element(cast(Kind, kind), text)


def _has(elements: Sequence[Element], blank: str) -> bool:
    return any(blank in e.text for e in elements if e.kind in ("by", "date", "sign"))


_ROLE_AND_NAME = re.compile(
    r"(?:长|主席|书记|長|主講人|主讲人|理事长|会长|會長|主席|局长|局長)[　：]\{人\}"
)


def _names_speaker(elements: Sequence[Element]) -> bool:
    return any(_ROLE_AND_NAME.search(e.text) for e in elements if e.kind == "by")


# ------------------------------------------------------------------------------- blanks

_SIMPLIFIED = {
    "县": ("石桥县", "柳溪县", "桐川县", "云岭县", "白鹭县", "青禾县", "长汀洲县", "望山县"),
    "市": ("松江洲市", "南屏市", "云岭市", "东麓市", "临湾市"),
    "镇": ("桥头镇", "河口镇", "枫林镇", "石门坎镇", "大槐镇", "清水塘镇"),
    "村": ("樟树下村", "石鼓村", "上洋村", "三眼井村", "竹园村"),
    "人": ("顾青禾", "沈望山", "陆明远", "赵文柏", "林秋实", "许知行", "欧阳松", "韩江"),
}
_TRADITIONAL = {
    "市": ("雲嶺市", "南濱市", "松港市"),
    "人": ("林書瑤", "陳望川", "許明遠", "張秋實"),
}
_REDACTED = {"县": ("xx县", "××县", "**县"), "市": ("xx市", "××市"), "镇": ("xx镇", "某镇")}
_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class _Names:
    """What fills the blanks of one text."""

    values: Mapping[str, str]
    iso_date: str

    @classmethod
    def drawn(cls, rng: random.Random, *, traditional: bool, redacted: bool) -> _Names:
        lists: dict[str, tuple[str, ...]] = {**_SIMPLIFIED, **(_TRADITIONAL if traditional else {})}
        year, month, day = rng.randint(2029, 2036), rng.randint(1, 12), rng.randint(1, 28)
        date = rng.choice((_plain_date, _plain_date, _han_date, _dotted_date))(year, month, day)
        values = {name: rng.choice(options) for name, options in lists.items()}
        values |= {"年": str(year), "日": date}
        if redacted:
            values |= {name: rng.choice(options) for name, options in _REDACTED.items()}
            values |= {"人": "×××", "年": "20xx", "日": "20xx年x月x日"}
        return cls(values, f"{year}-{month:02}-{day:02}")

    def fill(self, text: str) -> str:
        return re.sub(r"\{(\w)\}", lambda match: self.values[match[1]], text)


def _plain_date(year: int, month: int, day: int) -> str:
    return f"{year}年{month}月{day}日"


def _dotted_date(year: int, month: int, day: int) -> str:
    return f"{year}.{month}.{day}"


def _han_date(year: int, month: int, day: int) -> str:
    return f"{''.join(_DIGITS[int(d)] for d in str(year))}年{han(month)}月{han(day)}日"


def han(number: int) -> str:
    """A number below a hundred in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[ones] if ones else "") or "〇"
