"""The first and last lines of a speech in; what they say of date, place, speaker, occasion out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from speechkit.model import (
    Document,
    Fact,
    Span,
)
from speechkit.text.genre import CLOSING_MARKS, GENRE_WORDS, is_salutation
from speechkit.text.marks import outline_mark
from speechkit.text.normal import line_spans, stripped
from speechkit.text.numerals import find_date, is_date_line

FACTS = ("date", "place", "speaker", "role", "occasion")
"""Facts a speech may have, in the order in which they are given."""

_MAX_BLOCK_LINES = 12
_MAX_TITLE_LINE = 60
_MAX_LOOSE_LINES = 6
"""Title lines taken where no salutation tells the end of the block."""
_LOOSE_TITLE = 45
_SIGNATURE_LINES = 3

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭"
    "郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄"
    "和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭"
    "梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇"
    "邢裴陆荣翁荀羊惠甄曲封芮羿储靳汲松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全班仰秋仲伊宫宁仇栾甘厉戎祖武"
    "符刘景詹束龙叶幸司黎薄印白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦"
    "雍桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡"
    "国文寇广禄阙东欧沃利蔚越隆师巩聂晁勾敖融冷訾辛阚那简饶空曾沙养鞠须丰巢关蒯相查荆红游竺权盖益桓公"
    "肖付代闫覃邸苟晋闻岳佟涂麦丘凡仝"
)
"""Single-character surnames, after the traditional Hundred Family Surnames and the
character reform's variants."""
_COMPOUND_SURNAMES = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "夏侯",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
)
_HAN = r"[^\W\d_]"
"""A letter, in practice a Chinese character. To name the range would take a millisecond for
each pattern: Python 3.11 unrolls it."""

_ORGAN = (
    "省委|市委|县委|区委|州委|盟委|旗委|镇委|乡委|党委|党组|党工委|工委|纪委|团委|人大常委会|人大|政协|"
    "人民政府|政府|管委会|国务院|党支部|党总支"
)
_OFFICE = (
    "省长|市长|县长|区长|州长|盟长|旗长|镇长|乡长|专员|总理|主席|主任|书记|部长|厅长|局长|院长|校长|"
    "董事长|总经理|秘书长|会长|委员长|行长|检察长|站长|所长|处长|科长|村长"
)
_ROLE = rf"(?:[省市县区州]?(?:人大常委会|人大|政协|纪委)|{_ORGAN})?(?:常务副|副|代)?(?:{_OFFICE})"
_PERSON = re.compile(
    rf"[—\-\s（(]{{0,6}}(?P<before>{_HAN}{{0,16}}?)(?P<role>{_ROLE}(?:[、，]{_ROLE}){{0,3}})"
    r"(?P<blank>[\s：:]{0,6})(?P<after>.*)"
)
_LABELLED = re.compile(
    r"[【\[]?(?:主讲人|发言人|演讲人|讲话人|致辞人|致辭人|报告人|作者)[】\]]?[\s：:]{0,6}(?P<named>.*)"
)
_NAME_AFTER = re.compile(
    rf"(?P<name>{_HAN}(?:\s{{0,2}}{_HAN}){{1,3}}?)(?:同志)?(?P<end>[在于].*|[）)]?$)"
)
_BODY = re.compile(
    rf"{_HAN}{{2,20}}(?:政府|委员会|办公室|办公厅|管委会|大会|政协|[局厅部委署院校会])"
)
_NO_BODY = re.compile("我们|要|的|是|加快|推进|加强|建设|全面|努力|继续|进一步")
"""What a name of a body does not hold, and a sentence that breaks off does."""
_OCCASION = re.compile(
    rf"在(?P<occasion>[^，。；：！？\n]{{2,50}}?)(?:上|时|期间)的?"
    rf"(?:{_HAN}{{0,6}}?)(?:{GENRE_WORDS})"
    r"|^[—\-\s]{0,6}(?:\d{4}年[\d月日]{0,6})?在(?P<meeting>[^，。；：！？\n]{4,50}?)上[）)]?$"
)

_UNNAMED = "全我本各这该某此每两几同xX×＊*"
_NO_NAME = re.compile(
    "(?:推进|加快|创建|学习|贯彻|建设|实施|落实|加强|深化|撤|贫困|重点|超市|股市|城市|上市|门市|夜市|闹市|都市|"
    "新型|美丽|特色|中心|有关|部分|基层|边远|兄弟|周边|相关|先进|文明|平安|法治|智慧|海绵)"
)
_NO_END = re.compile(
    "(?:[城社园市地校小辖新老片矿库灾景山林农牧]|工业|开发|保护|示范|合作|试验|实验)区$|(?:新型城|乡|城)镇$|[超股城上门夜闹都]市$"
)
_PLACE = re.compile(
    rf"(?:中共|共青团|在)?(?:(?:19|20)\d\d年)?(?P<place>(?:(?![{_UNNAMED}]){_HAN}{{1,7}}?"
    r"(?:自治区|自治州|自治县|自治旗|地区|新区|省|市|州|盟|县|区|旗|镇|乡|街道)){1,3})"
    r"(?=$|第|\d|人民|政府|[省市县区州盟旗镇乡党]?委|人大|政协|[一二三四五六七八九十两]|年|"
    r"[^\W\d_]{0,10}(?:大会|会议|全会|论坛|仪式|典礼|活动|座谈会|动员会|推进会|报告会|总结会|现场会|会|日|节|周)$)"
)
"""A name, the kind of place it is, and what shows that the name has ended: a body of that
place, a number, or the meeting."""


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """What stands between the heading of a part and its first paragraph."""

    lines: tuple[Span, ...]
    """Without blanks, empty lines left out."""
    end: int
    """Document offset of the first paragraph (a salutation counts as one)."""


