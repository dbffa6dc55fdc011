"""What `score_keywords` promises of a collection."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from factories import speech
from speechkit.keywords import score_keywords
from speechkit.keywords.contrast import SUGGESTED
from speechkit.model import Speech
from speechkit.results import (
    DuplicateGroup,
    KeepReason,
    KeynessMeasure,
    KeyTerm,
    Keywords,
    SpeechKeywords,
)
from speechkit.text.background import Background
from speechkit.text.lexicon import load_lexicon
from speechkit.text.tokens import Segmenter, cut_words
from speechkit.text.user_words import UserWord

OPENING = "同志们：\n这次会议的任务是总结上半年工作，部署下半年任务。\n"
SILK = speech(
    OPENING
    + "桑蚕小镇是我们的希望。农户种桑，桑蚕小镇的茧要好。\n" * 12
    + "污水处理厂开工。安全生产不能放松。\n",
    "silk",
)
PORT = speech(
    OPENING + "临港物流是集装箱码头的依托。临港物流要通达。安全生产不能放松。\n" * 10, "port"
)
SCHOOL = speech(OPENING + "寄宿学校要有操场。乡村教师要有新房。安全生产不能放松。\n" * 10, "school")
SPEECHES = (SILK, PORT, SCHOOL)
COPY = speech(SILK.text.replace("污水处理厂开工。", ""), "copy")
GROUP = DuplicateGroup((SILK, COPY), SILK, KeepReason("longest", ""))


def result_of(found: Keywords, of: Speech) -> SpeechKeywords:
    return next(result for result in found.speeches if result.speech.id == of.id)


def keyness_of(found: Keywords, of: Speech) -> dict[str, KeyTerm]:
    return {key.term: key for key in result_of(found, of).keyness}


def test_results_come_in_the_order_of_the_speeches(background: Background) -> None:
    found = score_keywords(SPEECHES, background=background)
    assert [result.speech.id for result in found.speeches] == ["silk", "port", "school"]


def test_a_key_term_has_its_figures(background: Background) -> None:
    key = keyness_of(score_keywords(SPEECHES, background=background), SILK)["桑蚕小镇"]
    assert (key.measure, key.count, key.reference_count) == ("lrc", 24, 0)
    assert key.score > 0
    assert key.g2 > 15
    assert key.log_ratio > key.score
    assert 0 <= key.dispersion < 0.5
    assert not key.suggestive


def test_what_all_say_is_no_key_term(background: Background) -> None:
    found = score_keywords(SPEECHES, background=background)
    assert "安全生产" not in keyness_of(found, PORT)
    assert "安全生产" not in keyness_of(found, SCHOOL)


def test_a_speech_alone_has_no_key_terms(background: Background) -> None:
    (result,) = score_keywords([SILK], background=background).speeches
    assert result.keywords
    assert result.keyness == ()


def test_no_speeches_give_no_results(background: Background) -> None:
    assert score_keywords([], background=background) == Keywords(())


def test_a_version_of_a_speech_changes_nothing(background: Background) -> None:
    alone = score_keywords(SPEECHES, background=background)
    with_copy = score_keywords((*SPEECHES, COPY), groups=[GROUP], background=background)
    for of in SPEECHES:
        assert result_of(with_copy, of) == result_of(alone, of)


def test_a_version_left_in_the_reference_would_hide_the_key_terms(background: Background) -> None:
    alone = score_keywords(SPEECHES, background=background)
    ungrouped = score_keywords((*SPEECHES, COPY), background=background)
    before, after = (keyness_of(found, SILK)["桑蚕小镇"] for found in (alone, ungrouped))
    assert after.reference_count == before.count
    assert after.score < before.score / 3


def test_the_order_of_the_speeches_changes_nothing(background: Background) -> None:
    forth = score_keywords(SPEECHES, background=background)
    back = score_keywords(SPEECHES[::-1], background=background)
    assert forth.speeches == back.speeches[::-1]


def test_keywords_depend_on_the_speech_alone(background: Background) -> None:
    together = result_of(score_keywords(SPEECHES, background=background), PORT)
    (alone,) = score_keywords([PORT], background=background).speeches
    assert together.keywords == alone.keywords


def test_another_reference_can_be_named(background: Background) -> None:
    found = score_keywords([PORT], against=[SCHOOL], background=background)
    assert [result.speech.id for result in found.speeches] == ["port"]
    assert keyness_of(found, PORT)["临港物流"].reference_count == 0


def test_a_speech_is_not_compared_with_itself(background: Background) -> None:
    found = score_keywords([PORT], against=[PORT], background=background)
    assert result_of(found, PORT).keyness == ()


@pytest.mark.parametrize("measure", ["lrc", "g2", "logratio"])
def test_sure_terms_come_first_best_first(measure: KeynessMeasure, background: Background) -> None:
    keys = result_of(score_keywords(SPEECHES, measure=measure, background=background), PORT).keyness
    sure = [key for key in keys if not key.suggestive]
    assert keys[: len(sure)] == tuple(sure)
    assert len(sure) >= 2
    scores = [key.score for key in sure]
    assert scores == sorted(scores, reverse=True)
    assert {key.measure for key in keys} == {measure}
    if measure == "g2":
        assert scores == [key.g2 for key in sure]
    if measure == "logratio":
        assert scores == [key.log_ratio for key in sure]


def test_an_unknown_measure_is_refused(background: Background) -> None:
    unknown: KeynessMeasure = "chi2"  # type: ignore[assignment]
    with pytest.raises(ValueError, match="chi2"):
        score_keywords(SPEECHES, measure=unknown, background=background)


def test_where_few_are_sure_the_rest_is_marked_suggestive(background: Background) -> None:
    few = tuple(
        speech(
            OPENING + f"{name}是大事。{name}要抓好。" + "安全生产不能放松。一项一项去做。\n" * 12,
            id_,
        )
        for name, id_ in (("桑蚕小镇", "a"), ("临港物流", "b"), ("寄宿学校", "c"))
    )
    keys = keyness_of(score_keywords(few, background=background), few[0])
    assert keys["桑蚕小镇"].suggestive
    assert keys["桑蚕小镇"].score <= 0
    assert len(keys) <= SUGGESTED


def test_no_more_than_top_are_listed(background: Background) -> None:
    for result in score_keywords(SPEECHES, top=2, background=background).speeches:
        assert len(result.keywords) <= 2
        assert len(result.keyness) <= 2
    with pytest.raises(ValueError, match="top"):
        score_keywords(SPEECHES, top=0, background=background)


def test_both_segmenters_give_the_same_result(background: Background) -> None:
    results = [
        score_keywords(SPEECHES, segmenter=engine, background=background)
        for engine in ("rjieba", "jieba")
    ]
    assert results[0] == results[1]


PROGRAM = """
import sys
from factories import corpus
from speechkit.files.cache import load_background
from speechkit.keywords import score_keywords
for result in score_keywords(corpus().speeches, background=load_background()).speeches:
    print(result.speech.id, result.keywords, result.keyness)
