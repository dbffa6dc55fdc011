from __future__ import annotations

import functools
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from speechkit.errors import TooLittleTextError
from speechkit.model import MIN_TOPIC_STABILITY, NumberOfTopics, Speech
from speechkit.results import DuplicateGroup, Topic, TopicChoice
from speechkit.text.background import build_background
from speechkit.text.lexicon import Vocabulary, load_lexicon
from speechkit.text.tokens import cut_words
from speechkit.text.user_words import UserWord
from speechkit.themes import EmphasisOptions, load_codebook, measure_emphasis, topic_text
from speechkit.themes.scoring import SentenceScorer
from speechkit.themes.topic_stability import (
    NUMBERS_TRIED,
    Stability,
    choose_number,
    numbers_to_try,
)
from speechkit.themes.topic_text import choose_paragraphs, read_paragraphs
from speechkit.themes.topics import find_topics
from themes.making import (
    DISCIPLINE,
    FARMING,
    HOSPITALS,
    PLAIN,
    ROADS,
    SCHOOLS,
    paragraphs,
    speech,
    versions,
)

CODEBOOK = load_codebook()
SCORER = SentenceScorer(CODEBOOK)
FARMS = speech(paragraphs(FARMING, times=4), "farms")
RULES = speech(paragraphs(DISCIPLINE, times=4), "rules")
MIXED = speech(paragraphs(FARMING, DISCIPLINE, HOSPITALS, ROADS, SCHOOLS, times=4), "mixed")

VARIED = {
    "dykes": "堤防 汛期 水位 水库 暴雨 山洪 转移 险情 值守 沙袋 泵站 预警",
    "looms": "织机 丝绸 桑蚕 蚕茧 绣娘 织锦 作坊 染坊 绸缎 纹样 蚕农 缫丝",
    "clinics": "病房 医生 护士 药房 疫苗 体检 诊所 门诊 病历 慢病 药品 针剂",
    "orchards": "果园 柑橘 苗木 嫁接 果农 冷库 采摘 剪枝 脐橙 果品 虫害 肥料",
}
"""Words that paragraphs on four subjects are made of."""


@functools.cache
def vocabulary() -> Vocabulary:
    return Vocabulary(build_background())


def find(
    *speeches: Speech,
    n: NumberOfTopics = 5,
    groups: Iterable[DuplicateGroup[Speech]] = (),
    seed: int = 0,
) -> tuple[tuple[Topic, ...], TopicChoice]:
    scored = [SCORER.score(s) for s in speeches]
    return find_topics(scored, groups, n, codebook=CODEBOOK, vocabulary=vocabulary(), seed=seed)


def topics(
    *speeches: Speech, n: NumberOfTopics = 5, groups: Iterable[DuplicateGroup[Speech]] = ()
) -> tuple[Topic, ...]:
    return find(*speeches, n=n, groups=groups)[0]


def about(found: Iterable[Topic], term: str) -> Topic:
    return next(topic for topic in found if any(term in own for own in topic.terms))


def varied(n: int, *, mixed: bool = False, seed: int = 0) -> list[Speech]:
    """Speeches of ten paragraphs each, `n` for a subject.

    Each paragraph is on one subject or, if `mixed`, on none: its words are from all of them.
    """
    chance = random.Random(seed)  # noqa: S311
    pools = [words.split() for words in VARIED.values()]
    everything = [word for pool in pools for word in pool]
    made = []
    for name, pool in zip(VARIED, pools, strict=True):
        for number in range(n):
            words = [
                "，".join(chance.sample(everything if mixed else pool, 8)) + "。" for _ in range(10)
            ]
            filled = [f"{line}{PLAIN * 3}" for line in words]
            made.append(speech("\n".join(filled), f"{name}{number}"))
    return made


# ------------------------------------------------------------------------------- topics


def test_topics_gather_the_words_that_stand_together() -> None:
    found = topics(FARMS, RULES, MIXED)
    assert all(term in FARMING for term in about(found, "粮食").terms)
    assert about(found, "粮食").shares[0] > 0.9
    assert about(found, "纪律").shares[1] > 0.9


def test_shares_of_a_speech_sum_to_one() -> None:
    found = topics(FARMS, RULES, MIXED)
    for n in range(3):
        assert sum(topic.shares[n] for topic in found) == pytest.approx(1)


def test_words_that_fit_every_speech_name_no_topic() -> None:
    terms = {term for topic in topics(FARMS, RULES, MIXED) for term in topic.terms}
    assert any("粮食" in term for term in terms)
    assert not terms & {"全县", "扩大", "改善", "稳步"}


def test_a_phrase_is_one_term() -> None:
    text = "实施老旧小区改造，推进乡村振兴。"
    town = speech(paragraphs(text * 2, times=8), "town")
    found = about(topics(town, FARMS, RULES, MIXED, n=6), "小区")
    assert {"老旧小区改造", "乡村振兴"} <= set(found.terms)
    assert not {"小区", "乡村", "振兴"} & set(found.terms)


