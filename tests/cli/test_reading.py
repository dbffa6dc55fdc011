from __future__ import annotations

from dataclasses import dataclass

import pytest

from speechkit.cli.reading import Journal, Note
from speechkit.errors import ReadingError, SpeechkitError, StorageError


@dataclass(frozen=True)
class Found:
    """What carries a note."""

    note: Note


def found(
    path: str,
    *ids: str,
    confidence: float = 1.0,
    encoding: str | None = "utf-8",
    unmatched: str | None = None,
) -> Found:
    return Found(Note(path, encoding, 100, confidence, ids or (path,), unmatched))


def told(
    *results: Found | SpeechkitError, capsys: pytest.CaptureFixture[str], quiet: bool = False
) -> tuple[list[str], list[str], int]:
    """Paths that are admitted, lines on standard error, errors."""
    journal = Journal(quiet=quiet)
    admitted = [result.note.path for result in journal.admitted(results)]
    return admitted, capsys.readouterr().err.splitlines(), journal.n_errors


def test_errors_are_said_in_their_place(capsys: pytest.CaptureFixture[str]) -> None:
    results = (
        ReadingError("first"),
        ReadingError("second"),
        found("a", encoding="gb18030"),
        ReadingError("third"),
        found("b", encoding="big5"),
    )
    admitted, lines, n_errors = told(*results, capsys=capsys)
    assert (admitted, n_errors) == (["a", "b"], 3)
    assert [line.split(":")[0] for line in lines] == ["first", "second", "a", "third", "b"]


def test_where_nothing_can_be_used_the_last_error_decides(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(StorageError, match="last"):
        told(ReadingError("first"), StorageError("last"), capsys=capsys)
    assert capsys.readouterr().err == "first\n"
    with pytest.raises(ReadingError, match="nothing to read"):
        told(capsys=capsys)


def test_a_document_whose_speech_is_called_like_another_is_left_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    results = (found("a", "a#1", "a#2"), found("b", "a#2"), found("c", "c"))
    admitted, lines, n_errors = told(*results, capsys=capsys)
    assert (admitted, n_errors) == (["a", "c"], 1)
    assert lines == [
        "b: its speech would be called a#2 like another one; rename the file or the record"
    ]


def test_low_confidence_comes_with_advice(capsys: pytest.CaptureFixture[str]) -> None:
    results = (found("a", confidence=0.4), found("b", "b#1", "b#2", confidence=0.7))
    _, lines, _ = told(*results, capsys=capsys)
    assert lines == [
        "a: taken as one speech with confidence 0.40; "
        "split --explain shows why, --pattern says how its parts begin",
        "b: taken as 2 speeches with confidence 0.70; "
        "split --explain shows why, --no-split takes it whole",
    ]


def test_what_the_user_asked_for_in_vain_is_said_until_it_is_only_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    results = [found(f"{n}", unmatched="--style") for n in range(30)]
    _, lines, _ = told(*results, capsys=capsys)
    assert lines[0] == "0: no line fits --style; taken as one speech"
    assert len(lines) == 21
    assert lines[20] == (
        "10 further documents have no line that fits either; each was taken as one speech"
    )
    assert told(*(found(f"{n}") for n in range(3)), capsys=capsys)[1] == []


def test_quiet_leaves_errors_alone(capsys: pytest.CaptureFixture[str]) -> None:
    doubtful = found("a", confidence=0.1, encoding="big5", unmatched="--pattern")
    results = (doubtful, ReadingError("wrong"))
    assert told(*results, capsys=capsys, quiet=True)[1] == ["wrong"]


def test_a_text_taken_out_of_a_file_has_no_encoding_to_remark_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert told(found("a", encoding=None), capsys=capsys)[1] == []