print(sorted({"scipy", "sklearn", "jieba"} & set(sys.modules)))
"""


def test_every_hash_seed_gives_the_same_bytes_and_nothing_heavy_is_loaded(tmp_path: Path) -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=Path(__file__).parent.parent,
            env=os.environ
            | {
                "PYTHONHASHSEED": seed,
                "SPEECHKIT_CACHE": str(tmp_path),
                "PYTHONIOENCODING": "utf-8",
            },
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert runs[0].splitlines()[-1] == b"[]"


# ---------------------------------------------------------------------------- the user's own

OWN = speech(
    OPENING
    + "旬调度，5G基站，全县，保增长、保稳定，推进，底线。全市一盘棋。\n" * 12
    + "新型职业农民培育工程示范基地一次揭牌。\n",
    "own",
)


def own_terms(
    *words: UserWord,
    stopwords: Iterable[str] = (),
    segmenter: Segmenter = "rjieba",
    background: Background,
) -> tuple[set[str], set[str]]:
    """Keywords and key terms of a speech with the user's words and stop-words."""
    found = score_keywords(
        [OWN, PORT],
        top=100,
        background=background,
        lexicon=load_lexicon().extended(words=words, stopwords=stopwords),
        segmenter=segmenter,
    ).speeches[0]
    return {k.term for k in found.keywords}, {k.term for k in found.keyness}


@pytest.mark.parametrize("segmenter", ["rjieba", "jieba"])
@pytest.mark.parametrize(
    "word", ["旬调度", "保增长、保稳定", "5G基站", "全县", "全市一盘棋", "推进", "底线"]
)
def test_a_users_word_is_a_keyword_and_a_key_term(
    word: str, segmenter: Segmenter, background: Background
) -> None:
    keywords, keyness = own_terms(UserWord(word), segmenter=segmenter, background=background)
    assert word in keywords
    assert word in keyness


def test_a_users_word_may_stand_once_and_be_long(background: Background) -> None:
    word = "新型职业农民培育工程示范基地"
    assert word not in own_terms(background=background)[0]
    assert word in own_terms(UserWord(word), background=background)[0]


def test_a_users_verb_is_a_key_term_too(background: Background) -> None:
    assert "旬调度" in own_terms(UserWord("旬调度", None, "v"), background=background)[1]


def test_a_word_that_the_user_calls_an_adverb_is_not_listed(background: Background) -> None:
    keywords, keyness = own_terms(UserWord("旬调度", None, "d"), background=background)
    assert not any("旬调度" in term for term in keywords | keyness)


def test_a_stopword_is_in_no_phrase(background: Background) -> None:
    before, _ = own_terms(background=background)
    assert any("基站" in term for term in before)
    keywords, keyness = own_terms(stopwords=["基站"], background=background)
    assert not any("基站" in term for term in keywords | keyness)


def test_a_stopped_phrase_is_not_listed_itself(background: Background) -> None:
    assert len(cut_words("桑蚕小镇")) > 1
    lexicon = load_lexicon().extended(stopwords=["桑蚕小镇"])
    found = score_keywords(SPEECHES, background=background, lexicon=lexicon, top=100)
    listed = {keyword.term for keyword in result_of(found, SILK).keywords}
    assert "桑蚕小镇" not in listed | keyness_of(found, SILK).keys()
    assert "污水处理厂" in listed


def test_a_process_that_cuts_words_is_asked_as_it_is(background: Background) -> None:
    asked = []

    def cut(text: str) -> list[str]:
        asked.append(text)
        return cut_words(text)

    lexicon = load_lexicon().extended(words=[UserWord("旬调度")])
    score_keywords([OWN], background=background, lexicon=lexicon, segmenter=cut)
    assert OWN.text in asked
