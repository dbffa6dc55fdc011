"""Speeches and a term, or a regular expression, in; every place where it stands out.

A speech is searched as it reads once it is cleaned, so that a term is found where a line end
or a page's foot tears it in the file; every place refers to the document all the same. The
search of one speech is one function of it alone (`search_speech`), whose answer does not hold
the text: so other processes can do it, and a large collection needs memory for its hits only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from speechkit.errors import SearchError, UsageError
from speechkit.keywords.keyness import CONFIDENCE, is_surely_more_frequent
from speechkit.model import DEFAULT_WIDTH_OF_CONTEXT, N_POSITIONS, Span, Speech
from speechkit.results import (
    Collocates,
    Concordance,
    DuplicateGroup,
    Hit,
    HitOrder,
    SpeechCount,
    SpeechLabel,
)
from speechkit.statistics import beta_quantile
from speechkit.text.terms import folded

MAX_TERM = 200
"""Characters of a term: what is longer is a passage, which `dedupe --passages` finds."""
MAX_EXPRESSION = 2_000
"""Characters of a regular expression; deeper nesting than this allows none of us can read."""
MAX_SECONDS = 5.0
"""For an expression on one speech. A sane one takes milliseconds for the longest speech we have."""
_PER = 10_000


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; made by `make_query`."""

    term: str
    is_regex: bool = False
    max_seconds: float = MAX_SECONDS
    _pattern: Any = field(default=None, repr=False, compare=False)
    """Of `regex`; None for a plain term."""

    def spans(self, text: str) -> Iterator[Span]:
        """Where it stands in a text, from left to right; none overlaps another.

        Matches of nothing at all (`(?=…)`) are left out.

        Raises
        ------
        TimeoutError
                When an expression takes longer than `max_seconds`.
        """
        if self._pattern is None:
            matches = re.finditer(re.escape(folded(self.term)), folded(text))
        else:
            matches = self._pattern.finditer(text, timeout=self.max_seconds)
        return (Span(*match.span()) for match in matches if match.end() > match.start())


def make_query(term: str, *, regex: bool = False, max_seconds: float | None = None) -> Query:
    """A query that can be searched for.

    Parameters
    ----------
    term
        A term: blanks around it are left out, and full width, capitals and 臵 for 置 make no
        difference. Or an expression, which is taken as it stands; `^` and `$` match at the
        ends of paragraphs.
    regex
        Whether it is an expression, in the syntax of the library `regex`.
    max_seconds
        For an expression on one speech; `MAX_SECONDS` if None.

    Raises
    ------
    UsageError
        When it is empty or too long, does not compile, or matches the empty string.

    Examples
    --------
    >>> [(s.start, s.end) for s in make_query("ｇｄｐ").spans("GDP与ＧＤＰ")]
    [(0, 3), (4, 7)]
    >>> [(s.start, s.end) for s in make_query("[一二三]是", regex=True).spans("一是快，二是好")]
    [(0, 2), (4, 6)]
    """
    shown = term if len(term) <= _MAX_SHOWN else f"{term[:_MAX_SHOWN]}…"
    if not term.strip():
        raise UsageError("TERM is empty; give a word, or an expression with --regex")
    limit = MAX_EXPRESSION if regex else MAX_TERM
    if len(term) > limit:
        hint = "shorten the expression" if regex else "dedupe --passages finds longer passages"
        raise UsageError(f"TERM {shown}: {len(term):,} characters, at most {limit:,}; {hint}")
    if not regex:
        return Query(term.strip())
    limit_of_time = MAX_SECONDS if max_seconds is None else max_seconds
    return Query(term, True, limit_of_time, _compiled(term, shown))


_MAX_SHOWN = 60
"""Characters of a query that an error repeats."""


