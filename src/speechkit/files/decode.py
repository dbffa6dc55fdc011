"""Bytes of a text file in, its text and the name of its encoding out.

A closed test tells six encodings apart. Marks and strictness decide where they can (a
byte-order mark; bytes that are UTF-8 are UTF-8); between GB18030, Big5 and UTF-16 without a
mark decides which reading makes the likelier Chinese text. A reading is never mended: one
byte that does not fit is an error that names the byte.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from typing import NamedTuple

from speechkit.errors import ReadingError, UsageError

MAX_BYTES = 256 * 2**20
"""Largest text that is read; 256 MB are some hundred million characters, more than any speech."""


class Decoded(NamedTuple):
    """A text and the encoding it was read by."""

    text: str
    """Without a byte-order mark; line ends as they stand in the file."""
    encoding: str
    """Python codec name."""


def decode(data: bytes, *, encoding: str | None = None) -> Decoded:
    r"""The text of a whole file.

    Parameters
    ----------
    data
        All bytes of the file, a byte-order mark included.
    encoding
        A Python codec name that overrides the test; None tells apart utf-8, utf-8-sig,
        utf-16-le, utf-16-be, gb18030 and big5.

    Raises
    ------
    ReadingError
        When there is nothing, too much, a NUL, or a byte the encoding does not have. The
        message begins with what is wrong; the caller puts the path before it.
    UsageError
        When `encoding` is not the name of a text encoding.

    Examples
    --------
    >>> decode("同志们：\r\n".encode("gb18030"))
    Decoded(text='同志们：\r\n', encoding='gb18030')
    """
    if encoding is not None:
        encoding = normal_encoding(encoding)
    if not data:
        raise ReadingError("empty")
    if len(data) > MAX_BYTES:
        raise too_large()
    name = find_encoding(data, encoding)
    return Decoded(_strict(data, name, guessed=encoding is None), name)


def normal_encoding(name: str) -> str:
    """The name by which Python's codecs know an encoding.

    Raises
    ------
    UsageError
        When there is no such encoding, or it does not turn bytes into text.

    Examples
    --------
    >>> normal_encoding("UTF8"), normal_encoding("cp936")
    ('utf-8', 'gbk')
    """
    try:
        "a".encode(name)  # refuses rot13 and base64, which lookup() accepts
        normal = codecs.lookup(name).name
    except (LookupError, ValueError):
        normal = ""
    if not normal or normal in _NO_CHARSETS:
        raise UsageError(f"--encoding {name!r}: no such text encoding; try utf-8, gb18030 or big5")
    return normal


def find_encoding(data: bytes, named: str | None) -> str:
    """The encoding to read by: the named one, made definite, or the one that fits best.

    `data` may be the beginning of a file.
    """
    return guess_encoding(data) if named is None else _resolve(named, data)


def guess_encoding(data: bytes) -> str:
    """The encoding that fits best, also when some bytes do not fit it.

    Bytes that fit no encoding count as utf-8, so that a strict reading names the first of them.

    Examples
    --------
    >>> guess_encoding("臺灣的經濟".encode("big5")), guess_encoding(b"plain")
    ('big5', 'utf-8')
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if 0 in data:
        return _likeliest(data, _UTF_16) or "utf-8"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _guess_not_utf_8(data, error.start)
    return "utf-8"


def is_chinese(text: str) -> bool:
    """Whether the characters of a text, taken one by one, may be those of Chinese.

    Examples
    --------
    >>> is_chinese("全县的工作会议"), is_chinese("ɔʎɐʇʌÞð")
    (True, False)
    """
    return _Reading.of(text).is_chinese


def unmarked_codec(name: str) -> str:
    """The codec that leaves a byte-order mark where it is, so that bytes count from the file's."""
    return "utf-8" if name == "utf-8-sig" else name


def too_large() -> ReadingError:
    """The refusal of a text of more than `MAX_BYTES`."""
    return ReadingError(f"more than {MAX_BYTES // 2**20} MB in one text; cut it into several files")


_NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "utf-7"})
"""Codecs for something other than files; some would let half a surrogate pair through."""
_UTF_16 = ("utf-16-le", "utf-16-be")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_PRINTED = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "gb18030": "GB18030", "big5": "Big5"}


def printed_encoding(name: str) -> str:
    """The name of an encoding as people write it."""
    return _PRINTED.get(name, name)


