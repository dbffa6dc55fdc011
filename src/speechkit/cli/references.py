"""What the user holds speeches against, and by what he groups them, in; the reference out.

What `--against` says is looked for in this order: the id of a speech, a value of the fact that
`--by` names, the word `background`, a file or folder. A text file is a list of frequencies when all
its first lines are terms and numbers (`keywords.frequencies.is_frequency_list`), else speeches.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from speechkit.cli.reading import Reading, ReadOptions, read
from speechkit.cli.run import likely, listed, say
from speechkit.errors import SpeechkitError, UsageError
from speechkit.files import decode, read_bytes
from speechkit.model import MIN_KEYNESS_WORDS, Speech

if TYPE_CHECKING:
    from speechkit.keywords.references import FrequencyList, Reference
    from speechkit.results import Identified, Keywords

BACKGROUND = "background"
"""What general Chinese is called."""
_LIST_SUFFIXES = frozenset({"", ".txt", ".csv", ".tsv", ".tab", ".dic", ".lst"})
"""Of files that may be lists of frequencies."""
_MAX_NAMED = 12
"""Ids or values spelt out in an error; a remark names as many."""


class Held(NamedTuple):
    """What speeches are held against; None for one another."""

    reference: tuple[Speech, ...] | Reference | None

    def others(self, speeches: Iterable[Speech]) -> tuple[Speech, ...]:
        """Speeches of the reference that are not among these."""
        known = {speech.id for speech in speeches}
        texts = self.reference if isinstance(self.reference, tuple) else ()
        return tuple(speech for speech in texts if speech.id not in known)


def find_reference(
    against: str | None,
    reading: Reading,
    options: ReadOptions,
    *,
    by: str | None,
) -> Held:
    """What `--against` names.

    Raises
    ------
    UsageError
        When it names nothing there is.
    ReadingError
        When it is a file that cannot be used.
    """
    if against is None:
        return Held(None)
    from speechkit.grouping import fact_of

    speeches = reading.speeches
    named = tuple(speech for speech in speeches if speech.id == against)
    if not named and by is not None and against:
        named = tuple(speech for speech in speeches if fact_of(speech, by) == against)
    if named:
        return Held(named)
    if against == BACKGROUND:
        return Held(_general_chinese())
    if not Path(against).exists():
        raise UsageError(_unknown(against, speeches, by))
    frequencies = frequency_list(against, options.encoding)
    return Held(_speeches_of(against, reading, options) if frequencies is None else frequencies)


def find_in_all(
    against: str | None,
    frequencies: FrequencyList | None,
    speeches: Iterable[Identified],
) -> Reference | str | None:
    """What `--against` names where the speeches are not in memory; a speech by its id.

    Parameters
    ----------
    frequencies
        What `frequency_list` says of it.

    Raises
    ------
    UsageError
        When it names nothing there is.
    """
    if against is None:
        return None
    ids = [speech.id for speech in speeches]
    if against in ids:
        return against
    if against == BACKGROUND:
        return _general_chinese()
    if frequencies is None:
        there = f"there are speeches: {listed(ids, _MAX_NAMED)}{likely(against, ids, _MAX_NAMED)}"
        raise UsageError(
            f"--against {against}: no speech or file of that name, nor {BACKGROUND!r}; {there}"
        )
    return frequencies


def _general_chinese() -> Reference:
    from speechkit.files.cache import load_background
    from speechkit.keywords.references import GeneralChinese

    return GeneralChinese(load_background())


def _unknown(against: str, speeches: Sequence[Speech], by: str | None) -> str:
    from speechkit.grouping import fact_of

    kinds = "speech or file" if by is None else f"speech, {by} or file"
    there = [f"speeches: {listed((s.id for s in speeches), _MAX_NAMED)}"]
    if by is not None:
        there.append(
            f"{by}: {listed(sorted({fact_of(s, by) for s in speeches} - {''}), _MAX_NAMED)}"
        )
    return (
        f"--against {against}: no {kinds} of that name, nor {BACKGROUND!r}; "
        f"there are {'; '.join(there)}{likely(against, [s.id for s in speeches], _MAX_NAMED)}"
    )


def frequency_list(path: str, encoding: str | None) -> FrequencyList | None:
    """The list of frequencies in a file; None where it holds something else."""
    from speechkit.keywords.frequencies import is_frequency_list, parse_frequencies

    if Path(path).suffix.lower() not in _LIST_SUFFIXES or not Path(path).is_file():
        return None
    try:
        text = decode(read_bytes(path), encoding=encoding).text
    except SpeechkitError:  # whoever reads it as speeches says so better
        return None
    return parse_frequencies(text, name=path) if is_frequency_list(text) else None


def _speeches_of(path: str, reading: Reading, options: ReadOptions) -> tuple[Speech, ...]:
    """The speeches of a file or folder, under ids of their own."""
    others = read([path], options, quiet=True)
    reading.n_errors += others.n_errors
    return tuple(replace(speech, id=f"{path}:{speech.id}") for speech in others.speeches)


def check_groups(speeches: Sequence[Speech], by: str | None, *, quiet: bool) -> None:
    """Raise before any work is done when speeches do not fall into groups by a fact.

    Raises
    ------
    UsageError
        When no speech has the fact, or all have the same value.
    """
    if by is None:
        return
    from speechkit.grouping import group_speeches

    unknown = [group for group in group_speeches(speeches, by) if not group.value]
    if unknown and not quiet:
        n = len(unknown[0].speeches)
        what = "1 speech has" if n == 1 else f"{n:,} speeches have"
        say(f"--by {by}: {what} none; a group without a name")


def remark(result: Keywords, *, quiet: bool) -> None:
    """Say of which speeches something was left out."""
    if quiet:
        return
    remark_short([entry.speech.id for entry in result.speeches if not entry.sufficient])
    if result.trends is not None and result.trends.n_undated:
        n, unit = result.trends.n_undated, result.trends.unit
        say(f"--over date: {n:,} of the texts left out, without a {unit}")


def remark_short(short: Sequence[str], *, quiet: bool = False) -> None:
    """Say which speeches are too short for key terms."""
    if short and not quiet:
        names = listed(short, _MAX_NAMED)
        say(f"too short for key terms (fewer than {MIN_KEYNESS_WORDS} words): {names}")
