from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

import speechkit.render
from speechkit.render import report_columns, report_words
from speechkit.render.html import words as page_words
from speechkit.render.paper import words as paper_words
from speechkit.render.report_words import Words

RENDER = Path(speechkit.render.__file__).parent
COMMON = ("overview.py", "report_data.py")
"""What says the words of a report for page and paper alike."""
ALL: Mapping[str, Words] = {
    f"{module.__name__.removeprefix('speechkit.render.')} {key}": words
    for module in (report_words, page_words, paper_words)
    for key, words in module.WORDS.items()
}
COLUMNS = {**report_columns.FILES, **report_columns._COLUMNS}


def said(folder: str) -> set[str]:
    """Every string in the modules and templates that show a report, apart from words."""
    paths = [*(RENDER / folder).glob("**/*.py"), *(RENDER / folder).glob("**/*.j2")]
    paths += [RENDER / name for name in COMMON]
    text = "".join(path.read_text("utf-8") for path in paths if path.stem != "words")
    return set(re.findall(r"""["']([a-z0-9_]+)["']""", text))


@pytest.mark.parametrize("key", sorted(ALL))
def test_all_words_are_there_in_both_languages_with_the_same_places(key: str) -> None:
    zh, en = ALL[key]
    assert zh
    assert en
    places = [set(re.findall(r"\{(\w+)", words)) for words in (zh, en)]
    assert places[0] == places[1]


@pytest.mark.parametrize("key", sorted(COLUMNS))
def test_columns_are_explained_in_both_languages(key: str) -> None:
    assert all(words.strip() for words in COLUMNS[key])


@pytest.mark.parametrize("folder", ["html", "paper"])
def test_shared_words_are_used_by_page_and_paper(folder: str) -> None:
    spoken_elsewhere = {"list_mark"}  # of `join`
    unused = set(report_words.WORDS) - said(folder) - spoken_elsewhere
    assert all(key.startswith("group_") for key in unused), unused


def test_the_paper_uses_all_its_words() -> None:
    assert set(paper_words.WORDS) <= said("paper")


def test_no_words_are_written_twice() -> None:
    shared = set(report_words.WORDS)
    assert not shared & set(page_words.WORDS)
    assert not shared & set(paper_words.WORDS)


def test_shared_words_have_no_markup() -> None:
    assert not [
        key
        for key, words in report_words.WORDS.items()
        if re.search("<[a-z]|&[a-z]", "".join(words))
    ]


def test_words_that_are_not_there_are_a_programmers_mistake() -> None:
    with pytest.raises(ValueError, match="no words"):
        report_words.say("en", "no such key")