def _compiled(expression: str, shown: str) -> Any:  # noqa: ANN401 # `regex` ships no types
    import regex

    try:
        pattern = regex.compile(expression, regex.MULTILINE)
        matches_nothing = pattern.match("", timeout=MAX_SECONDS) is not None
    except regex.error as error:
        raise UsageError(f"--regex {shown}: {_what_is_wrong(error, expression)}") from error
    except (RecursionError, OverflowError, MemoryError, TimeoutError) as error:
        raise UsageError(f"--regex {shown}: too deep or too large; simplify it") from error
    if matches_nothing:
        raise UsageError(
            f"--regex {shown}: matches the empty string, which stands everywhere; "
            "ask for at least one character (+ in place of *)"
        )
    return pattern


def _what_is_wrong(error: Any, expression: str) -> str:  # noqa: ANN401 # see above
    """What does not compile, where, and what to try."""
    if error.pos is None:
        return f"{error.msg}; mend it, or leave out --regex"
    rest = expression[error.pos : error.pos + 10]
    where = f"before {rest}" if rest else "at the end"
    return (
        f"{error.msg}, character {error.pos + 1} ({where}); mend it there, "
        "or leave out --regex to look for it as it stands"
    )


# ------------------------------------------------------------------------------ one speech


@dataclass(frozen=True, slots=True)
class SpeechHits:
    """All places of a term in one speech."""

    speech: SpeechLabel
    hits: tuple[Hit, ...]
    """In the order of the text."""
    positions: tuple[int, ...]
    """Of them in each of `N_POSITIONS` equal stretches of the speech."""
    interval: tuple[float, float]
    """Of the rate; see `rate_interval`. Made here, where other processes can do it."""


def view_spans(speech: Speech, query: Query) -> tuple[Span, ...]:
    """Where a query stands in the cleaned text of a speech, as view spans.

    Raises
    ------
    SearchError
        When an expression does not come to an end.
    """
    try:
        return tuple(query.spans(speech.text))
    except (TimeoutError, MemoryError) as error:
        raise SearchError(
            f"{speech.id}: --regex {query.term[:_MAX_SHOWN]} did not end within "
            f"{query.max_seconds:g} s; leave no repetition inside a repetition, as in (a+)+, "
            "or bound it, as in a{1,20}"
        ) from error


