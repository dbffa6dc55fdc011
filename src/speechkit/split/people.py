"""A line in; the speaker, the role and the place of the role that it gives out."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from speechkit.model import Span
from speechkit.split.places import find_place
from speechkit.text.patterns import regex

_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭"
    "郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄"
    "和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭"
    "梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇"
    "邢裴陆荣翁荀羊惠甄曲封芮羿储靳汲松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全班仰秋仲伊宫宁仇栾甘厉戎祖武"
    "符刘景詹束龙叶幸司黎薄印白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦"
    "雍桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡"
    "国文寇广禄阙东欧沃利蔚越隆师巩聂晁勾敖融冷訾辛阚那简饶空曾沙养鞠须丰巢关蒯相查荆红游竺权盖益桓公"
    "肖付代闫覃邸苟晋岳佟涂麦丘凡仝"
)
"""Single-character surnames, after the traditional Hundred Family Surnames and the
character reform's variants."""
_WORDS_FIRST = frozenset("全双通能相养干广经红公平水强都和国充满游盖益利终步")
"""Surnames so rare, and so common as the first of a word, that a line of nothing else is
taken for a word."""
_COMPOUND_SURNAMES = (
    "欧阳",
    "上官",
    "司马",
    "司徒",
    "诸葛",
    "夏侯",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "端木",
    "东方",
    "南宫",
    "百里",
    "呼延",
    "宇文",
    "长孙",
    "轩辕",
    "独孤",
    "闻人",
    "钟离",
    "申屠",
    "澹台",
)
_HAN = r"[^\W\d_]"
_NO_NAME_CHARS = frozenset(
    "的了是在与及或要会议报告讲话词稿委局厅处科政府省市县区镇乡校院主总授务划案法度序表济策略项费率制系统们个这那什么何请"
    "你我他她它之某各每把被让对从向将已不没无也都就才很更最等第届次年月日号篇章节社团部队员工业企农"
    "化能性型类式题质际吨米块库渠灯袋链覆盖括撑据耗签认研查询示"
)
"""What no given name holds; 年, 月 and 业 do occur, but far more often in words."""
_WORDS = """
和平 安全 平安 方向 方面 方法 时代 时间 任意 关于 高度 高效 文化 文明 国家 国旗 国歌 幸福 金融
水利 温暖 成绩 成果 成就 成功 成长 常务 应急 应邀 党建 党性 党课 印象 印发 路线 祝愿 祝福 祝贺
祝辞 贺信 贺词 谢谢 谢意 谢辞 公告 公开 公平 荣誉 严肃 江河 江山 乐观 余额 单位 边境 华人 华夏
谈心 包容 石油 童心 明确 明天 满意 相信 关心 关键 关爱 关怀 温馨 管理 计算 经验 经历 解放 解读
解决 通知 通报 通讯 元旦 元宵 季度 秋季 夏季 高考 高中 师生 水平 水电 花絮 花卉 向上 古今 利益
康复 安排 安居 安心 干净 干劲 万家 万众 简介 简报 简要 代表 东风 武装 文艺 文件 文稿 文章 文本
正文 全文 全体 全面 全力 强化 强调 富民 富强 双拥 左右 红旗 红色 胡同 白皮书 时间表 任务书
路线图 责任书 明白纸 温故知新 程序 山水 山川 车间 空间 空白 时光 时刻 师德 师恩 青春 宣言 宣誓
宣布 宣读 边防 居民 居家 通过 池塘 别离 终点 满怀 充满 连续 步伐 步骤 慎独 易地 鱼水情 牛年 马年
羊年 龙年 国魂 国庆 祖国 武汉 石家庄 乌鲁木齐 高歌 高举 凝聚 陶冶 养老 游客 查看 索引 封面 封底
印刷 扶贫 苗木 花木 田野调查 云计算 水库 路灯 安康 成才 成人 金秋 金色 丰收 丰碑 明珠 白云 江南
海南 云南 河南 山东 山西 广东 广西 江苏 江西 安徽 甘肃 宁夏 贵州 温州 杭州 惠州 万元 成立 车辆
应用 单选 单元 平台 项目 支持 融合 方针 范围 方式 方便 高铁 华北 华东 宗教 花生 安装 安防 卫生
农民 农村 时期 房产 车联网 党中央 石化 元器件 云平台 平方米 成本 石漠化 华为 经理 经营 边界 储存
包装 舒适 任用 双碳 双创 公安 能源
"""
_NO_NAMES = frozenset(_WORDS.split())
"""Words that read like a surname and a given name; 和平 may be one, and is left open."""
_DOTTED = regex(rf"{_HAN}{{1,8}}(?:\s?[·•・．‧]\s?{_HAN}{{1,10}}){{1,3}}")
_STRUCK_OUT = regex(rf"[xX×*＊某○〇]{{1,4}}|{_HAN}[某×xX*]{{1,2}}")
"""A name that the publisher struck out."""