def title_block(document: Document, start: int, end: int) -> TitleBlock:
    """Title, subtitle, date and byline of a speech whose text begins at `start`.

    Where a salutation follows, all short lines before it are the block; elsewhere the
    short lines without a comma or full stop at the start are.
    """
    text = document.text
    head = (stripped(text, line) for line in line_spans(text, Span(start, min(end, start + 4000))))
    lines = [line for line in head if line][:_MAX_BLOCK_LINES]
    block: list[Span] = []
    for line in lines:
        content = text[line.start : line.end]
        if is_salutation(content):
            return TitleBlock(tuple(block), line.start)
        if not _may_be_title(content):
            break
        block.append(line)
    loose = () if _is_wrapped(lines) else block[: _n_loose(text, block)]
    following = lines[len(loose)].start if len(loose) < len(lines) else end
    return TitleBlock(tuple(loose), following)


def is_signature(line: str) -> bool:
    """Whether a line is a date, or the name of a body or person that signs.

    Examples
    --------
    >>> is_signature("云岭市人民政府"), is_signature("二〇三一年三月五日")
    (True, True)
    >>> is_signature("市长 田野"), is_signature("一是各项主要经济指标")
    (True, False)
    """
    if len(line) > 30 or "，" in line:
        return False
    return (
        is_date_line(line)
        or (_BODY.fullmatch(line) is not None and _NO_BODY.search(line) is None)
        or _named(line, 0) is not None
    )


def read_facts(
    document: Document, heading: Span | None, block: TitleBlock, span: Span
) -> tuple[Fact, ...]:
    """Facts that a record's fields, the title block, the heading and the signature give.

    The first source that has a fact wins, in this order. Redacted dates and places are
    left out.
    """
    found: dict[str, Fact] = {}
    sources = (
        _from_record(document),
        _from_lines(document, block.lines),
        _from_lines(document, (heading,) if heading else ()),
        _from_signature(document, span, block.end),
    )
    for facts in sources:
        for fact in facts:
            held = found.get(fact.name)
            if held is None or _refines(fact, held):
                found[fact.name] = fact
    ordered = [found[name] for name in FACTS if name in found]
    return (*ordered, *(fact for name, fact in found.items() if name not in FACTS))


def _refines(fact: Fact, held: Fact) -> bool:
    """Whether a date is the one held, and says more of it."""
    return fact.name == "date" and fact.value.startswith(f"{held.value}-")


def _may_be_title(line: str) -> bool:
    return (
        len(line) <= _MAX_TITLE_LINE
        and not any(c in line for c in CLOSING_MARKS.replace("!", "") + "；")
        and outline_mark(line) is None
    )


def _is_wrapped(lines: Sequence[Span]) -> bool:
    """Whether the first line is as long as a text's width lets it be: no title then."""
    lengths = [len(line) for line in lines]
    return len(lines) > 3 and max(lengths) <= _MAX_TITLE_LINE and lengths[0] >= max(lengths) - 4


def _n_loose(text: str, block: Sequence[Span]) -> int:
    """Lines that are surely no paragraph although no salutation follows."""
    for i, line in enumerate(block[:_MAX_LOOSE_LINES]):
        content = text[line.start : line.end]
        if "，" in content or len(content) > _LOOSE_TITLE or content[-1] in "：:":
            return i
    return min(len(block), _MAX_LOOSE_LINES)


# ------------------------------------------------------------------------------- sources


def _from_record(document: Document) -> Iterator[Fact]:
    for name in FACTS:
        value = document.metadata.get(name, "").strip()
        if name == "date":
            value = _record_date(document)
        if value:
            yield Fact(name, value)
    for name, value in sorted(document.metadata.items()):
        if name not in FACTS and value:
            yield Fact(name, value)


def _record_date(document: Document) -> str:
    for name in ("date", "year"):
        value = document.metadata.get(name, "").strip()
        written = re.sub(r"(?a)^(\d{4})[-/.]?(\d{2})(?:[-/.]?(\d{2}))?$", _written_out, value)
        found = find_date(f"{written}年" if re.fullmatch(r"(?a)\d{4}", written) else written)
        if found:
            return found.value
    return ""


