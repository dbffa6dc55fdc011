"""Whether `themes --doctor` finds errors that are planted in the codebook that ships.

    python benchmarks/doctor.py SOURCE... [--moves N] [--least N] [--seed N]

Of each source, by itself: how many terms the doctor calls misleading as the codebook stands; terms
moved to a theme drawn by lot, one at a time, and where they come in its list; the ten most frequent
seeds of a theme deleted, and how many come back among its suggestions. Seeds that hold another term
are not deleted, since that one fires in their place.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from speechkit import find_duplicates, load_background, read_documents, split_document
from speechkit.model import Speech
from speechkit.results import Diagnosis
from speechkit.results.codebook import FRAMING, Codebook, ThemeEntry
from speechkit.themes import company, load_codebook
from speechkit.themes.doctor import examine_codebook
from speechkit.themes.scoring import SentenceScorer

N_DELETED = 10
PLAIN_SHARES = 1e9
"""Added to every usual share it makes them all equal."""

Examine = Callable[..., Diagnosis]


def main() -> None:
    """Print a row of figures for each source."""
    options = _options()
    print("| source | terms judged | clearly misleading | with plain shares |", end="")
    print(" moved: clearly | listed | first | deleted seeds | come back |")
    print("|---|---|---|---|---|---|---|---|---|")
    for source in options.sources:
        splits = map(split_document, read_documents([source]))
        speeches = [speech for split in splits for speech in split.speeches]
        groups = find_duplicates(speeches).groups
        examine = partial(examine_codebook, speeches, background=load_background(), groups=groups)
        paragraphs = _paragraphs(speeches)
        moved = list(_moved(examine, paragraphs, options))
        deleted = list(_deleted(examine, paragraphs, options.least))
        row = (
            source.rsplit("/", 1)[-1],
            *_as_it_stands(examine),
            *(_part(moved, wanted) for wanted in ("clearly", "listed", "first")),
            N_DELETED * len(deleted),
            f"{sum(deleted) / (N_DELETED * len(deleted)):.2f}" if deleted else "-",
        )
        print("|", " | ".join(map(str, row)), "|")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("sources", nargs="+")
    parser.add_argument("--moves", type=int, default=30)
    parser.add_argument("--least", type=int, default=10, help="paragraphs of a planted term")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def _paragraphs(speeches: Iterable[Speech]) -> Counter[str]:
    """In how many paragraphs each term fires."""
    scorer = SentenceScorer(load_codebook())
    places = set()
    for speech in speeches:
        scored = scorer.score(speech)
        for unit, terms in zip(scored.units.tolist(), scored.terms, strict=True):
            places |= {(term, speech.id, unit) for term in terms}
    return Counter(term for term, _, _ in places)


def _as_it_stands(examine: Examine) -> tuple[int, int, int]:
    """Terms judged, those called misleading, and those if shares were taken as they are."""
    found = examine()
    even, company.EVEN = company.EVEN, PLAIN_SHARES
    plain = examine()
    company.EVEN = even
    clear, clear_plain = (
        sum(each.company.misleads for each in each_found.ambiguous) for each_found in (found, plain)
    )
    return found.looked.terms, clear, clear_plain


def _moved(
    examine: Examine, paragraphs: Counter[str], options: argparse.Namespace
) -> Iterator[str]:
    """For each moved term how it was found: not at all, listed, clearly, first of these."""
    codebook = load_codebook()
    generator = np.random.default_rng(options.seed)
    themes = [entry for entry in codebook.entries if entry.theme.id != FRAMING]
    terms = [
        (term, entry)
        for entry in themes
        for term in sorted(entry.terms)
        if paragraphs[term] >= options.least
    ]
    for number in generator.permutation(len(terms))[: options.moves].tolist():
        term, entry = terms[number]
        others = [other for other in themes if other is not entry]
        target = others[int(generator.integers(len(others)))]
        found = examine(codebook=_edited(codebook, {term}, target)).ambiguous
        ranks = [n for n, each in enumerate(found) if each.term.term == term]
        if not ranks:
            yield ""
        else:
            clearly = " clearly" if found[ranks[0]].company.misleads else ""
            yield f"listed{clearly}{' first' if ranks[0] == 0 else ''}"


def _part(outcomes: Sequence[str], wanted: str) -> str:
    if not outcomes:
        return "-"
    return f"{sum(wanted in outcome for outcome in outcomes) / len(outcomes):.2f}"


def _deleted(examine: Examine, paragraphs: Counter[str], least: int) -> Iterator[int]:
    """How many of ten deleted seeds come back, of each theme that has so many to spare."""
    codebook = load_codebook()
    terms = {term for entry in codebook.entries for term in entry.terms}
    for entry in codebook.entries:
        lone = [term for term in entry.seeds if not any(o in term for o in terms - {term})]
        frequent = [term for term in lone if paragraphs[term] >= least]
        if len(frequent) >= N_DELETED + 2:
            chosen = set(sorted(frequent, key=lambda t: (-paragraphs[t], t))[:N_DELETED])
            found = examine(codebook=_edited(codebook, chosen)).suggested
            yield sum(each.term in chosen for each in found if each.theme == entry.theme)


def _edited(codebook: Codebook, terms: set[str], target: ThemeEntry | None = None) -> Codebook:
    """The codebook with terms taken out, and given to a theme if one is named."""
    entries = []
    for entry in codebook.entries:
        seeds = tuple(term for term in entry.seeds if term not in terms)
        weak = tuple(term for term in entry.weak if term not in terms)
        added = tuple(sorted(terms)) if entry is target else ()
        entries.append(replace(entry, seeds=(*seeds, *added), weak=weak))
    return replace(codebook, entries=tuple(entries))


if __name__ == "__main__":
    main()
