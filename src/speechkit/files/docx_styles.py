"""The styles and lists of a Word file in; what a paragraph looks like and its number out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from speechkit.files.ooxml import Attributes, Handler, PartReader
from speechkit.model import MarkKind

_TRANSITIONAL = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"


def word_names(*names: str) -> tuple[str, ...]:
    """Names of Word's elements as lxml writes them, in the two namespaces there are."""
    return tuple(space + name for name in names for space in (_TRANSITIONAL, _STRICT))


T = TypeVar("T")


def word_table(table: dict[str, T]) -> dict[str, T]:
    """A table by names of Word's elements, with the names as lxml writes them."""
    return {full: value for name, value in table.items() for full in word_names(name)}


def value(attributes: Attributes, name: str = "val") -> str:
    """An attribute of Word's; empty when it is not there."""
    return attributes.get(_TRANSITIONAL + name) or attributes.get(_STRICT + name) or ""


def number(attributes: Attributes, name: str = "val") -> int | None:
    """An attribute that is a number; None when it is not there or none."""
    text = value(attributes, name)
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else None


def is_on(attributes: Attributes) -> bool:
    """Whether a property that is there is switched on."""
    return value(attributes) not in ("0", "false", "off", "none")


# --------------------------------------------------------------------------------- styles


@dataclass(slots=True)
class Look:
    """What a style or a paragraph sets; None where it sets nothing."""

    level: int | None = None
    """Of the outline, from 0; 9 is body text."""
    is_bold: bool | None = None
    is_centred: bool | None = None
    is_hidden: bool | None = None
    list_id: int | None = None
    list_level: int | None = None

    def over(self, base: Look) -> Look:
        """The same, with what it does not set taken from `base`."""
        return Look(
            *(
                getattr(base, name) if (own := getattr(self, name)) is None else own
                for name in Look.__slots__
            )
        )


@dataclass(slots=True)
class _Style:
    name: str = ""
    base: str = ""
    look: Look = field(default_factory=Look)


@dataclass(frozen=True, slots=True)
class StyleLook:
    """What a style and those it is based on come to."""

    look: Look
    kind: MarkKind | None
    """Heading or title, by the name of the style or its place in the outline."""


MAX_BASES = 32
"""Styles based on one another that are followed; Word allows ten."""


class Styles(PartReader):
    """Reads a part of styles and answers for each."""

    def __init__(self) -> None:
        self._styles: dict[str, _Style] = {}
        self._defaults: dict[str, str] = {}
        self._known: dict[str, StyleLook] = {}
        self._style = _Style()
        super().__init__(
            word_table(
                {
                    "docDefaults": self._open_defaults,
                    "style": self._open_style,
                    "name": self._take_name,
                    "basedOn": self._take_base,
                    **look_handlers(lambda: self._style.look),
                }
            ),
            skipped=frozenset(word_names("tblStylePr")),
        )

    def paragraph(self, style: str) -> StyleLook:
        """What a paragraph of a style looks like; of the default style if empty."""
        return self._look(style or self._defaults.get("paragraph", ""))

    def run(self, style: str) -> StyleLook:
        """What a stretch of text in a style looks like."""
        return self._look(style)

    def _look(self, style: str) -> StyleLook:
        if style not in self._known:
            self._known[style] = self._resolve(style)
        return self._known[style]

    def _resolve(self, style: str) -> StyleLook:
        """Follow the styles a style is based on."""
        look, kind = Look(), None
        seen: set[str] = set()
        while style in self._styles and style not in seen and len(seen) < MAX_BASES:
            seen.add(style)
            found = self._styles[style]
            if look.level is None:
                kind = kind or _kind_of_name(found.name)
            look = look.over(found.look)
            style = found.base
        if kind == "title" and look.level in (None, 0):  # Word in Chinese puts titles at level 0
            return StyleLook(look, kind)
        return StyleLook(look, kind_of_level(look.level, kind))

    def _open_defaults(self, _: Attributes) -> None:
        self._style = _Style()

    def _open_style(self, attributes: Attributes) -> None:
        self._style = _Style()
        style = value(attributes, "styleId")
        self._styles.setdefault(style, self._style)
        if value(attributes, "default") in ("1", "true", "on"):
            self._defaults.setdefault(value(attributes, "type"), style)

    def _take_name(self, attributes: Attributes) -> None:
        self._style.name = value(attributes)

    def _take_base(self, attributes: Attributes) -> None:
        self._style.base = value(attributes)


def look_handlers(look: Callable[[], Look]) -> dict[str, Handler]:
    """What to call for the elements that set how a style or a paragraph looks."""

    def set_level(attributes: Attributes) -> None:
        look().level = number(attributes)

    def set_centred(attributes: Attributes) -> None:
        look().is_centred = value(attributes) == "center"

    def set_bold(attributes: Attributes) -> None:
        look().is_bold = is_on(attributes)

    def set_hidden(attributes: Attributes) -> None:
        look().is_hidden = is_on(attributes)

    def set_list(attributes: Attributes) -> None:
        look().list_id = number(attributes)

    def set_list_level(attributes: Attributes) -> None:
        look().list_level = number(attributes)

    return {
        "outlineLvl": set_level,
        "jc": set_centred,
        "b": set_bold,
        "vanish": set_hidden,
        "numId": set_list,
        "ilvl": set_list_level,
    }


