"""The text of a list of frequencies in, the reference it makes out."""

from __future__ import annotations

import re
from itertools import islice

from speechkit.errors import ReadingError
from speechkit.keywords.references import FrequencyList

MAX_TERM_CHARS = 40
"""Characters a term of a list has at most; no sentence of a speech passes for one."""
MAX_TERMS = 2_000_000
"""Lines a list has at most: six times the words of jieba's dictionary."""
MAX_COUNT = 10**12
"""Occurrences, and running words, a list may state."""
HEAD_LINES = 50
"""Lines at the top of a file by which a list of frequencies is told from speeches."""

TERM_NAMES = frozenset({"term", "word", "type", "token", "form", "词", "词语", "词条", "词汇"})
COUNT_NAMES = frozenset({"count", "freq", "frequency", "n", "次数", "频次", "频数", "词频"})
"""What the columns of a list may be called; others are passed over."""

_SEPARATOR = re.compile(r"\t|,|[ \u3000]+")
_CLAUSE = re.compile(r".[，。：；？！]|[，。：；？！].")
"""A mark alone may be a word of a list."""
_TOTAL = re.compile(r"#\s*total\s*[:：]?\s*(\S*)\s*", re.IGNORECASE)
_ADVICE = "a line is a term, a tab, comma or blank, and a whole number"


def is_frequency_list(text: str) -> bool:
    r"""Whether a text is a list of frequencies and nothing else.

    Each of the first `HEAD_LINES` lines that hold something is a term and a whole number, or a
    remark (`#`); names of columns may stand above. No speech passes, and no table of speeches:
    the names of its columns are others, and its texts are longer than any term.

    Examples
    --------
    >>> is_frequency_list("word,freq\n工作,5368\n县,2\n")
    True
    >>> is_frequency_list("id,text\n1,同志们：今天开会。\n"), is_frequency_list("同志们：\n")
    (False, False)
    """
    head = text[: HEAD_LINES * 4 * MAX_TERM_CHARS]
    lines = [line.strip() for line in head.splitlines()]
    if len(head) < len(text):
        lines = lines[:-1]  # it may have been cut
    rows = list(islice((line for line in lines if line and not line.startswith("#")), HEAD_LINES))
    if rows and _named_columns(rows[0]):
        return len(rows) > 1 and all(len(row) <= 4 * MAX_TERM_CHARS for row in rows)
    return bool(rows) and all(_is_plain_row(row) for row in rows)


def parse_frequencies(text: str, *, name: str) -> FrequencyList:
    r"""The list of frequencies in a text.

    A line is a term and its count, with a tab, a comma or blanks between them; further columns
    are passed over. Names of columns may stand above and say which is which. A term that
    is there twice, as in lists by part of speech, has the sum.

    Parameters
    ----------
    text
        Content of a file. `# total: N` states the running words where the list is not of all
        of them, or of phrases too; other lines that begin with `#` are remarks.
    name
        What the file is called in errors.

    Raises
    ------
    ReadingError
        At the first line that is none of this; when there are no terms, or too many.

    Examples
    --------
    >>> parse_frequencies("# total: 1000\n工作\t53\n县 2\n", name="list.txt")
    FrequencyList(frequencies={'工作': 53, '县': 2}, n_words=1000)
    """
    counts: dict[str, int] = {}
    total: int | None = None
    columns: tuple[int, int] | None = None
    for n, line in enumerate(text.splitlines(), 1):
        row = line.strip()
        if row.startswith("#"):
            total = _total(row, f"{name}:{n}", total)
        elif row and columns is None and (columns := _named_columns(row)):
            continue
        elif row:
            columns = columns or (0, 1)
            term, count = _entry(row, columns, f"{name}:{n}")
            counts[term] = counts.get(term, 0) + count
            if len(counts) > MAX_TERMS:
                raise ReadingError(
                    f"{name}:{n}: more than {MAX_TERMS:,} terms; leave out rare ones"
                )
    return _list(counts, total, name)


def _list(counts: dict[str, int], total: int | None, name: str) -> FrequencyList:
    if not any(counts.values()):
        raise ReadingError(f"{name}: no frequencies in it; {_ADVICE}")
    n_words = sum(counts.values()) if total is None else total
    most = max(counts.values())
    if n_words < most:
        raise ReadingError(f"{name}: a total of {n_words:,} words, but a term has {most:,} of them")
    return FrequencyList(counts, n_words)


def _named_columns(row: str) -> tuple[int, int] | None:
    """Numbers of the columns of terms and counts, where a line names both."""
    names = [_unquoted(field).lower() for field in _SEPARATOR.split(row)]
    terms = [i for i, name in enumerate(names) if name in TERM_NAMES]
    counts = [i for i, name in enumerate(names) if name in COUNT_NAMES]
    return (terms[0], counts[0]) if terms and counts else None


def _is_plain_row(row: str) -> bool:
    fields = [_unquoted(field) for field in _SEPARATOR.split(row)]
    return (
        1 < len(fields) <= 3
        and 0 < len(fields[0]) <= MAX_TERM_CHARS
        and not _is_count(fields[0])
        and not _CLAUSE.search(fields[0])
        and _is_count(fields[1])
        and len(fields[-1]) <= MAX_TERM_CHARS
    )


def _entry(row: str, columns: tuple[int, int], where: str) -> tuple[str, int]:
    fields = [_unquoted(field) for field in _SEPARATOR.split(row)]
    if len(fields) <= max(columns):
        raise ReadingError(f"{where}: no count in it; {_ADVICE}")
    term, count = (fields[column] for column in columns)
    if not term or len(term) > MAX_TERM_CHARS:
        raise ReadingError(f"{where}: no term of up to {MAX_TERM_CHARS} characters; {_ADVICE}")
    return term, _count(count, where)


def _count(field: str, where: str) -> int:
    if not _is_count(field):
        raise ReadingError(
            f"{where}: {field[:MAX_TERM_CHARS]!r} is no count; {_ADVICE}, not a rate"
        )
    return int(field)


def _is_count(field: str) -> bool:
    return field.isascii() and field.isdigit() and len(field) <= 15 and int(field) <= MAX_COUNT


def _total(row: str, where: str, known: int | None) -> int | None:
    """The running words that a remark states; what was known before if it states none."""
    match = _TOTAL.fullmatch(row)
    return _count(match[1], where) if match else known


def _unquoted(field: str) -> str:
    field = field.strip()
    return field[1:-1] if len(field) > 1 and field[0] == field[-1] == '"' else field