_ORGAN = (
    "团?[省市县区州盟旗镇乡]委|党委|党组|党工委|工委|纪委|团委|人大常委会|人大|政协|"
    "人民政府|政府|管委会|国务院|党支部|党总支|支部"
)
_OFFICE = (
    "省长|市长|县长|区长|州长|盟长|旗长|镇长|乡长|专员|总理|主席|主任|书记|部长|厅长|局长|院长|校长|园长|馆长|"
    "董事长|理事长|总经理|经理|总裁|总监|总编辑|主编|总工程师|秘书长|会长|委员长|行长|检察长|站长|所长|处长|科长|村长|"
    "社长|台长|组长|[大中支总]?队长|团长|班长|班主任|护士长|司长|讲师|辅导员|指导员|司令员|政委|总?指挥长|总指挥|主任委员|委员|巡视员|调研员|支书|教授|研究员|"
    "老师|代表|大使|村主任|股长|镇长助理|县长助理|市长助理"
)
_RANK = "(?:常务副|第一副|副|代理|代|原|名誉)?"
_ROLE = rf"(?:[省市县区州镇乡村]?(?:人大常委会|人大|政协|纪委)|{_ORGAN})?{_RANK}(?:{_OFFICE})"
_ROLES = regex(rf"{_ROLE}(?:[、，/／兼]{{1,2}}(?:{_HAN}{{0,8}}?){_ROLE}){{0,3}}")
_ANY_OFFICE = regex("[长记席任理员裁监辑编师委挥书授表使]")
"""Where none of these ends, no office does."""
_PREFIX = regex(r"[—–\-－─\s（(《“【]{0,6}")
_TITLE_NAME = rf"(?P<name>{_HAN}(?:\s{{0,2}}{_HAN}){{1,3}}?|{_HAN}{{1,8}}[·•・‧]{_HAN}{{1,10}}?)"
_AFTER_NAME = (
    r"\s{0,2}(?:同志|先生|女士|教授|老师)?\s{0,2}"
    r"(?:在|于|就|致|作|：|:|新年|元旦|春节|讲话|发言|发表|的|[）)》】]?$)"
)
_NAME_AFTER_ROLE = regex(rf"\s{{0,4}}[：:]?\s{{0,2}}{_TITLE_NAME}{_AFTER_NAME}")
_NAME_FIRST = regex(rf"{_TITLE_NAME}\s{{0,2}}(?:同志|先生|女士)?\s{{0,2}}(?:在|[：:](?=在|关于))")
_LABEL = regex(
    r"(?:[【\[（(]?(?:(?:主讲|宣讲|发言|演讲|讲话|致辞|致词|报告|汇报|述职|述学|述廉|主持|竞聘|竞选|竞职|宣誓|领誓|证婚|主婚|"
    r"撰稿|供稿|讲述|授课|宣读)(?:人|者|领导|嘉宾|代表)?|作者|署名|姓名|领导)[】\]]?"
    r"(?:\s{0,3}[：:】\]]\s{0,4}|[】\]）)]\s{0,4}|(?<=[人者导宾表名])\s{1,4})|文\s?[/／]\s?)(?P<named>\S.{0,40})"
)
_BRACKETED = regex(r"(?P<name>[^（(]{2,20}?)\s{0,3}[（(](?P<role>[^（()）]{2,40})[）)]")
_DIVIDED = regex(r"(?P<name>[^，,：:]{2,30}?)\s{0,3}[，,：:]\s{0,3}(?P<role>[^，,：:]{2,30})")
_TITLES_OF_RESPECT = regex(r"(?:同志|先生|女士|\s{0,4}[敬谨][上启呈])$")
_ORGANISATION = regex(
    "(?:政府|委员会|办公室|办公厅|管委会|公司|集团|大学|学院|[中小]学|医院|协会|商会|支部|总支|"
    "[局厅部委会处科所站校社村镇乡县市号室班组队连级街路巷]|车间|社区|学生|村民|居民|职工|员工|家长|战士|"
    "[一二三四五六七八九十]中)$"
)
"""How the words before a name end that say where somebody belongs, an office or not."""
_NO_BYLINE = (
    "讲话",
    "发言",
    "致辞",
    "致词",
    "报告",
    "演讲",
    "讲话稿",
    "要点",
    "会上",
    "会",
    "日",
    "。",
)
"""How most lines of a title block end that are none, so that they need no closer look."""
_MAX_BODY = 20
MAX_BYLINE = 60
"""Characters of a line that may be a byline."""
_GAP = regex(r"\s{1,8}")
_MIN_TITLE = 4
"""Characters of a title that a byline follows on its line."""
_MIN_LONE_NAME = 3
"""Characters of a name behind a title that no office proves to be one."""
_NO_OFFICE = regex("[，。；的在]|讲话|致辞|报告|发言")
"""What no words before an office hold; a title does."""
_TITLE_END = regex(r"[会式礼议坛]上(?!的)|讲话|致辞|报告|发言|演讲|[献贺幕持]词|稿")
_STRIP = "（）()【】[]—–-－─《》“” \t\u3000\u00a0"


