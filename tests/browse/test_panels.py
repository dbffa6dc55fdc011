"""What is listed of speeches, and that every row leads to places that bear it out."""

from __future__ import annotations

import pytest

from browse.desk import hostile_report, report
from speechkit.browse import panels
from speechkit.browse.catalogue import catalogue
from speechkit.browse.panels import PANELS, SIGNS, Panel, PanelName, panel
from speechkit.browse.words import HELP, keys, say
from speechkit.model import Lang, Speech

LANGS: tuple[Lang, ...] = ("en", "zh")
SPEECHES = report().split.speeches
KEPT, DROPPED = SPEECHES[2], SPEECHES[3]


def made(name: PanelName, speech: Speech = KEPT, lang: Lang = "en") -> Panel:
    return panel(name, speech, report(), lang)


# ------------------------------------------------------------------------------- the list


def test_the_list_names_every_speech_and_its_versions() -> None:
    items = catalogue(report().split, report(), "en")
    assert [item.number for item in items] == [1, 2, 3, 4, 5]
    assert items[2].facts[-1] == "versions: 4"
    assert items[3].facts[-1] == "version of 3"
    assert items[1].facts[0] == "2023-02-17"


def test_the_list_is_there_before_the_analyses() -> None:
    items = catalogue(report().split, None, "zh")
    assert [item.title for item in items] == [
        item.title for item in catalogue(report().split, report(), "zh")
    ]
    assert items[3].facts == ("3689 字",)


# ------------------------------------------------------------------------------ the panels


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", PANELS)
def test_every_row_has_a_cell_for_every_column(name: PanelName, lang: Lang) -> None:
    for speech in SPEECHES:
        listed = panel(name, speech, report(), lang)
        assert listed.entries or listed.empty
        assert {len(entry.cells) for entry in listed.entries} <= {len(listed.columns)}
        assert all(entry.detail for entry in listed.entries)


@pytest.mark.parametrize("name", PANELS)
def test_marks_lie_in_the_speech_in_order_and_the_goal_is_one_of_them(name: PanelName) -> None:
    for speech in SPEECHES:
        for entry in made(name, speech).entries:
            spans = [mark.span for mark in entry.marks]
            assert spans == sorted(spans)
            assert all(speech.span.start <= s.start <= s.end <= speech.span.end for s in spans)
            assert entry.goal is None or entry.goal in spans


def test_a_phrase_is_marked_wherever_it_is_counted() -> None:
    for entry in made("keyphrases").entries:
        term, count, _, line = entry.cells
        assert len(entry.marks) == int(count)
        quoted = [KEPT.document.quote(mark.span) for mark in entry.marks]
        assert {"".join(text.split()).casefold() for text in quoted} == {term.casefold()}
        assert str(KEPT.document.line(entry.marks[0].span.start)) == line


def test_what_sets_a_speech_apart_is_marked_wherever_it_stands_in_it() -> None:
    entries = made("apart").entries
    assert entries
    for entry in entries:
        assert len(entry.marks) == int(entry.cells[1])


def test_themes_come_heaviest_first_and_lead_to_their_best_sentence() -> None:
    entries = made("themes").entries
    shares = [float(entry.cells[0].rstrip("%")) for entry in entries]
    assert shares == sorted(shares, reverse=True)
    weighed = report().emphasis.speeches[2]
    best = max(weighed.emphasis, key=lambda theme: theme.share).evidence[0]
    assert entries[0].goal == best.span
    assert str(best.line) in entries[0].detail


def test_the_two_of_a_pair_list_the_same_changes_each_at_its_own_place() -> None:
    kept, dropped = made("versions", KEPT).entries, made("versions", DROPPED).entries
    assert [entry.kind for entry in kept] == [entry.kind for entry in dropped]
    assert "Speech 4 is Speech 3 less" in kept[0].detail
    assert kept[0].detail == dropped[0].detail
    (difference,) = report().duplicates.differences
    listed = [change for change in difference.changes if change.kind in SIGNS]
    assert len(kept) == len(listed) + 1
    for change, here, there in zip(listed, kept[1:], dropped[1:], strict=True):
        assert change.a is None or here.goal == change.a
        assert change.b is None or there.goal == change.b


def test_what_is_missing_leads_to_where_it_would_stand() -> None:
    missing = [e for e in made("versions", DROPPED).entries if e.kind == "deleted"]
    assert missing
    for entry in missing:
        assert entry.goal is not None
        assert not entry.goal
        text = DROPPED.document.text
        assert text[: entry.goal.start].rstrip()[-1:] in "。；！"


def test_of_very_many_changes_the_rest_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    n = len(made("versions").entries) - 1
    monkeypatch.setattr(panels, "MAX_CHANGES", 2)
    entries = made("versions").entries
    assert len(entries) == 4
    assert f"{n - 2} more" in entries[-1].detail
    assert len(entries[0].marks) == n


def test_a_speech_without_versions_says_so() -> None:
    listed = made("versions", SPEECHES[0])
    assert listed.entries == ()
    assert listed.empty == say("en", "none_versions")


@pytest.mark.parametrize("name", PANELS)
def test_nothing_that_acts_on_a_terminal_gets_into_a_panel(name: PanelName) -> None:
    for speech in hostile_report().split.speeches:
        for entry in panel(name, speech, hostile_report(), "zh").entries:
            assert all(cell.isprintable() for cell in (*entry.cells, entry.detail))
    for item in catalogue(hostile_report().split, hostile_report(), "en"):
        assert item.title.isprintable()


# ------------------------------------------------------------------------------- the words


def test_every_key_is_explained_in_both_languages() -> None:
    assert [key for key, _ in keys("en")] == [key for key, _ in keys("zh")] == list(HELP)
    assert all(what for lang in LANGS for _, what in keys(lang))