def test_a_word_of_the_users_own_is_one_term() -> None:
    own = Vocabulary(build_background(), load_lexicon().extended(words=[UserWord("旬调度")]))
    town = speech(paragraphs("县里有旬调度，乡里也有旬调度。" * 2, times=8), "town")
    scored = [SCORER.score(s) for s in (town, FARMS, RULES, MIXED)]
    found, _ = find_topics(scored, (), 6, codebook=CODEBOOK, vocabulary=own, seed=0)
    assert "旬调度" in about(found, "旬调度").terms


def test_no_term_of_a_topic_holds_another() -> None:
    for topic in topics(FARMS, RULES, MIXED):
        for term in topic.terms:
            assert [other for other in topic.terms if term in other] == [term]


def test_the_label_is_made_of_the_first_terms() -> None:
    for topic in topics(FARMS, RULES, MIXED):
        parts = topic.label.split("、")
        assert tuple(parts) == topic.terms[: len(parts)]
        assert 2 <= len(parts) <= 3


def test_more_topics_than_there_are_have_labels_too() -> None:
    found = topics(*varied(1), n=30)
    assert len(found) == 30
    assert all(topic.label and 0 <= topic.stability <= 1 for topic in found)


def test_the_order_of_the_speeches_changes_no_topic() -> None:
    one, other = topics(FARMS, RULES, MIXED), topics(MIXED, RULES, FARMS)
    assert [topic.terms for topic in one] == [topic.terms for topic in other]
    assert [topic.shares for topic in one] == [topic.shares[::-1] for topic in other]
    assert [topic.evidence for topic in one] == [topic.evidence for topic in other]


def test_versions_of_one_text_count_once() -> None:
    copies = [speech(FARMS.text, f"copy {n}") for n in range(4)]
    alone = topics(FARMS, RULES, MIXED)
    crowded = topics(FARMS, RULES, MIXED, *copies, groups=[versions(FARMS, *copies)])
    for one, other in zip(alone, crowded, strict=True):
        assert (one.terms, one.stability, one.covered) == (
            other.terms,
            other.stability,
            other.covered,
        )
        assert one.shares == other.shares[:3]
        assert other.shares[3:] == (one.shares[0],) * 4
        assert one.evidence == other.evidence


def test_a_speech_without_words_has_no_shares() -> None:
    found = topics(FARMS, RULES, MIXED, speech("。。。", "empty"), speech("", "nothing"))
    assert all(topic.shares[3:] == (0, 0) for topic in found)


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


# ------------------------------------------------------------ what the codebook has of it


def test_a_topic_tells_the_theme_it_runs_along() -> None:
    found = topics(FARMS, RULES, MIXED)
    farming, rules = about(found, "粮食"), about(found, "纪律")
    assert farming.theme is not None
    assert (farming.theme.id, rules.theme and rules.theme.id) == ("agriculture", "integrity")
    assert farming.overlap > 0.5
    assert farming.covered == pytest.approx(1)


def test_what_the_codebook_lacks_is_not_covered() -> None:
    text = "晚霞映着风筝，风筝掠过沙滩，沙滩连着芦苇。"
    lake = speech(paragraphs(text * 2, times=8), "lake")
    found = about(topics(lake, FARMS, RULES, MIXED, n=6), "风筝")
    assert (found.theme, found.overlap, found.covered) == (None, 0, 0)


def test_evidence_stands_in_the_document_as_it_is_quoted() -> None:
    documents = {own.id: own.document for own in (FARMS, RULES, MIXED)}
    for topic in topics(FARMS, RULES, MIXED):
        assert topic.evidence
        for passage in topic.evidence:
            document = documents[passage.speech.id]
            assert passage.text == document.quote(passage.span)
            assert passage.line == document.line(passage.span.start)
            assert any(term in passage.text for term in topic.terms)


def test_evidence_of_a_topic_is_from_several_paragraphs_and_says_no_text_twice() -> None:
    found = topics(*varied(3), n=4)
    for topic in found:
        quoted = [passage.text for passage in topic.evidence]
        assert len(quoted) == len(set(quoted)) == 3


# ---------------------------------------------------------------------------- stability


def test_planted_topics_are_stable_and_counted_right() -> None:
    found, choice = find(*varied(2), n="auto")
    assert choice.k == len(found) == 4
    assert choice.stable
    assert [each.k for each in choice.tried] == [n for n in NUMBERS_TRIED if n <= 8]
    for words in VARIED.values():
        topic = about(found, words.split()[0])
        assert set("".join(topic.terms)) <= set(words)
        assert topic.stability > 0.5


def test_text_without_topics_has_none() -> None:
    found, choice = find(*varied(2, mixed=True), n="auto")
    assert (found, choice.k, choice.stable) == ((), None, False)
    assert choice.tried
    assert choice.stability < MIN_TOPIC_STABILITY


def test_topics_asked_for_are_given_though_they_are_not_stable() -> None:
    found, choice = find(*varied(2, mixed=True), n=3)
    assert len(found) == 3
    assert (choice.k, choice.auto, choice.stable) == (3, False, False)
    assert [each.k for each in choice.tried] == [3]