class Person(NamedTuple):
    """Who speaks, by the places of the words in the line that was searched."""

    name: Span | None = None
    role: Span | None = None
    place: Span | None = None
    """Of the office: 石桥县 of 石桥县县长."""

    def shifted(self, offset: int) -> Person:
        """The same person where the line begins at an offset of another one."""
        spans = (self.name, self.role, self.place)
        return Person(*(_shifted(span, offset) if span else None for span in spans))


def is_name(text: str) -> bool:
    """Whether a text can be a person's name, blanks left out of account.

    A surname and one or two characters more, a double surname, or a name in parts with
    dots between; not a word that begins like a surname.

    Examples
    --------
    >>> is_name("顾青禾"), is_name("田　野"), is_name("欧阳远舟"), is_name("阿不都·热合曼")
    (True, True, True, True)
    >>> is_name("高度重视"), is_name("平安"), is_name("任务书"), is_name("张某某")
    (False, False, False, False)
    """
    if _DOTTED.fullmatch(text):
        return len(text) <= 30
    name = "".join(text.split())
    if not 2 <= len(name) <= 4 or not name.isalpha():
        return False
    if name.endswith(("先生", "女士", "同志", "老师")):
        return False
    if name in _NO_NAMES or name[:2] in _NO_NAMES or not _NO_NAME_CHARS.isdisjoint(name[1:]):
        return False
    if name.startswith(_COMPOUND_SURNAMES):
        return 3 <= len(name) <= 4
    return len(name) <= 3 and name[0] in _SURNAMES


def person_in_title(line: str) -> Person | None:
    """Speaker, role and place of a title such as 石桥县县长顾青禾在…会上的讲话.

    Parameters
    ----------
    line
        In simplified characters.
    """
    prefix = _PREFIX.match(line)
    start = prefix.end() if prefix else 0
    first = _NAME_FIRST.match(line, start)
    if first is not None and is_name(first["name"]) and first["name"][0] not in _WORDS_FIRST:
        return Person(name=Span(*first.span("name")))
    roles = _ROLES.search(line, start, start + 60) if _ANY_OFFICE.search(line) else None
    if roles is None or "在" in line[start : roles.start()]:
        return None
    before, after = Span(start, roles.start()), roles.end()
    if line.startswith(("在", "于"), after):
        if is_name(line[before.start : before.end]):
            return Person(before, Span(roles.start(), after))
        role, place = _office(line, Span(start, after))
        return Person(role=role, place=place)
    named = _NAME_AFTER_ROLE.match(line, after)
    if named is not None and is_name(named["name"]):
        role, place = _office(line, Span(start, after))
        return Person(Span(*named.span("name")), role, place)
    return None


