"""Scored speeches and labels in; what the codebook mistakes, and how to put it right, out.

Where the codebook sees industry, a reader may see industry seven times in ten and science three
times. From labels of about a hundred paragraphs that table is known well enough to correct the
shares of all others, which are sums over many paragraphs; no single sentence becomes surer by it.

References
----------
Buonaccorsi (2010), *Measurement Error*, chapter 3, for correcting proportions by the rates of
misclassification; Hopkins & King (2010), "A method of automated nonparametric content analysis
for social science", for why the shares are corrected and not the single texts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from speechkit.errors import UsageError
from speechkit.model import Span
from speechkit.results import Calibration, Label, ThemeAccuracy, text_digest
from speechkit.themes.codebook import Codebook
from speechkit.themes.scoring import Floats, ScoredSpeech, row_shares

PRIOR_LABELS = (2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 1e9)
"""Labels that trust in the codebook may count for, by theme: one that the labels hardly know stays
nearly as it is, one that they know well is corrected. The number is taken that leaves the least
error in the shares of labels it was not taught by; the last one corrects nothing, which is best
for a codebook that errs to no side."""
FOLDS = 10
"""Parts of the labels on which the corrected shares are checked by what the others teach."""
FOUND_SHARE = 0.3
"""A paragraph has the themes that hold at least so much of its characters."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a reader is taken to see where the codebook sees a theme."""

    rates: Floats
    """Of each entry of the codebook (rows) the shares of what it really is, (n_entries,
    n_entries); rows sum to 1."""
    n_labels: Floats
    """Labels that each row rests on, the prior among them, (n_entries,)."""

    def __call__(self, scored: ScoredSpeech) -> ScoredSpeech:
        """The speech with corrected weights."""
        return replace(scored, weights=np.einsum("se,er->sr", scored.weights, self.rates))

    def variance(self, weights: Floats) -> float:
        """Of corrected shares together, since the rates are not known exactly.

        Parameters
        ----------
        weights
            Shares before the correction, (n_entries,), of sum 1 at most.
        """
        spread = self.rates * (1 - self.rates) / (self.n_labels[:, None] + 1)
        return float((weights[:, None] ** 2 * spread).sum())


@dataclass(frozen=True, slots=True)
class _Instance:
    """A labelled place: what the codebook finds, and what the reader gave."""

    found: Floats
    """Shares of its characters by entry, (n_entries,)."""
    given: Floats
    """Shares alike among the themes of the label, (n_entries,); zeros for none."""


def calibrate(
    scored: Mapping[str, ScoredSpeech], labels: Iterable[Label], codebook: Codebook
) -> tuple[Correction, Calibration]:
    """A correction of the codebook, and how accurate it is without and with it.

    Parameters
    ----------
    scored
        Speeches by their ids; those that have no label do not matter.
    labels
        Those of other speeches, and of texts that have changed since, are left out and counted.

    Raises
    ------
    UsageError
        When no label can be used.
    """
    columns = {entry.theme.id: n for n, entry in enumerate(codebook.entries)}
    instances: list[_Instance] = []
    coders: set[str] = set()
    n_left_out = 0
    for label in labels:
        instance = _instance(scored.get(label.speech), label, columns)
        if instance is None:
            n_left_out += 1
        else:
            instances.append(instance)
            coders.add(label.coder)
    if not instances:
        raise UsageError(
            f"--calibrate: none of the {n_left_out} labels is of a place in these speeches; "
            "were they made of the same files?"
        )
    counts = _counts(instances, len(columns))
    prior = min(
        PRIOR_LABELS, key=lambda prior: (_corrected_error(instances, counts, prior), -prior)
    )
    accuracy = _accuracy(instances, counts, prior, tuple(columns))
    report = replace(accuracy, n_coders=len(coders), n_left_out=n_left_out)
    return _corrected_by(counts, prior), report


def _instance(
    scored: ScoredSpeech | None, label: Label, columns: Mapping[str, int]
) -> _Instance | None:
    """What a label tells; None where its place is not there, or holds another text."""
    if scored is None:
        return None
    document = scored.speech.document
    if label.span is not None:
        span = label.span
        if label.digest and text_digest(document.quote(span)) != label.digest:
            return None
    else:
        starts = (*document.line_starts, len(document.text))
        first, last = label.lines
        if last >= len(starts):
            return None
        span = Span(starts[first - 1], starts[last])
    sizes = _sizes_inside(scored, span)
    if not sizes.any():
        return None
    given = np.zeros(len(columns))
    given[[columns[theme] for theme in label.themes]] = 1 / max(1, len(label.themes))
    found = np.einsum("s,se->e", sizes, scored.weights) / sizes.sum()
    return _Instance(found, given)