_HEADING_NAME = re.compile(r"(?:heading|标题|標題)\s{0,3}([1-9])", re.IGNORECASE)
_HEADINGS: tuple[MarkKind, ...] = (
    "heading1",
    "heading2",
    "heading3",
    "heading4",
    "heading5",
    "heading6",
)


def _kind_of_name(name: str) -> MarkKind | None:
    if name.strip().lower() in ("title", "标题", "標題"):
        return "title"
    match = _HEADING_NAME.fullmatch(name.strip())
    return kind_of_level(int(match[1]) - 1, None) if match else None


def kind_of_level(level: int | None, otherwise: MarkKind | None) -> MarkKind | None:
    """The heading of an outline level; `otherwise` where none is set."""
    if level is None:
        return otherwise
    return _HEADINGS[level] if 0 <= level < len(_HEADINGS) else None


# ---------------------------------------------------------------------------------- lists


@dataclass(slots=True)
class _Level:
    """How a level of a list is numbered."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    gap: str = "tab"
    is_legal: bool = False
    """All numbers in it are printed as 1, 2, 3."""
    restart: int | None = None
    """0 when it goes on counting under the next heading."""
    style: str = ""


@dataclass(slots=True)
class _List:
    """The levels of a list, and the style it takes them from."""

    levels: dict[int, _Level] = field(default_factory=dict)
    style: str = ""


@dataclass(slots=True)
class _Use:
    """A list as paragraphs name it: which list it is and where it starts anew."""

    list_id: int | None = None
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)


MAX_LABEL = 40
"""Characters of a pattern for labels; a longer one is an attempt to blow up the text."""
_N_LEVELS = 9


class Numbering(PartReader):
    """Reads a part of lists, counts their paragraphs and prints their labels.

    Parameters
    ----------
    style_list
        The list that a style names; lists refer to one another by styles.
    """

    def __init__(self, style_list: Callable[[str], int | None]) -> None:
        self._style_list = style_list
        self._lists: dict[int, _List] = {}
        self._uses: dict[int, _Use] = {}
        self._counts: dict[int, dict[int, int]] = {}
        self._started: set[tuple[int, int]] = set()
        self._list = _List()
        self._level = _Level()
        self._use: _Use | None = None
        self._at = 0
        super().__init__(
            word_table(
                {
                    "abstractNum": self._open_list,
                    "numStyleLink": self._take_link,
                    "lvl": self._open_level,
                    "start": self._take_start,
                    "numFmt": self._take_format,
                    "lvlText": self._take_text,
                    "suff": self._take_gap,
                    "isLgl": self._take_legal,
                    "lvlRestart": self._take_restart,
                    "pStyle": self._take_style,
                    "num": self._open_use,
                    "abstractNumId": self._take_list,
                    "lvlOverride": self._open_override,
                    "startOverride": self._take_override,
                }
            )
        )

    def label(self, list_id: int, level: int | None, style: str) -> str:
        """The label of the next paragraph of a list, with the gap after it; empty for bullets.

        Parameters
        ----------
        level
            From 0; None for the level that belongs to the style of the paragraph.
        """
        use = self._uses.get(list_id)
        if use is None:
            return ""
        key, levels = self._levels(use)
        if level is None:
            level = next((n for n, found in sorted(levels.items()) if found.style == style), 0)
        if level not in levels:
            return ""
        counts = self._count(list_id, use, key, levels, level)
        return _printed_label(levels, counts, level)

    def _levels(self, use: _Use) -> tuple[int, dict[int, _Level]]:
        """The list that is used, as a key to count by, and its levels."""
        key = -1 if use.list_id is None else use.list_id
        found = self._lists.get(key, _List())
        if not found.levels and found.style:
            other = self._uses.get(self._style_list(found.style) or 0)
            if other is not None and other is not use and other.list_id is not None:
                key = other.list_id
                found = self._lists.get(key, found)
        return key, {**found.levels, **use.levels}

    def _count(
        self, list_id: int, use: _Use, key: int, levels: dict[int, _Level], level: int
    ) -> dict[int, int]:
        """Count one paragraph on; returns the count of every level."""
        counts = self._counts.setdefault(key, {})
        if level in use.starts and (list_id, level) not in self._started:
            self._started.add((list_id, level))
            counts[level] = use.starts[level]
        else:
            counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in range(level + 1, _N_LEVELS):
            if deeper in levels and levels[deeper].restart != 0:
                counts.pop(deeper, None)
        for above in range(level):
            if above in levels:
                counts.setdefault(above, levels[above].start)
        return counts

    # ------------------------------------------------------------------ as the part is read

    def _open_list(self, attributes: Attributes) -> None:
        self._list, self._use = _List(), None
        key = number(attributes, "abstractNumId")
        if key is not None:
            self._lists[key] = self._list

    def _take_link(self, attributes: Attributes) -> None:
        self._list.style = value(attributes)

    def _open_level(self, attributes: Attributes) -> None:
        self._level = _Level()
        at = number(attributes, "ilvl")
        if at is not None and 0 <= at < _N_LEVELS:
            levels = self._list.levels if self._use is None else self._use.levels
            levels[at] = self._level

    def _take_start(self, attributes: Attributes) -> None:
        start = number(attributes)
        self._level.start = 1 if start is None else start

    def _take_format(self, attributes: Attributes) -> None:
        self._level.format = value(attributes)

    def _take_text(self, attributes: Attributes) -> None:
        self._level.text = value(attributes)[:MAX_LABEL]

    def _take_gap(self, attributes: Attributes) -> None:
        self._level.gap = value(attributes)

    def _take_legal(self, attributes: Attributes) -> None:
        self._level.is_legal = is_on(attributes)

    def _take_restart(self, attributes: Attributes) -> None:
        self._level.restart = number(attributes)

    def _take_style(self, attributes: Attributes) -> None:
        self._level.style = value(attributes)

    def _open_use(self, attributes: Attributes) -> None:
        self._use = _Use()
        key = number(attributes, "numId")
        if key is not None:
            self._uses[key] = self._use

    def _take_list(self, attributes: Attributes) -> None:
        if self._use is not None:
            self._use.list_id = number(attributes)

    def _open_override(self, attributes: Attributes) -> None:
        self._at = number(attributes, "ilvl") or 0

    def _take_override(self, attributes: Attributes) -> None:
        start = number(attributes)
        if self._use is not None and start is not None:
            self._use.starts[self._at] = start


_PLACE = re.compile(r"%([1-9])")
_TIGHT = re.compile(r"[、。．.，：；）】》〉」』)\]]$")
"""Label ends after which Chinese text follows at once."""


def _printed_label(levels: dict[int, _Level], counts: dict[int, int], level: int) -> str:
    own = levels[level]
    if own.format in ("bullet", "none") and not _PLACE.search(own.text):
        return own.text + " " if own.format == "none" and own.text.strip() else ""

    def printed(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        found = levels.get(at, own)
        style = "decimal" if own.is_legal else found.format
        return printed_number(counts.get(at, found.start), style)

    label = _PLACE.sub(printed, own.text)
    is_tight = own.gap == "nothing" or _TIGHT.search(label) or not label
    return label if is_tight else f"{label} "


# -------------------------------------------------------------------------------- numerals


def printed_number(n: int, style: str) -> str:
    """A number as Word prints it in a list.

    Examples
    --------
    >>> printed_number(21, "chineseCounting"), printed_number(4, "upperRoman")
    ('二十一', 'IV')
    """
    if style in ("bullet", "none"):
        return ""
    if style in _CHINESE:
        return _CHINESE[style](n)
    if style in _SERIES:
        series = _SERIES[style]
        return series[n - 1] if 0 < n <= len(series) else str(n)
    if style in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (n - 1) % 26) * ((n - 1) // 26 % 20 + 1) if n > 0 else ""
        return letter if style == "upperLetter" else letter.lower()
    if style in ("upperRoman", "lowerRoman"):
        return _roman(n) if style == "upperRoman" else _roman(n).lower()
    if style == "decimalZero":
        return f"{n:02d}"
    return str(n).translate(_FULL_WIDTH) if style.startswith("decimalFullWidth") else str(n)


def _counted(n: int, digits: str, units: str) -> str:
    """A number below ten thousand in Chinese; in its digits past that."""
    if not 0 < n < 10_000:
        return "".join(digits[int(digit)] for digit in str(abs(n)))
    found, is_gap = "", False
    for place, digit in enumerate(map(int, f"{n:04d}")):
        if not digit:
            is_gap = bool(found)
            continue
        found += digits[0] * is_gap + digits[digit] + units[3 - place]
        is_gap = False
    return found.replace(" ", "")


_DIGITS = "〇一二三四五六七八九"


def _chinese(n: int) -> str:
    found = _counted(n, "零一二三四五六七八九", " 十百千")
    return found.removeprefix("一") if 10 <= n < 20 else found


def _digits(n: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(abs(n)))


_CHINESE: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "koreanCounting": _chinese,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "chineseLegalSimplified": lambda n: _counted(n, "零壹贰叁肆伍陆柒捌玖", " 拾佰仟"),
    "ideographLegalTraditional": lambda n: _counted(n, "零壹貳參肆伍陸柒捌玖", " 拾佰仟"),
}
_SERIES = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def _roman(n: int) -> str:
    if not 0 < n < 4000:
        return str(n)
    found = ""
    for worth, sign in _ROMAN:
        found += sign * (n // worth)
        n %= worth
    return found


def merged(look: Look, style: StyleLook) -> StyleLook:
    """What a paragraph comes to: what it sets itself over what its style sets."""
    own = replace(look)
    if own.list_id is not None and own.list_level is None:
        own.list_level = 0
    return StyleLook(own.over(style.look), kind_of_level(look.level, style.kind))