def test_too_little_text_has_no_topics_where_their_number_is_to_be_found() -> None:
    assert find(speech("粮食。"), n="auto") == ((), TopicChoice(None, auto=True, tried=()))


def test_the_seed_changes_stability_alone() -> None:
    one, other = (find(*varied(3), n=4, seed=seed)[0] for seed in (1, 2))
    assert [t.stability for t in one] != [t.stability for t in other]
    assert [(t.terms, t.shares, t.evidence) for t in one] == [
        (t.terms, t.shares, t.evidence) for t in other
    ]


def stability(mean: float, error: float) -> Stability:
    return Stability(np.full(2, mean), mean, error)


@pytest.mark.parametrize(
    ("measured", "chosen"),
    [
        ({}, None),
        ({2: (0.15, 0.1), 3: (0.1, 0.1)}, None),
        ({2: (0.5, 0.01), 3: (0.4, 0.01)}, 2),
        ({2: (0.5, 0.03), 3: (0.43, 0.03)}, 3),  # two errors of the difference are .085
        ({2: (0.5, 0.3), 3: (0.19, 0.3)}, 2),  # not stable in itself
        ({2: (0.3, 0.01), 5: (0.5, 0.01), 8: (0.5, 0.01)}, 8),
    ],
)
def test_of_the_numbers_that_cannot_be_told_apart_the_largest_is_chosen(
    measured: dict[int, tuple[float, float]], chosen: int | None
) -> None:
    tried = [(n, stability(*figures)) for n, figures in measured.items()]
    assert choose_number(tried) == choose_number(reversed(tried)) == chosen


# --------------------------------------------------------------------------- paragraphs


def test_of_many_paragraphs_the_same_are_taken_in_any_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(topic_text, "MAX_PARAGRAPHS", 25)
    scored = [SCORER.score(s) for s in varied(2)]
    taken = choose_paragraphs(scored)
    assert len(taken) == 25
    assert taken == choose_paragraphs(scored[::-1])
    assert len({paragraph.speech for paragraph in taken}) > 5  # from here and there


def test_shuffled_phrases_keep_their_words_and_their_numbers() -> None:
    scored = [SCORER.score(s) for s in (FARMS, RULES, MIXED)]
    text = read_paragraphs(choose_paragraphs(scored), vocabulary(), cut_words)
    dealt = text.shuffled(np.random.default_rng(0))
    assert dealt.tolist() != text.paragraphs.tolist()
    assert sorted(dealt.tolist()) == sorted(text.paragraphs.tolist())
    for column, holder in zip(text.columns.tolist(), text.holders.tolist(), strict=True):
        assert text.words[column] in text.terms[text.owners[holder]]


def test_more_topics_are_tried_where_there_is_more_text() -> None:
    few, many = (
        read_paragraphs(
            choose_paragraphs(SCORER.score(s) for s in varied(n)), vocabulary(), cut_words
        )
        for n in (1, 5)
    )
    assert numbers_to_try(few) == (2, 3, 4)
    assert numbers_to_try(many)[-1] == 20


# ------------------------------------------------------------------------------ as a whole


def test_topics_come_with_the_emphasis_when_asked_for() -> None:
    asked = EmphasisOptions(topics=2, n_permutations=9)
    result = measure_emphasis([FARMS, RULES, MIXED], vocabulary=vocabulary(), options=asked)
    assert (result.topics, result.topic_choice) == find(FARMS, RULES, MIXED, n=2)


def test_without_topics_there_is_no_choice_of_them() -> None:
    assert measure_emphasis([FARMS], options=EmphasisOptions(n_permutations=9)).topic_choice is None


def test_topics_are_the_same_bytes_whatever_the_threads_the_hashes_and_the_order(
    tmp_path: Path,
) -> None:
    files = []
    for own in varied(1):
        files.append(tmp_path / f"{own.id}.txt")
        files[-1].write_text(own.text, "utf-8")
    outputs = set()
    for n, ordered in (("1", files), ("2", files[::-1])):
        done = subprocess.run(
            [
                *(sys.executable, "-m", "speechkit", "themes", *map(str, ordered), "-q"),
                *("--no-split", "--topics", "auto", "--format", "json"),
            ],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": n, "OMP_NUM_THREADS": n},
        )
        printed = json.loads(done.stdout)
        ids = [each["id"] for each in printed["speeches"]]
        for topic in printed["topics"]:
            topic["shares"] = sorted(zip(ids, topic["shares"], strict=True))
        assert printed["topics"]
        outputs.add(json.dumps([printed["topics"], printed["topic_choice"]]))
    assert len(outputs) == 1


def test_scikit_learn_waits_until_topics_are_asked_for() -> None:
    program = (
        "import sys; from speechkit.themes import measure_emphasis; measure_emphasis([]);"
        "sys.exit('sklearn' in sys.modules or 'scipy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
