"""A line in traditional characters in; the same line, simplified as far as our words go, out."""

from __future__ import annotations

from speechkit.text.patterns import regex

_TRADITIONAL = (
    "長書記總員黨縣區鎮鄉會報講話發辭詞開閉禮儀論壇談動協務於時間題標點處廳師學畢業慶賀領導幹經濟設農國"
    "號來園館團隊監檢軍衛財產優與為這們個屆節選勵獻歲歡聯雲嶺灣島門東龍鳳華陳張劉趙錢孫鄭馮蔣韓楊許呂嚴"
    "謝鄒竇蘇範魯韋馬費羅鄔齊蕭湯鄧龐紀項陸葉閻莊喬顧盧賈鐘鍾諸歐陽單賴譚轉見關對機場調勞樓廣寧連興無實"
    "進結組織傳達稱稿體質問謀劃運資訊際義樂"
)
_SIMPLIFIED = (
    "长书记总员党县区镇乡会报讲话发辞词开闭礼仪论坛谈动协务于时间题标点处厅师学毕业庆贺领导干经济设农国"
    "号来园馆团队监检军卫财产优与为这们个届节选励献岁欢联云岭湾岛门东龙凤华陈张刘赵钱孙郑冯蒋韩杨许吕严"
    "谢邹窦苏范鲁韦马费罗邬齐萧汤邓庞纪项陆叶阎庄乔顾卢贾钟钟诸欧阳单赖谭转见关对机场调劳楼广宁连兴无实"
    "进结组织传达称稿体质问谋划运资讯际义乐"
)
"""Those of the words for offices, occasions and kinds of speech, and of the surnames."""
_MAP = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
_ANY = regex(f"[{_TRADITIONAL}]")


def simplified(line: str) -> str:
    """The line with the traditional characters of our words simplified, of the same length.

    Examples
    --------
    >>> simplified("縣長在動員大會上的講話")
    '县长在动员大会上的讲话'
    """
    return line.translate(_MAP) if _ANY.search(line) else line
