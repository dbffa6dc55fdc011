"""Speeches and the name of a fact in; the groups of speeches that share its value out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from speechkit.errors import UsageError, did_you_mean
from speechkit.model import Speech

_YEAR_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Group:
    """Speeches that share the value of a fact."""

    value: str
    """Empty where it is not known."""
    speeches: tuple[Speech, ...]
    """In the order given."""


def fact_of(speech: Speech, name: str) -> str:
    """The value of a fact by which speeches are grouped, empty where it is not known.

    Parameters
    ----------
    name
        `date` for the year; `file` for the path of the document; any fact of a speech, such as
        `place` and `role`, or field of a record.
    """
    if name == "file":
        return speech.document.path
    value = speech.fact(name) or speech.document.metadata.get(name, "").strip()
    return value[:_YEAR_DIGITS] if name == "date" else value


def group_speeches(speeches: Iterable[Speech], name: str) -> tuple[Group, ...]:
    """The groups, in the order of their values, those without one last.

    Raises
    ------
    UsageError
        When no speech has the fact, or all have the same value.
    """
    by_value: dict[str, list[Speech]] = {}
    speeches = tuple(speeches)
    for speech in speeches:
        by_value.setdefault(fact_of(speech, name), []).append(speech)
    check_groups(by_value, name, speeches)
    ordered = sorted(by_value, key=lambda value: (not value, value))
    return tuple(Group(value, tuple(by_value[value])) for value in ordered)


def check_groups(values: Collection[str], name: str, speeches: Iterable[Speech]) -> None:
    """Raise when there is nothing to compare.

    Parameters
    ----------
    values
        Distinct values of the fact, empty where it is not known.
    speeches
        That have them; gone through when none has the fact, to say which facts they have.

    Raises
    ------
    UsageError
        When no speech has the fact, or all have the same value.
    """
    if not set(values) - {""}:
        facts = known_facts(speeches)
        there = (", ".join(facts) or "none") + did_you_mean(name, facts)
        raise UsageError(f"--by {name}: no speech has that; facts and fields there are: {there}")
    if len(values) < 2:  # one group has nothing to be held against
        (value,) = values
        raise UsageError(f"--by {name}: all speeches are of one group, {value}; nothing to compare")


def known_facts(speeches: Iterable[Speech]) -> tuple[str, ...]:
    """Names by which these speeches can be grouped, in order."""
    names = {"file"}
    for speech in speeches:
        names |= {fact.name for fact in speech.facts if fact.value}
        names |= {name for name, value in speech.document.metadata.items() if value.strip()}
    return tuple(sorted(names))