def _resolve(encoding: str, data: bytes) -> str:
    """The named encoding, made definite where it leaves the mark or the byte order open."""
    if encoding == "utf-8" and data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if encoding != "utf-16":
        return encoding
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    return marked if marked in _UTF_16 else _likeliest(data, _UTF_16) or "utf-16-le"


def _strict(data: bytes, name: str, *, guessed: bool) -> str:
    is_wide = 0 in "a".encode(name)
    if not is_wide and 0 in data:
        raise _nul(data.index(0))
    try:
        text = data.decode(unmarked_codec(name))
    except UnicodeDecodeError as error:
        raise ReadingError(_misfit(data, name, error.start, guessed=guessed)) from error
    if is_wide and "\0" in text:
        raise _nul(len(text[: text.index("\0")].encode(name)))
    text = text.removeprefix("\ufeff")
    if not text:
        raise ReadingError("empty")
    return text


def _nul(byte: int) -> ReadingError:
    return ReadingError(f"NUL (byte {byte}), so it is no text; save it as plain text")


def _misfit(data: bytes, name: str, byte: int, *, guessed: bool) -> str:
    where = f"not {printed_encoding(name)} (byte {byte})"
    others = ("gb18030", "big5", "big5hkscs", "utf-8") if guessed else ("utf-8", "gb18030", "big5")
    fitting = next((other for other in others if other != name and _fits(data, other)), None)
    if fitting is not None:
        return f"{where}; try --encoding {fitting}"
    rest = next((other for other in ("gb18030", "big5") if _fits(data[byte:], other)), None)
    if name == "utf-8" and byte and rest is not None:
        return f"{where}: from there on it seems {printed_encoding(rest)}; save it all as UTF-8"
    return f"{where}; mend the file there, or name its --encoding"


def _fits(data: bytes, name: str) -> bool:
    try:
        return is_chinese(data.decode(name))
    except UnicodeDecodeError:
        return False


# ------------------------------------------------------------------- which reading is likelier


def _guess_not_utf_8(data: bytes, misfit: int) -> str:
    """Choose for bytes of which those before `misfit` are UTF-8 and the next is not."""
    if _is_utf_8_prefix(data[max(0, misfit - _SAMPLE) : misfit]):
        return "utf-8"
    return _likeliest(data, ("utf-8", "gb18030", "big5", *_UTF_16)) or "utf-8"


def _is_utf_8_prefix(prefix: bytes) -> bool:
    """Whether bytes that are UTF-8 are meant so: a file of two encodings begins like this.

    Pairs of GB18030 can look like UTF-8 too, but then read as letters nobody uses.
    """
    if prefix.isascii():
        return False
    as_other = max(_score(prefix, other).total for other in ("gb18030", "big5"))
    return _score(prefix, "utf-8").total > as_other + _CHANCE


_CHANCE = 15.0
"""By so much, in logarithms, chance never favours a reading: two characters of Chinese do."""


def _likeliest(data: bytes, names: tuple[str, ...]) -> str | None:
    """The encoding under which a sample is the likeliest; None when it is Chinese in none."""
    sample = _sample(data)
    even = len(data) % 2 == 0
    scores = {name: _score(sample, name) for name in names if even or name not in _UTF_16}
    best = max(scores, key=lambda name: scores[name].total, default=None)
    return best if best is not None and scores[best].is_chinese else None


_SAMPLE = 2**16
"""Bytes that are looked at: a few hundred decide, and 64 kB cost 12 ms."""
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


def _sample(data: bytes) -> bytes:
    """A stretch from the first byte on that tells, beginning at a character of any encoding."""
    first = _NOT_ASCII.search(data)
    start = first.start() // 2 * 2 if first and 0 not in data[: first.start()] else 0
    return data[start : start + _SAMPLE]


class _Reading(NamedTuple):
    """How likely a text is, in natural logarithms."""

    total: float
    """Of the whole text. Comparable between readings of the same bytes."""
    is_chinese: bool
    """Whether its characters outside ASCII (or all, where there are no others) may be Chinese."""

    @classmethod
    def of(cls, text: str) -> _Reading:
        """Measure a text, each character taken by itself."""
        counts = Counter(text)
        total = sum(n * _log_probability(char) for char, n in counts.items())
        telling = {char: n for char, n in counts.items() if char > "\x7f"} or counts
        least = _LEAST_MEAN * sum(telling.values())
        return cls(total, sum(n * _log_probability(char) for char, n in telling.items()) >= least)


def _score(sample: bytes, name: str) -> _Reading:
    """Measure a sample; a character cut off at its end does not count."""
    return _Reading.of(codecs.getincrementaldecoder(name)("replace").decode(sample))


