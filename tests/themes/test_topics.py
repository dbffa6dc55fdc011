from __future__ import annotations

import subprocess
import sys

import pytest

from speechkit.errors import TooLittleTextError
from speechkit.model import Speech
from speechkit.results import Topic
from speechkit.themes import EmphasisOptions, load_codebook, measure_emphasis
from speechkit.themes.scoring import SentenceScorer
from speechkit.themes.topics import find_topics
from themes.making import (
    DISCIPLINE,
    FARMING,
    HOSPITALS,
    ROADS,
    SCHOOLS,
    paragraphs,
    speech,
    versions,
)

SCORER = SentenceScorer(load_codebook())
FARMS = speech(paragraphs(FARMING, times=4), "farms")
RULES = speech(paragraphs(DISCIPLINE, times=4), "rules")
MIXED = speech(paragraphs(FARMING, DISCIPLINE, HOSPITALS, ROADS, SCHOOLS, times=4), "mixed")


def topics(*speeches: Speech, n: int = 5, **options: object) -> tuple[Topic, ...]:
    scored = [SCORER.score(s) for s in speeches]
    return find_topics(scored, options.get("groups", ()), n, seed=0)  # type: ignore[arg-type]


def about(found: tuple[Topic, ...], term: str) -> Topic:
    return next(topic for topic in found if term in topic.terms)


def test_topics_gather_the_terms_that_stand_together() -> None:
    found = topics(FARMS, RULES, MIXED)
    assert all(term in FARMING for term in about(found, "粮食").terms)
    assert about(found, "粮食").shares[0] > 0.9
    assert about(found, "纪律").shares[1] > 0.9


def test_shares_of_a_speech_sum_to_one() -> None:
    found = topics(FARMS, RULES, MIXED)
    for n in range(3):
        assert sum(topic.shares[n] for topic in found) == pytest.approx(1)


def test_a_clear_topic_is_stable() -> None:
    found = topics(FARMS, RULES, MIXED)
    assert about(found, "粮食").stability > 0.95
    assert all(0 <= topic.stability <= 1 for topic in found)


def test_words_that_fit_every_speech_name_no_topic() -> None:
    terms = {term for topic in topics(FARMS, RULES, MIXED) for term in topic.terms}
    assert {"粮食", "纪律", "医院"} <= terms
    assert not terms & {"全县", "扩大", "改善", "稳步"}


def test_the_label_is_made_of_the_first_terms() -> None:
    for topic in topics(FARMS, RULES, MIXED):
        assert topic.label == "、".join(topic.terms[:3])


def test_the_order_of_the_speeches_changes_no_topic() -> None:
    one, other = topics(FARMS, RULES, MIXED), topics(MIXED, RULES, FARMS)
    assert [topic.terms for topic in one] == [topic.terms for topic in other]
    assert [topic.shares for topic in one] == [topic.shares[::-1] for topic in other]


def test_versions_of_one_text_count_once() -> None:
    copies = [speech(FARMS.text, f"copy {n}") for n in range(4)]
    alone = topics(FARMS, RULES, MIXED)
    crowded = topics(FARMS, RULES, MIXED, *copies, groups=[versions(FARMS, *copies)])
    assert [(topic.terms, topic.shares[:3]) for topic in crowded] == [
        (topic.terms, topic.shares) for topic in alone
    ]
    assert all(topic.shares[3:] == (topic.shares[0],) * 4 for topic in crowded)


def test_a_speech_without_words_has_no_shares() -> None:
    found = topics(FARMS, RULES, MIXED, speech("。。。", "empty"))
    assert all(topic.shares[3] == 0 for topic in found)


@pytest.mark.parametrize(("text", "what"), [("粮食。", "paragraphs"), ("一\n" * 9, "paragraphs")])
def test_too_little_text_is_refused(text: str, what: str) -> None:
    with pytest.raises(TooLittleTextError, match=what):
        topics(speech(text), n=4)


def test_texts_without_a_common_word_are_refused() -> None:
    words = ["天气", "河流", "柳树", "孩子", "奔跑", "山峰", "月亮", "星星", "雨水"]
    text = "\n".join(word * 60 for word in words)
    with pytest.raises(TooLittleTextError, match="recurring terms"):
        topics(speech(text), n=4)


def test_a_number_of_topics_below_one_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        topics(FARMS, n=0)


def test_topics_come_with_the_emphasis_when_asked_for() -> None:
    result = measure_emphasis(
        [FARMS, RULES, MIXED], options=EmphasisOptions(topics=2, n_permutations=9)
    )
    assert result.topics == topics(FARMS, RULES, MIXED, n=2)


def test_scikit_learn_waits_until_topics_are_asked_for() -> None:
    program = (
        "import sys; from speechkit.themes import measure_emphasis; measure_emphasis([]);"
        "sys.exit('sklearn' in sys.modules or 'scipy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