def _written_out(match: re.Match[str]) -> str:
    """20240301, 2024-03 and 2024/03/01 as a date is written out."""
    year, month, day = match.groups()
    return f"{year}年{month}月" + (f"{day}日" if day else "")


def _from_lines(document: Document, lines: Iterable[Span]) -> Iterator[Fact]:
    role: Fact | None = None
    for line in lines:
        content = document.quote(line)
        yield from _dates(content, line.start)
        yield from _people(content, line.start)
        yield from _occasions(content, line.start)
        if role is not None and _is_name(content):
            yield Fact("speaker", "".join(content.split()), line)
            yield role
        match = _PERSON.fullmatch(content)
        alone = match is not None and not match["after"] and not match["before"]
        role = Fact("role", content, line) if alone else None


def _from_signature(document: Document, span: Span, body_start: int) -> Iterator[Fact]:
    """Date in one of the short last lines."""
    text = document.text
    tail = Span(max(body_start, span.end - 300), span.end)
    if tail.start >= tail.end:
        return
    lines = [s for line in line_spans(text, tail) if (s := stripped(text, line))]
    for line in lines[-_SIGNATURE_LINES:]:
        content = text[line.start : line.end]
        if line.start > body_start and is_date_line(content):
            yield from _dates(content, line.start)


# --------------------------------------------------------------------------------- facts


def _dates(line: str, offset: int) -> Iterator[Fact]:
    found = find_date(line)
    if found is not None and not _redacted_before(line, found.span.start):
        yield Fact("date", found.value, _shifted(found.span, offset))


def _redacted_before(line: str, position: int) -> bool:
    return position > 0 and line[position - 1] in "xX×*＊"


def _people(line: str, offset: int) -> Iterator[Fact]:
    labelled = _LABELLED.fullmatch(line)
    if labelled is not None and _is_name(labelled["named"]):
        yield _name_fact(labelled, "named", offset)
        return
    found = _named(line, offset)
    if found is not None:
        yield from found


def _named(line: str, offset: int) -> list[Fact] | None:
    """Speaker, role and place of 王某县长在…, 县长王某在…, 云岭市市长 王某; None if it is none."""
    match = _PERSON.match(line)
    if match is None:
        return None
    role = _role_fact(match, offset)
    after = _NAME_AFTER.match(match["after"])
    if match["after"].startswith(("在", "于")) and not match["blank"]:
        if _is_name(match["before"]):
            return [_name_fact(match, "before", offset), role]
        return [role, *_seat(match, offset)]
    if after is not None and _is_name(after["name"]) and (match["blank"] or after["end"]):
        name = _name_fact(after, "name", offset + match.start("after"))
        return [name, role, *_seat(match, offset)]
    return None


def _role_fact(match: re.Match[str], offset: int) -> Fact:
    """The role without the name of the government, which tells the place."""
    role = match["role"]
    skip = next((len(p) for p in ("人民政府", "政府") if role.startswith(p)), 0)
    span = Span(match.start("role") + skip, match.end("role"))
    return Fact("role", role[skip:], _shifted(span, offset))


def _seat(match: re.Match[str], offset: int) -> Iterator[Fact]:
    """Place that stands before a role: 石桥县 of 石桥县县长, 云岭市 of 云岭市委书记."""
    shared = match["role"][0] in "省市县区州" and match["before"][-1:] != match["role"][0]
    text = match["before"] + (match["role"][0] if shared else "")
    if len(match["before"]) > 1:  # 李县长 is a person, no place
        yield from _places(text, offset + match.start("before"))


def _name_fact(match: re.Match[str], group: str, offset: int) -> Fact:
    name = "".join(match[group].split())
    return Fact("speaker", name, _shifted(Span(*match.span(group)), offset))


def _is_name(text: str) -> bool:
    """Whether a text can be a person's name: a surname and one or two characters more."""
    name = "".join(text.split())
    if name.startswith(_COMPOUND_SURNAMES):
        return 3 <= len(name) <= 4
    return 2 <= len(name) <= 3 and name[0] in _SURNAMES and name.isalpha()


def _occasions(line: str, offset: int) -> Iterator[Fact]:
    match = _OCCASION.search(line)
    if match is None:
        return
    group = "occasion" if match["occasion"] else "meeting"
    start, occasion = match.start(group), match[group]
    if not any(c in occasion[:3] for c in "xX×*＊"):
        yield from _places(occasion, offset + start)
    yield Fact("occasion", occasion, _shifted(Span(*match.span(group)), offset))


def _places(text: str, offset: int) -> Iterator[Fact]:
    """Place that a text begins with: a name and the kind of place it is."""
    match = _PLACE.match(text)
    if match is None or _NO_NAME.match(match["place"]) or _NO_END.search(match["place"]):
        return
    yield Fact("place", match["place"], _shifted(Span(*match.span("place")), offset))


def _shifted(span: Span, offset: int) -> Span:
    return Span(span.start + offset, span.end + offset)
