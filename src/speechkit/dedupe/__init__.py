"""Speeches in; which of them are versions of one text, what differs, what they share, out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from speechkit.dedupe.candidates import find_pairs
from speechkit.dedupe.groups import group_pairs
from speechkit.dedupe.shingles import compact, shingle_set
from speechkit.model import (
    DEFAULT_CONTAINMENT,
    DEFAULT_THRESHOLD,
    MIN_PASSAGE,
    Speech,
)
from speechkit.results import (
    Difference,
    Duplicates,
    SharedPassage,
)

__all__ = ["explain_pair", "find_duplicates"]


def find_duplicates(
    speeches: Iterable[Speech],
    *,
    threshold: float = DEFAULT_THRESHOLD,
    containment: float = DEFAULT_CONTAINMENT,
    explain: bool = False,
    passages: bool = False,
    min_passage: int = MIN_PASSAGE,
    reference: Sequence[Speech] = (),
) -> Duplicates:
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

    Raises
    ------
    ValueError
        When a threshold is outside (0, 1], or two speeches have one id.
    """
    for name, value in (("threshold", threshold), ("containment", containment)):
        if not 0 < value <= 1:
            raise ValueError(f"{name} is {value}, outside (0, 1]")
    speeches = tuple(speeches)
    n_ids = len({speech.id for speech in (*speeches, *reference)})
    if n_ids < len(speeches) + len(reference):
        raise ValueError("two speeches have one id; read all sources together")
    views = {speech.id: compact(speech) for speech in speeches}
    texts = {id_: view.text for id_, view in views.items()}
    shingles = {id_: shingle_set(text) for id_, text in texts.items()}
    pairs = find_pairs(speeches, texts, shingles, threshold=threshold, containment=containment)
    lengths = {id_: len(text) for id_, text in texts.items()}
    groups = group_pairs(speeches, pairs, lengths)
    differences = tuple(explain_pair(p.a, p.b) for p in pairs if p.grouped) if explain else ()
    found: tuple[SharedPassage, ...] = ()
    if passages:
        from speechkit.dedupe.passages import find_passages

        found = find_passages(
            speeches,
            views,
            min_length=min_passage,
            groups=groups,
            pairs=pairs,
            reference=reference,
        )
    return Duplicates(speeches, threshold, containment, pairs, groups, differences, found)


def explain_pair(a: Speech, b: Speech) -> Difference:
    """What tells two versions apart and which was made from the other.

    See `speechkit.dedupe.explain.explain_pair`, which is loaded only when asked for.
    """
    from speechkit.dedupe import explain

    return explain.explain_pair(a, b)