def search_speech(
    speech: Speech, query: Query, *, context: int = DEFAULT_WIDTH_OF_CONTEXT
) -> SpeechHits:
    """Every place at which a query stands in a speech, heading and title included.

    Parameters
    ----------
    context
        Characters of the cleaned text kept on either side.

    Raises
    ------
    SearchError
        When an expression does not come to an end.
    """
    text = speech.text
    hits = []
    positions = [0] * N_POSITIONS
    for place in view_spans(speech, query):
        span = speech.view.source_span(place)
        hits.append(
            Hit(
                speech.id,
                span,
                speech.document.lines(span),
                speech.document.quote(span),
                text[max(0, place.start - context) : place.start],
                text[place.start : place.end],
                text[place.end : place.end + context],
                place.start > context,
                place.end + context < len(text),
            )
        )
        positions[place.start * N_POSITIONS // len(text)] += 1
    interval = rate_interval(len(hits), len(text))
    return SpeechHits(_label(speech), tuple(hits), tuple(positions), interval)


def _label(speech: Speech) -> SpeechLabel:
    return SpeechLabel(
        speech.id,
        speech.document.path,
        speech.title,
        speech.date,
        speech.speaker,
        speech.role,
        speech.place,
        speech.n_chars,
    )


# ------------------------------------------------------------------------------ all of them


def find_concordance(
    speeches: Iterable[Speech],
    query: Query,
    *,
    context: int = DEFAULT_WIDTH_OF_CONTEXT,
    sort: HitOrder = "position",
    groups: Iterable[DuplicateGroup[Any]] = (),
    with_versions: bool = True,
) -> Concordance:
    """Every place of a term in its context, and how often it stands in each speech.

    Parameters
    ----------
    context
        Characters kept on either side of a hit; 0 or more.
    sort
        Order of the hits, see `concordance_of`.
    groups
        Duplicates among the speeches: only the kept one of a group is counted.
    with_versions
        Whether the hits of the others are listed.

    Raises
    ------
    SearchError
        When an expression does not come to an end.
    """
    if context < 0:
        raise ValueError(f"context must be at least 0, not {context}")
    found = (search_speech(speech, query, context=context) for speech in speeches)
    return concordance_of(found, query, sort=sort, groups=groups, with_versions=with_versions)


def concordance_of(
    found: Iterable[SpeechHits],
    query: Query,
    *,
    sort: HitOrder = "position",
    groups: Iterable[DuplicateGroup[Any]] = (),
    with_versions: bool = True,
    collocates: Collocates | None = None,
) -> Concordance:
    """The concordance of speeches that were searched one by one.

    Parameters
    ----------
    found
        In the order of sources.
    sort
        `position`: by speech and place. `left`: by the characters before the term read
        backwards, as far as the context goes; `right`: by those after it. Both in the order
        of code points, folded, without white space; ties by position.
    """
    versions = _versions(groups)
    counts: list[SpeechCount] = []
    hits: list[Hit] = []
    for each in found:
        kept = versions.get(each.speech.id)
        counts.append(_counted(each, kept))
        if kept is None or with_versions:
            hits += each.hits
    if sort != "position":
        hits.sort(key=_KEYS[sort])  # stable, so that ties stay in the order of sources
    return Concordance(query.term, query.is_regex, sort, _compared(counts), tuple(hits), collocates)


def _versions(groups: Iterable[DuplicateGroup[Any]]) -> Mapping[str, str]:
    """For each speech that is not counted the one that is."""
    return {speech.id: group.kept.id for group in groups for speech in group.dropped}


def _left_key(hit: Hit) -> str:
    return _key(hit.left)[::-1]


def _right_key(hit: Hit) -> str:
    return _key(hit.right)


_KEYS = {"left": _left_key, "right": _right_key}


def _key(context: str) -> str:
    return "".join(folded(context).split())


def _counted(found: SpeechHits, version_of: str | None) -> SpeechCount:
    count = len(found.hits)
    return SpeechCount(found.speech, count, found.positions, *found.interval, version_of=version_of)


def rate_interval(count: int, n_chars: int) -> tuple[float, float]:
    """95 % interval of a rate in 10,000 characters (Clopper and Pearson).

    It takes each occurrence as independent of the others. Terms come in clusters, so that the
    truth is a little wider.

    Examples
    --------
    >>> [round(end, 1) for end in rate_interval(0, 3000)]
    [0.0, 12.3]
    >>> [round(end, 1) for end in rate_interval(5, 3000)]
    [5.4, 38.9]
    """
    if n_chars == 0:
        return 0.0, 0.0
    tail = (1 - CONFIDENCE) / 2
    low = beta_quantile(tail, count, n_chars - count + 1) if count else 0.0
    if count == 0:
        high = 1.0 - tail ** (1 / n_chars)
    elif count == n_chars:
        high = 1.0
    else:
        high = beta_quantile(1 - tail, count + 1, n_chars - count)
    return _PER * low, _PER * high


def _compared(counts: list[SpeechCount]) -> tuple[SpeechCount, ...]:
    """The counts, with what can be said of each beside all others together."""
    counted = [entry for entry in counts if entry.version_of is None]
    count = sum(entry.count for entry in counted)
    n_chars = sum(entry.speech.n_chars for entry in counted)
    return tuple(
        entry
        if entry.version_of is not None
        else _with_verdict(entry, count, n_chars, n_speeches=len(counted))
        for entry in counts
    )


def _with_verdict(entry: SpeechCount, count: int, n_chars: int, *, n_speeches: int) -> SpeechCount:
    own = (entry.count, entry.speech.n_chars)
    rest = (count - own[0], n_chars - own[1])
    differs: Literal["more", "less"] | None = None
    if own[1] and rest[1]:
        if is_surely_more_frequent(*own, *rest, n_terms=n_speeches):
            differs = "more"
        elif is_surely_more_frequent(*rest, *own, n_terms=n_speeches):
            differs = "less"
    return replace(entry, differs=differs)