@lru_cache(maxsize=512)
def person_of_byline(line: str) -> Person | None:
    """Speaker, role and place of a line that holds nothing else.

    `市长 顾青禾`, `顾青禾 市长`, `顾青禾（石桥县县长）`, `主讲人：顾青禾`, a name alone, or an
    office alone (the name then stands on the next line).

    Parameters
    ----------
    line
        In simplified characters.
    """
    if len(line) > MAX_BYLINE or line.endswith(_NO_BYLINE):
        return None
    label = None if line.isalpha() else _LABEL.fullmatch(line)
    if label is not None:
        found = _plain(line, Span(*label.span("named")))
        return found if found is not None and found.name is not None else None
    start = len(line) - len(line.lstrip(_STRIP))
    end = len(line.rstrip(_STRIP))
    if line.count("（", start, end) > line.count("）", start, end):
        end += 1  # the bracket of 顾青禾（石桥县县长） is its own
    return _plain(line, Span(start, end)) if end > start else None


def byline_behind_title(line: str) -> Person | None:
    """Speaker and office that follow a title on its own line, without a line break.

    Examples
    --------
    >>> line = "在春耕会上的讲话石桥县县长 顾青禾"
    >>> found = byline_behind_title(line)
    >>> line[found.name.start : found.name.end], line[found.role.start : found.role.end]
    ('顾青禾', '县长')
    """
    if line.endswith(_NO_BYLINE):
        return None
    for match in _TITLE_END.finditer(line, max(0, len(line) - MAX_BYLINE - 4)):
        person = person_of_byline(line[match.end() :])
        named = person is not None and person.name is not None
        if person and named and (person.role or _is_apart(line, match.end())):
            return person.shifted(match.end())
    found = byline_behind_blank(line)
    return found[1].shifted(found[0]) if found else None


def byline_behind_blank(line: str) -> tuple[int, Person] | None:
    """Where a byline begins that blanks divide from a title, and what it says.

    The name has an office or a body beside it: two words of a motto may read like a name.

    Examples
    --------
    >>> line = "把青春写在田野上 石桥县农业局 顾青禾"
    >>> start, found = byline_behind_blank(line)
    >>> line[:start], line[start + found.name.start : start + found.name.end]
    ('把青春写在田野上 ', '顾青禾')
    >>> byline_behind_blank("听党话 跟党走")
    """
    for gap in _GAP.finditer(line, max(_MIN_TITLE, len(line) - MAX_BYLINE - 1)):
        rest = line[gap.end() :]
        person = person_of_byline(rest)
        if person is None or person.name is None or _is_office(line[: gap.start()]):
            continue
        if person.role is not None or _GAP.search(rest.strip()):
            return gap.end(), person
    return None


def _is_apart(line: str, end: int) -> bool:
    """Whether what stands behind a title can be a name without an office: 讲话（顾青禾）."""
    rest = line[end:]
    return rest[0] in "（( \t\u3000" and len(rest.strip(_STRIP)) >= _MIN_LONE_NAME


def is_office_alone(person: Person) -> bool:
    """Whether a byline gives an office without a name."""
    return person.name is None and person.role is not None


def _plain(line: str, span: Span) -> Person | None:
    text = line[span.start : span.end]
    for pattern in () if text.isalpha() else (_BRACKETED, _DIVIDED):
        match = pattern.fullmatch(line, span.start, span.end)
        if match is not None:
            return _pair(line, Span(*match.span("name")), Span(*match.span("role")))
    if is_name(_TITLES_OF_RESPECT.sub("", text)) and text[0] not in _WORDS_FIRST:
        return Person(name=_without_respect(line, span))
    divided = _divided(line, span)
    if divided is None and _is_office(text):
        role, place = _office(line, span)
        return Person(role=role, place=place)
    return divided


