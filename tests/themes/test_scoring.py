from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.themes.codebook import load_codebook
from speechkit.themes.scoring import MIN_UNITS, ScoredSpeech, SentenceScorer
from themes.making import DISCIPLINE, FARMING, PLAIN, ROADS, SCHOOLS, THANKS, paragraphs, speech

SCORER = SentenceScorer(load_codebook())
IDS = [entry.theme.id for entry in SCORER.codebook.entries]


def themes(scored: ScoredSpeech) -> list[str]:
    """The heaviest theme of each sentence, empty where there is none."""
    rows = scored.weights
    return [IDS[row.argmax()] if row.any() else "" for row in rows]


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        (FARMING, "agriculture"),
        (ROADS, "infrastructure"),
        (SCHOOLS, "education"),
        (DISCIPLINE, "integrity"),
        (THANKS, "framing"),
        ("各位代表：", "framing"),
        ("全年国内生产总值同比增长百分之八。", "macro"),
        ("地方财政收入增长，税收征管加强，金融机构存款余额上升。", "finance"),
        ("规模以上工业企业产值增长，园区厂房竣工，生产线投产。", "industry"),
        ("抓好项目谋划和项目前期工作，重大项目开工建设。", "projects"),
        ("改善营商环境，搞好招商引资，扩大对外开放。", "openness"),
        ("民营企业和个体工商户增多，社会消费品零售总额上升，商贸物流活跃。", "commerce"),
        ("推进城镇建设，旧城改造棚户区，整治市容。", "urban"),
        ("治理大气污染和水污染，植树造林，改善生态环境。", "environment"),
        ("建成文化馆和图书馆，发展乡村旅游，保护文物。", "culture"),
        ("鼓励科技创新，加大研发投入，引进人才。", "science"),
        ("扩建医院，防治传染病，完善医疗保险。", "health"),
        ("扩大就业，提高低保标准，发放养老金。", "livelihood"),
        ("推进脱贫攻坚，做好易地搬迁和驻村帮扶。", "poverty"),
        ("排查安全隐患，防止煤矿事故，加强食品安全监管。", "safety"),
        ("化解矛盾纠纷，做好信访工作，维护社会治安。", "stability"),
        ("任务分解到人，加强督查考核，严格责任追究。", "implementation"),
        ("转变政府职能，减少行政审批，推行政务公开。", "government"),
        ("改进工作作风，反对形式主义，深入基层调查研究。", "workstyle"),
        ("统一思想，振奋精神，顾全大局，团结奋斗。", "mobilisation"),
        ("农业生产合作社和人民公社的粮食产量提高了。", "agriculture"),
        ("两国关系有了发展，我们主张和平共处，反对霸权主义。", "openness"),
    ],
)
def test_a_sentence_is_given_its_theme(text: str, theme: str) -> None:
    assert themes(SCORER.score(speech(text))) == [theme]


@pytest.mark.parametrize("text", ["县人民政府", "市政府办公室", "健康发展", PLAIN])
def test_a_string_that_only_looks_like_a_term_scores_nothing(text: str) -> None:
    assert not SCORER.score(speech(text)).weights.any()


def test_a_term_is_found_across_white_space_and_in_full_width() -> None:
    scored = SCORER.score(speech("粮 食增产，ＧＤＰ上升。"))
    assert scored.terms[0] == {"粮食": 1, "增产": 1, "gdp": 1}


def test_a_term_is_not_found_across_two_sentences() -> None:
    assert not SCORER.score(speech("收获米粮。食物充足。")).terms[0]


def test_a_weak_term_yields_to_a_seed() -> None:
    scored = SCORER.score(speech("农村的学校。"))
    assert themes(scored) == ["education"]


def test_repeated_terms_count_less_and_less() -> None:
    column = IDS.index("education")
    once, thrice = (SCORER.score(speech(text)).direct[0, column] for text in ("学校", "学校" * 3))
    assert once == 1.0
    assert once < thrice < 3 * once


def test_a_sentence_without_terms_takes_the_theme_of_its_neighbours() -> None:
    scored = SCORER.score(speech(SCHOOLS + "大家都很高兴看到这一切。" + SCHOOLS))
    assert themes(scored)[1] == "education"


def test_a_heading_weighs_for_its_section_and_not_for_the_next() -> None:
    text = f"一、办好学校\n{PLAIN}\n\n二、管好纪律\n{PLAIN}"
    bare = SCORER.score(speech(text))
    headed = SCORER.score(speech(text, headings=((1, "一、办好学校"), (1, "二、管好纪律"))))
    education = IDS.index("education")
    assert headed.weights[1, education] > bare.weights[1, education]
    assert headed.weights[3, education] == 0


def test_a_word_in_every_heading_says_nothing_of_one_section() -> None:
    refrain = (
        f"一、严明纪律办学校\n{PLAIN}\n二、严明纪律修公路\n{PLAIN}\n三、严明纪律种粮食\n{PLAIN}"
    )
    titles = ("一、严明纪律办学校", "二、严明纪律修公路", "三、严明纪律种粮食")
    scored = SCORER.score(speech(refrain, headings=tuple((1, title) for title in titles)))
    assert [themes(scored)[n] for n in (1, 3, 5)] == ["education", "infrastructure", "agriculture"]


def test_units_are_paragraphs_and_a_heading_goes_with_what_it_heads() -> None:
    long = SCHOOLS * 6
    text = "\n".join(["一、教育"] + [long] * 6)
    scored = SCORER.score(speech(text))
    assert scored.units.tolist() == [0] + [n for n in range(6) for _ in range(6)]


def test_a_text_without_line_ends_is_cut_into_blocks() -> None:
    scored = SCORER.score(speech((SCHOOLS + ROADS) * 60))
    assert scored.units.max() + 1 > MIN_UNITS
    assert np.all(np.diff(scored.units) >= 0)


def test_a_paragraph_that_fills_half_the_speech_is_several_units() -> None:
    text = "\n".join([SCHOOLS * 6] * 5 + [ROADS * 60])
    units = SCORER.score(speech(text)).units
    assert len(set(units[30:].tolist())) > 3


@given(st.lists(st.sampled_from([FARMING, ROADS, PLAIN, THANKS, "\n", "。", " "]), max_size=12))
def test_weights_are_shares_or_nothing(parts: list[str]) -> None:
    scored = SCORER.score(speech("".join(parts)))
    sums = scored.weights.sum(axis=1)
    assert np.all((np.abs(sums - 1) < 1e-9) | (sums == 0))
    assert len(scored.sentences) == len(scored.units) == len(scored.sizes)
    assert scored.units.tolist() == sorted(scored.units.tolist())
    assert scored.n_chars == sum(not c.isspace() for c in scored.speech.text)


def test_paragraphs_helper_makes_as_many_paragraphs() -> None:
    assert len(speech(paragraphs(FARMING, ROADS, times=2)).paragraphs()) == 4
