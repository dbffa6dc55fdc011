"""Keywords by a process of its own: the same result, and none the worse when it is gone."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

import speechkit.cli
from factories import corpus
from speechkit.cli import extractor
from speechkit.cli.extractor import ExtractorProcess, Wanted
from speechkit.cli.run import run
from speechkit.dedupe import find_duplicates
from speechkit.errors import UsageError
from speechkit.files.cache import load_background
from speechkit.keywords import score_keywords
from speechkit.keywords.references import GeneralChinese
from speechkit.results import Keywords
from speechkit.text.lexicon import load_lexicon
from speechkit.text.user_words import UserWord

SPEECHES = corpus().speeches
WANTED: Wanted = {
    "top": 5,
    "groups": find_duplicates(SPEECHES).groups,
    "measure": "lrc",
    "against": None,
    "by": None,
    "over_time": False,
    "lexicon": None,
    "segmenter": "rjieba",
}


@pytest.fixture(scope="module")
def process() -> Iterator[ExtractorProcess]:
    started = ExtractorProcess()
    yield started
    started.close()


def found_here(wanted: Wanted) -> Keywords:
    return score_keywords(SPEECHES, background=load_background(), **wanted)


def figures(result: Keywords | None) -> object:
    """All of a result but the texts of its speeches."""
    assert result is not None
    entries = [(e.speech.id, e.speech.title, e.keywords, e.keyness) for e in result.speeches]
    groups = [(g.by, g.value, [s.id for s in g.speeches], g.keyness) for g in result.groups]
    return entries, groups


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"by": "place", "measure": "g2"},
        {"segmenter": "jieba"},
        {"lexicon": load_lexicon().extended(words=[UserWord("政府组成人员")])},
        {"against": SPEECHES[:1]},
    ],
)
def test_the_result_is_the_one_found_in_this_process(
    changed: dict[str, object], process: ExtractorProcess
) -> None:
    if (os.cpu_count() or 1) < 2:
        pytest.skip("one processor: nothing would go on beside it")
    wanted: Wanted = {**WANTED, **changed}  # type: ignore[typeddict-item]
    assert figures(process(SPEECHES, wanted)) == figures(found_here(wanted))


def test_an_error_of_the_user_comes_back(process: ExtractorProcess) -> None:
    if (os.cpu_count() or 1) < 2:
        pytest.skip("one processor: nothing would go on beside it")
    with pytest.raises(UsageError, match="--by colour: no speech has that"):
        process(SPEECHES, {**WANTED, "by": "colour"})
    assert process(SPEECHES, WANTED) is not None  # and the process goes on


def test_what_cannot_be_handed_over_is_done_here(process: ExtractorProcess) -> None:
    wanted: Wanted = {**WANTED, "against": GeneralChinese(load_background())}
    assert process(SPEECHES, wanted) is None


def test_a_process_that_died_is_done_without() -> None:
    started = ExtractorProcess()
    if started._process is not None:
        started._process.kill()
        started._process.wait()
    assert started(SPEECHES, WANTED) is None
    started.close()
    assert started(SPEECHES, WANTED) is None


@pytest.mark.parametrize("answer", [b"", b"\x80", b"no pickle", None])
def test_an_answer_that_is_none_is_not_believed(
    answer: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extractor, "start", lambda _: None)
    monkeypatch.setattr(extractor, "ask", lambda *_: answer)
    assert ExtractorProcess()(SPEECHES, WANTED) is None


@pytest.mark.parametrize(
    ("arguments", "is_started"),
    [
        (["keywords", "a.txt"], True),
        (["keywords", "a.txt", "--words", "w.txt"], True),
        (["keywords", "--help"], False),
        (["dedupe", "a.txt"], False),
    ],
)
def test_it_is_started_ahead_for_keywords_alone(
    arguments: list[str], is_started: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = object()
    monkeypatch.setattr(extractor, "ExtractorProcess", lambda: process)
    assert speechkit.cli._extractor(arguments) is (process if is_started else None)


def test_the_command_prints_the_same_with_and_without(
    process: ExtractorProcess, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    from factories import CORPUS

    arguments = ["keywords", str(CORPUS), "--top", "4"]
    assert run(arguments, extractor=process) == 0
    with_process = capfdbinary.readouterr()
    assert run(arguments) == 0
    assert capfdbinary.readouterr() == with_process