def _divided(line: str, span: Span) -> Person | None:
    """A name and an office, or a place and a name, with blanks between or none."""
    for gap in _GAP.finditer(line[span.start : span.end]):
        a = Span(span.start, span.start + gap.start())
        b = Span(span.start + gap.end(), span.end)
        found = _pair(line, a, b)
        if found is not None:
            return found
    return _joined(line, span)


def _pair(line: str, a: Span, b: Span) -> Person | None:
    """Name and office, in either order; a place or a body may stand for the office."""
    for name, other in ((a, b), (b, a)):
        text = line[other.start : other.end]
        named = _without_respect(line, name)
        if _STRUCK_OUT.fullmatch(line, named.start, named.end):
            if _is_office(text):
                role, place = _office(line, other)
                return Person(None, role, place)
            if _ORGANISATION.search(text):
                return Person()
        if not is_name(line[named.start : named.end]):
            continue
        if _is_office(text):
            role, place = _office(line, other)
            return Person(named, role, place)
        place = find_place(text, of_body=True)
        if len(text) <= _MAX_BODY and _ORGANISATION.search(text) and not _NO_OFFICE.search(text):
            return Person(named, None, _shifted(place, other.start) if place else None)
        if place is not None and len(place) == len(text):
            return Person(named, None, _shifted(place, other.start))
    return None


def _joined(line: str, span: Span) -> Person | None:
    """A name and an office in one: 市长顾青禾, 顾青禾市长."""
    if not _ANY_OFFICE.search(line, span.start, span.end):
        return None
    roles = _ROLES.search(line, span.start, span.end)
    if roles is None:
        return None
    before, after = Span(span.start, roles.start()), Span(roles.end(), span.end)
    if _NO_OFFICE.search(line, before.start, before.end):
        return None
    if after and is_name(_TITLES_OF_RESPECT.sub("", line[after.start : after.end])):
        role, place = _office(line, Span(span.start, roles.end()))
        return Person(_without_respect(line, after), role, place)
    if not after and is_name(line[before.start : before.end]):
        return Person(before, Span(*roles.span()))
    return None


def _is_office(text: str) -> bool:
    """Whether a text ends in an office and is no sentence."""
    if len(text) > 40 or not text or not _ANY_OFFICE.match(text[-1]):
        return False
    ends = [match.end() for match in _ROLES.finditer(text)]
    return ends[-1:] == [len(text)] and not _NO_OFFICE.search(text)


def _office(line: str, span: Span) -> tuple[Span, Span | None]:
    """The office and the place before it; 石桥县县长 is 县长 of 石桥县.

    The 县 of 石桥县委书记 belongs to both. What stands between (a bureau, a school, a firm)
    is part of the office; the name of the government is not.
    """
    start = span.start
    text = line[: span.end]
    place = find_place(text, start, of_body=True)
    if place is not None:
        start = place.end
        if line.startswith(("委", "人大", "政协", "纪委", "党委", "党工委"), start):
            start -= 1
    for prefix in ("中共", "中国共产党", "人民政府", "政府"):
        if line.startswith(prefix, start) and start + len(prefix) < span.end:
            start += len(prefix)
    while line[start] in " \t\u3000\u00a0":
        start += 1
    roles = _ROLES.search(line, start, span.end)
    if roles is not None and roles.start() == start + 1 and line[start] not in "省市县区州镇乡村":
        start += 1  # 李 of 李市长: a surname alone is no name
    return Span(start, span.end), place


def _without_respect(line: str, span: Span) -> Span:
    match = _TITLES_OF_RESPECT.search(line[span.start : span.end])
    return Span(span.start, span.start + match.start()) if match else span


def _shifted(span: Span, offset: int) -> Span:
    return Span(span.start + offset, span.end + offset)