def _log_probability(char: str) -> float:
    """Logarithm of the share of a character in Chinese text, by its class."""
    if char in _FREQUENT:
        return -6.5
    if char in _PUNCTUATION:
        return -5.5
    if " " <= char <= "~" or char in "\t\n\r":
        return -6.5
    if "\u4e00" <= char <= "\u9fff":
        return -10.5 if _is_common(char) else -14.0
    if "\u3000" <= char <= "\u303f" or "\uff01" <= char <= "\uff5e":
        return -9.0
    if char == "\ufffd" or unicodedata.category(char) in _NO_TEXT:
        return -25.0
    return -13.0


def _is_common(char: str) -> bool:
    """Whether one of the two old standards has a character among its common ones."""
    simplified = char.encode("gb2312", "ignore")
    if simplified and 0xB0 <= simplified[0] <= 0xD7:  # level 1 of GB 2312: rows 16 to 55
        return True
    traditional = char.encode("big5", "ignore")
    return bool(traditional) and 0xA4 <= traditional[0] <= 0xC6  # level 1 of Big5


# The constants of _log_probability are rounded logarithms of a class's share over its size, counted
# in policy papers and annual reports: .72 of all characters stand in the list of frequent ones
# below, .09 are punctuation, .10 to .15 other common characters, .0003 rare ones (softened: a
# name is no proof). What is no text at all costs more than any text could gain.
_NO_TEXT = frozenset({"Cc", "Cn", "Co", "Cs"})
_LEAST_MEAN = -10.0
"""Of the characters of a reading. None of 9,600 stretches of 20 to 2,000 characters of Chinese
lies below it; Japanese, Korean, Cyrillic, Greek, Thai, Arabic and French bytes read as Chinese lie
at -10.1 to -17 from 40 characters on."""
_PUNCTUATION = frozenset("，。、；：？！“”‘’「」（）《》—…·　％")
# Counted by us (policy papers .3, abstracts .2, words of a general dictionary .5 by their
# frequency): the 500 most frequent characters, in that order; they make up .77 of the characters
# there and .82 in annual reports that were not counted.
_SIMPLIFIED = (
    "的一人和能中了在业是大有不国化用为发工等行分数生智地制对理产成要以动建上方性学体年新系个"
    "进全技应会设法与作于高这合术实时展出来标他主机我家过务力度到定可关统基部提自市通现区准下"
    "子据管信及加同研平重开道型面本多后民经政计水量公程结安得长物造相模之说点种科网心也其代资"
    "规文表就明息们场服间强创构内小推电位究测品天三门着件式各事而前组效所企流特立共运联向目备"
    "省级日源字外保质果交并领好入导你形集都路求里试车社然利最教持者北台范从城二算如治育控两期"
    "指原起无优支南验当将军变山还去问解器海员因域院态口施第类析那十知已正头传布金线东使比具由"
    "单项论手西报供改此接题战意气情处条总任月名率常监元活先装次济协升础见料转色但决石只示或别"
    "环评快想调增么又互专没样义完价感些风委更老权络深看采影景达四引林才局功取证江需较光响世参"
    "放身确万值空包广划维步速回打识素府图反美复被她层把际积低给策武检精议司少直选境段商融预配"
    "织整考五医显干湖收养培农界极带核认真观该清白书号案命校声病首势群至师队汉革土称很米便则格"
    "材疗置断营再办护受儿药游根适近河存容责职马王思太神属像党话善边华围几争批防状视女况族节括"
    "做软史记探语细州己船非花京均艺张"
)
# The traditional forms of those that have one, as mapped by OpenCC for general, Taiwanese and
# Hong Kong use.
_TRADITIONAL = (
    "業國為爲發數對產動學體個進應會設與於這術實時來標機過務關統現區準據開後經計結長說説點種網"
    "資規們場間強創構內電測門著組運聯備級質並領導裏裡試車臺範從兩無優驗當將軍變還問員態類頭傳"
    "線東單項論報題戰氣處條總監裝濟協礎見轉決別環評調麼專沒樣義價風權絡採達證較響參確萬廣劃維"
    "識圖復層際積給檢議選預織醫顯幹養農極帶認觀該書號聲勢羣師隊漢稱則療斷營辦護兒藥遊適責職馬"
    "屬黨話邊華圍幾爭狀視況節軟記語細藝張"
)
_FREQUENT = frozenset(_SIMPLIFIED + _TRADITIONAL)