def _sizes_inside(scored: ScoredSpeech, span: Span) -> Floats:
    """Characters of each sentence that stand in a span of the document, (n_sentences,)."""
    document = scored.speech.document
    sizes = np.zeros(len(scored.sentences))
    for n, sentence in enumerate(scored.sentences):
        source = scored.speech.view.source_span(sentence)
        start, end = max(span.start, source.start), min(span.end, source.end)
        if start < end:
            sizes[n] = len("".join(document.text[start:end].split()))
    return sizes


def _counts(instances: Iterable[_Instance], n_entries: int) -> Floats:
    """How much of what is found as a theme (rows) was given as which, (n_entries, n_entries)."""
    counts = np.zeros((n_entries, n_entries))
    for instance in instances:
        if instance.given.any():
            counts += np.outer(instance.found, instance.given)
    return counts


def _corrected_by(counts: Floats, prior: float) -> Correction:
    rates = row_shares(counts + prior * np.eye(len(counts)))
    return Correction(rates, counts.sum(axis=1) + prior)


def _accuracy(
    instances: Sequence[_Instance], counts: Floats, prior: float, themes: Sequence[str]
) -> Calibration:
    corrected = [each.found @ _left_out(counts, each, prior).rates for each in instances]
    bare = [each.found for each in instances]
    return Calibration(
        n_labels=len(instances),
        n_coders=0,
        n_left_out=0,
        micro_f1=_micro_f1(bare, instances),
        top_1=_top_1(bare, instances),
        calibrated_micro_f1=_micro_f1(corrected, instances),
        calibrated_top_1=_top_1(corrected, instances),
        share_error=_corrected_error(instances, counts, PRIOR_LABELS[-1]),
        calibrated_share_error=_corrected_error(instances, counts, prior),
        themes=tuple(_theme_accuracies(bare, instances, themes)),
    )


def _left_out(counts: Floats, instance: _Instance, prior: float) -> Correction:
    """What the other labels teach."""
    own = np.outer(instance.found, instance.given)
    return _corrected_by(np.maximum(counts - own, 0.0), prior)


def _corrected_error(instances: Sequence[_Instance], counts: Floats, prior: float) -> float:
    """Root mean square error of the shares in each fold, corrected by what the others teach."""
    errors = []
    for fold in range(min(FOLDS, len(instances))):
        held = [each for each in instances[fold::FOLDS] if each.given.any()]
        if not held:
            continue
        taught = _corrected_by(np.maximum(counts - _counts(held, len(counts)), 0.0), prior)
        found = row_shares(np.mean([each.found for each in held], axis=0)[None])[0]
        given = np.mean([each.given for each in held], axis=0)
        errors.append(found @ taught.rates - given)
    return round(float(np.sqrt(np.mean(np.square(errors)))), 9) if errors else 0.0


def _micro_f1(found: Sequence[Floats], instances: Sequence[_Instance]) -> float:
    hits = total = 0
    for shares, each in zip(found, instances, strict=True):
        there, wanted = shares >= FOUND_SHARE, each.given > 0
        hits += int((there & wanted).sum())
        total += int(there.sum() + wanted.sum())
    return 2 * hits / total if total else 1.0


def _top_1(found: Sequence[Floats], instances: Sequence[_Instance]) -> float:
    right = n = 0
    for shares, each in zip(found, instances, strict=True):
        if each.given.any():
            n += 1
            right += bool(shares.any() and each.given[int(np.argmax(np.round(shares, 9)))] > 0)
    return right / n if n else 1.0


def _theme_accuracies(
    found: Sequence[Floats], instances: Sequence[_Instance], themes: Sequence[str]
) -> Iterator[ThemeAccuracy]:
    there: dict[int, int] = defaultdict(int)
    wanted: dict[int, int] = defaultdict(int)
    hits: dict[int, int] = defaultdict(int)
    for shares, each in zip(found, instances, strict=True):
        for n in np.flatnonzero(shares >= FOUND_SHARE).tolist():
            there[n] += 1
            hits[n] += bool(each.given[n] > 0)
        for n in np.flatnonzero(each.given > 0).tolist():
            wanted[n] += 1
    for n, theme in enumerate(themes):
        if there[n] or wanted[n]:
            yield ThemeAccuracy(
                theme,
                wanted[n],
                hits[n] / there[n] if there[n] else None,
                hits[n] / wanted[n] if wanted[n] else None,
            )
