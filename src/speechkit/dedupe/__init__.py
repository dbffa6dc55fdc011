"""Speeches in; which of them are versions of one text, what differs, what they share, out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from speechkit.dedupe.families import find_families
from speechkit.dedupe.groups import Group
from speechkit.dedupe.pairs import Limits, Match, TextList
from speechkit.dedupe.shingles import compact, furniture_of, n_torn
from speechkit.model import (
    DEFAULT_CONTAINMENT,
    DEFAULT_THRESHOLD,
    MIN_PASSAGE,
    Progress,
    Speech,
)
from speechkit.progress import FollowedShare, followed
from speechkit.results import (
    Comparison,
    Difference,
    DuplicateGroup,
    DuplicatePair,
    Duplicates,
    Known,
    SharedPassage,
)

__all__ = [
    "check_limits",
    "compare_speeches",
    "explain_pair",
    "find_duplicates",
    "named_groups",
    "named_pairs",
]


def find_duplicates(
    speeches: Iterable[Speech],
    *,
    threshold: float = DEFAULT_THRESHOLD,
    containment: float = DEFAULT_CONTAINMENT,
    explain: bool = False,
    passages: bool = False,
    min_passage: int = MIN_PASSAGE,
    reference: Sequence[Speech] = (),
    progress: Progress | None = None,
) -> Duplicates[Speech]:
    """Find speeches that are versions of one another.

    Jaccard and containment are exact, on the sets of character 5-grams of each speech as
    it stands in its document, white space and page furniture left out.

    Parameters
    ----------
    threshold, containment
        In (0, 1]. Jaccard from which a pair is near, containment from which it is contained.
    explain
        Also say of every grouped pair what differs.
    passages
        Also find passages shared by speeches that are no versions of one another.
    min_passage
        Characters of a passage, at least.
    reference
        Speeches that take no part in pairs and groups. When given, a passage is only what a
        speech shares with one of these.
    progress
        Told how far `duplicates`, `differences` and `passages` are, where they take long.

    Raises
    ------
    ValueError
        When a threshold is outside (0, 1], or two speeches have one id.
    """
    limits = check_limits(threshold, containment)
    speeches = tuple(speeches)
    n_ids = len({speech.id for speech in (*speeches, *reference)})
    if n_ids < len(speeches) + len(reference):
        raise ValueError("two speeches have one id; read all sources together")
    views = [compact(speech) for speech in speeches]
    texts = TextList(view.text for view in views)
    share = map if progress is None else FollowedShare("duplicates", progress)
    matches, groups, _ = find_families(texts, _Speeches(speeches, texts), limits, share=share)
    pairs = named_pairs(matches, speeches)
    named = named_groups(groups, speeches)
    differences: tuple[Difference, ...] = ()
    if explain:
        grouped = [match for match in matches if match.grouped]
        differences = tuple(
            explain_pair(speeches[match.a], speeches[match.b])
            for match in followed(grouped, "differences", progress)
        )
    found: tuple[SharedPassage, ...] = ()
    if passages:
        from speechkit.dedupe.passages import find_passages

        by_id = {speech.id: view for speech, view in zip(speeches, views, strict=True)}
        found = find_passages(
            speeches,
            by_id,
            min_length=min_passage,
            groups=named,
            pairs=pairs,
            reference=reference,
            progress=progress,
        )
    return Duplicates(speeches, threshold, containment, pairs, named, differences, found)


def check_limits(threshold: float, containment: float) -> Limits:
    """The two limits as one value.

    Raises
    ------
    ValueError
        When one is outside (0, 1].
    """
    for name, value in (("threshold", threshold), ("containment", containment)):
        if not 0 < value <= 1:
            raise ValueError(f"{name} is {value}, outside (0, 1]")
    return Limits(threshold, containment)


def named_pairs(
    matches: Iterable[Match], speeches: Sequence[Known]
) -> tuple[DuplicatePair[Known], ...]:
    """The matches of texts as pairs of the speeches they are of."""
    return tuple(
        DuplicatePair(speeches[match.a], speeches[match.b], *match[2:]) for match in matches
    )


def named_groups(
    groups: Iterable[Group], speeches: Sequence[Known]
) -> tuple[DuplicateGroup[Known], ...]:
    """The groups of texts as groups of the speeches they are of."""
    return tuple(
        DuplicateGroup(
            tuple(speeches[member] for member in group.members), speeches[group.kept], group.reason
        )
        for group in groups
    )


class _Speeches:
    """What is known of speeches in memory."""

    def __init__(self, speeches: Sequence[Speech], texts: Sequence[str]) -> None:
        self._speeches = speeches
        self._texts = texts

    def lengths(self, numbers: Sequence[int]) -> list[int]:
        return [len(self._texts[number]) for number in numbers]

    def break_off(self, numbers: Sequence[int]) -> list[bool]:
        return [not self._speeches[number].complete for number in numbers]

    def damage(self, numbers: Sequence[int]) -> list[int]:
        return [n_damaged(self._speeches[number]) for number in numbers]

    def dates(self, numbers: Sequence[int]) -> list[str]:
        return [self._speeches[number].date or NO_DATE for number in numbers]


NO_DATE = "9999"
"""Later than all that are known."""


def n_damaged(speech: Speech) -> int:
    """Places at which a speech is damaged as it stands in its document; see `damage`."""
    furniture = furniture_of(speech)
    return len(furniture) + n_torn(speech.raw_text)


def explain_pair(a: Speech, b: Speech) -> Difference:
    """What tells two versions apart and which was made from the other.

    See `speechkit.dedupe.explain.explain_pair`, which is loaded only when asked for.
    """
    from speechkit.dedupe import explain

    return explain.explain_pair(a, b)


def compare_speeches(a: Speech, b: Speech) -> Comparison:
    """What two speeches have in common and what tells them apart, versions or not.

    See `speechkit.dedupe.explain.compare_speeches`, which is loaded only when asked for.
    """
    from speechkit.dedupe import explain

    return explain.compare_speeches(a, b)
