"""A file of labels: what is read of it, what is refused, and how it grows."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.errors import OutputExistsError, ReadingError, StorageError, UsageError
from speechkit.files.labels import LabelFile, label_line, parse_labels, read_labels
from speechkit.model import Span
from speechkit.results import Label, latest_labels

THEMES = ("roads", "schools", "farms")
LABEL = Label("wei", "a#3", Span(120, 180), (7, 8), ("schools", "roads"), "0123456789abcdef")
LINE = (
    b'{"coder": "wei", "speech": "a#3", "start": 120, "end": 180, "line_start": 7, "line_end": 8, '
    b'"themes": ["schools", "roads"], "digest": "0123456789abcdef"}\n'
)
OTHER = Label("wei", "a#4", Span(200, 260), (9, 9), (), "fedcba9876543210")


def parsed(data: bytes | str) -> tuple[Label, ...]:
    content = data.encode() if isinstance(data, str) else data
    return parse_labels(content, name="labels.jsonl", themes=THEMES)


def line(**fields: object) -> str:
    """A line made by hand; fields that are None are left out."""
    made = {"speech": "a", "line": 4, "themes": ["roads"], **fields}
    return json.dumps({name: value for name, value in made.items() if value is not None}) + "\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "labels.jsonl"


def opened(path: Path) -> LabelFile:
    return LabelFile(path, themes=THEMES)


# ----------------------------------------------------------------------------- reading


def test_a_line_is_as_agreed() -> None:
    assert label_line(LABEL) == LINE
    assert parsed(LINE) == (LABEL,)


TEXTS = st.text(st.characters(), min_size=1, max_size=12).filter(str.strip)
LINES = st.tuples(st.integers(1, 10**9), st.integers(0, 99)).map(lambda x: (x[0], x[0] + x[1]))
SPANS = st.tuples(st.integers(0, 10**9), st.integers(1, 99)).map(lambda x: Span(x[0], sum(x)))
LABELS = st.builds(
    Label,
    TEXTS,
    TEXTS,
    st.none() | SPANS,
    LINES,
    st.lists(st.sampled_from(THEMES), unique=True).map(tuple),
    st.just("") | TEXTS,
)


@given(st.lists(LABELS, min_size=1, max_size=6))
def test_what_is_written_is_read_again_whatever_it_holds(labels: list[Label]) -> None:
    data = b"".join(map(label_line, labels))
    assert data.count(b"\n") == len(labels)
    assert parsed(data) == latest_labels(labels)


def test_a_line_made_by_hand_may_say_little() -> None:
    ways = line() + line(line=None, line_start=4, line_end=6, coder="li", themes=[])
    assert parsed(f"\ufeff{ways}\n  \n".replace("\n", "\r\n")) == (
        Label("a", "a", None, (4, 4), ("roads",)),
        Label("li", "a", None, (4, 6), ()),
    )


def test_a_later_line_of_a_coder_replaces_the_earlier_one() -> None:
    lines = line() + line(line=5) + line(coder="b") + line(themes=["farms"])
    labels = parsed(lines)
    assert [(each.coder, each.lines[0], each.themes) for each in labels] == [
        ("a", 5, ("roads",)),
        ("b", 4, ("roads",)),
        ("a", 4, ("farms",)),
    ]


WRONG: dict[str, tuple[str | bytes, str]] = {
    "no JSON": ('{"speech": }\n', "not JSON (column 12: Expecting value)"),
    "no object": ("[]\n", "must be a JSON object"),
    "endless nesting": ("[" * 100_000 + "\n", "not JSON"),
    "endless number": (f'{{"line": {"9" * 5_000}}}\n', "not JSON of a label"),
    "no UTF-8": ("话\n".encode("gb18030"), "not UTF-8 (byte 0); save it as UTF-8"),
    "further field": (line(note="x"), "unknown field 'note'; known: coder, speech, start"),
    "no speech": (line(speech=None), "'speech' must be a text that is not empty"),
    "empty coder": (line(coder=" "), "'coder' must be a text that is not empty"),
    "no place": (line(line=None), "no place; it takes 'line', or 'line_start' and 'line_end'"),
    "half a place": (line(line=None, line_start=3), "'line_end' must be a whole number from 1"),
    "two places": (line(start=3, end=9), "'line' stands for 'line_start' and 'line_end'"),
    "line nought": (line(line=0), "'line' must be a whole number from 1"),
    "line in words": (line(line="4"), "'line' must be a whole number from 1"),
    "line true": (line(line=True), "'line' must be a whole number from 1"),
    "lines turned": (line(line=None, line_start=3, line_end=2), "'line_end' comes before"),
    "half a span": (line(line=None, line_start=1, line_end=1, start=3), "'end' must be a whole"),
    "empty span": (
        line(line=None, line_start=1, line_end=1, start=3, end=3),
        "'end' does not come after 'start'",
    ),
    "no themes": (line(themes=None), "'themes' must be a list of ids, [] where no theme fits"),
    "unknown theme": (line(themes=["road"]), "unknown theme 'road'; known: roads, schools, farms"),
    "theme by number": (line(themes=[3]), "unknown theme 3; known: roads"),
    "theme twice": (line(themes=["farms", "farms"]), "a theme stands twice in 'themes'"),
    "digest of digits": (line(digest=5), "'digest' must be a text"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_line_is_named_with_its_number(name: str) -> None:
    content, said = WRONG[name]
    data = content.encode() if isinstance(content, str) else content
    with pytest.raises(ReadingError) as caught:
        parsed(line().encode() + b"\n" + data)
    assert str(caught.value).startswith(f"labels.jsonl: line 3: {said}")


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_a_file_without_labels_is_told(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    with pytest.raises(ReadingError, match="empty; speechkit label -o"):
        read_labels(path, themes=THEMES)


def test_a_file_that_is_not_there_is_a_wrong_usage(path: Path) -> None:
    with pytest.raises(UsageError, match=r"labels\.jsonl: No such file"):
        read_labels(path, themes=THEMES)


def test_who_reads_a_line_that_broke_off_is_told_how_to_mend_it(path: Path) -> None:
    path.write_bytes(LINE + LINE[:40])
    with pytest.raises(ReadingError, match=r"the last line broke off; speechkit label -o .* right"):
        read_labels(path, themes=THEMES)


# ----------------------------------------------------------------------------- growing


def test_labels_are_added_and_nothing_is_written_anew(path: Path) -> None:
    opened(path).add(LABEL)
    file = opened(path)
    assert file.labels == (LABEL,)
    inode = path.stat().st_ino
    file.add(OTHER)
    file.add(LABEL)
    assert path.read_bytes() == LINE + label_line(OTHER) + LINE
    assert path.stat().st_ino == inode
    assert opened(path).labels == (OTHER, LABEL)


def test_nothing_is_made_before_there_is_a_label(path: Path) -> None:
    assert opened(path).labels == ()
    assert not path.exists()


def test_each_label_is_on_the_disk_before_the_next_is_asked_for(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    fsync: Callable[[int], None] = os.fsync

    def noted(descriptor: int) -> None:
        fsync(descriptor)
        synced.append(path.stat().st_size)

    monkeypatch.setattr(os, "fsync", noted)
    file = opened(path)
    for n in (1, 2):
        file.add(LABEL)
        assert synced[-1] == n * len(LINE)


def test_a_line_that_broke_off_anywhere_is_taken_out_and_no_other(path: Path) -> None:
    line = label_line(replace(LABEL, coder="魏"))
    for kept in range(1, len(line) - 1):
        path.write_bytes(LINE + line[:kept])
        file = opened(path)
        assert (file.was_torn, file.labels) == (True, (LABEL,)), kept
        file.add(OTHER)
        assert path.read_bytes() == LINE + label_line(OTHER)


@pytest.mark.parametrize("tail", [b"\0" * 50, LINE[:30] + b"\0" * 9])
def test_zeros_that_a_crash_left_are_taken_out(tail: bytes, path: Path) -> None:
    path.write_bytes(LINE + tail)
    assert opened(path).was_torn
    assert path.read_bytes() == LINE


def test_a_last_line_without_its_end_gets_it(path: Path) -> None:
    path.write_bytes(LINE[:-1])
    file = opened(path)
    assert (file.was_torn, file.labels) == (False, (LABEL,))
    file.add(OTHER)
    file.add(LABEL)
    assert path.read_bytes() == LINE + label_line(OTHER) + LINE


@pytest.mark.parametrize("content", [b"my notes", b'{"coder": 5}\n', LINE[:30] + b"\n" + LINE])
def test_a_file_that_is_no_file_of_labels_stays_as_it_is(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    with pytest.raises(ReadingError, match="line 1: "):
        opened(path)
    assert path.read_bytes() == content


def test_what_another_added_meanwhile_is_not_taken_out(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(LINE + LINE[:40])
    monkeypatch.setattr(
        "speechkit.files.labels.read_bytes", lambda _: LINE + LINE[:20]
    )  # as it was a moment ago
    assert opened(path).was_torn
    assert path.read_bytes() == LINE + LINE[:40]


def test_two_may_add_to_one_file(path: Path) -> None:
    first, second = opened(path), opened(path)
    for file, label in ((first, LABEL), (second, OTHER), (first, LABEL)):
        file.add(label)
    assert path.read_bytes() == LINE + label_line(OTHER) + LINE


def test_a_place_where_no_file_can_be_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "none" / "labels.jsonl"):
        with pytest.raises(OutputExistsError):
            opened(place)


def test_a_full_disk_is_told_and_what_was_there_is_kept(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = opened(path)
    file.add(LABEL)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match=r"No space left on device.*the labels before are kept"):
        file.add(OTHER)
    assert path.read_bytes().startswith(LINE)
