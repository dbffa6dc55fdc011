"""Speeches and a codebook in; what the codebook misses and where it misleads in them, out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from speechkit.model import Progress, Speech
from speechkit.progress import followed
from speechkit.results import DuplicateGroup, without_duplicates
from speechkit.results.doctor import (
    CLEARLY,
    AmbiguousTerm,
    Basis,
    Company,
    Coverage,
    Diagnosis,
    Example,
    InsideWord,
    Looked,
    PassedOver,
    SilentTerms,
    SuggestedTerm,
    UnmatchedSentence,
)
from speechkit.text.background import Background
from speechkit.text.lexicon import Vocabulary
from speechkit.text.words import WordTable
from speechkit.themes.codebook import Codebook, load_codebook
from speechkit.themes.company import Judge, Occurrences, find_company
from speechkit.themes.faults import MAX_TERM
from speechkit.themes.scoring import Ints, ScoredSpeech, SentenceScorer
from speechkit.themes.sentence_table import NO_THEME, BookTerms, SentenceTable
from speechkit.themes.suggesting import Association, PhraseCollector, PhraseTable
from speechkit.themes.traps import Crossing, TrapFinder, Traps

FEW_AMBIGUOUS = 10
"""Where fewer terms clearly fire in other company, the list is filled up to here with what may be
chance: of terms moved to a wrong theme, in five speeches a quarter is found so and hardly any
surely (`benchmarks/doctor.py`)."""
MAX_P = 0.1
"""Of a term that may be there by chance, as if it were the only one looked at."""
MAX_UNMATCHED = 50
"""Sentences without a term that are listed."""
MAX_TRAPS = 200
"""Words of each kind of trap that are listed."""
SEED_SHARE = 0.5
"""Of its occurrences with one theme, from which a phrase is proposed as a seed."""
N_EXAMPLES = 3
"""Sentences quoted for a finding."""

_BASES: tuple[Basis, ...] = ("seed", "weak", "context", "none")
_MATCHED, _UNMATCHED = 0, 1
_N_FINDINGS = 3
"""Steps to them that take about as long as one another."""


def examine_codebook(
    speeches: Iterable[Speech],
    *,
    background: Background,
    codebook: Codebook | None = None,
    groups: Iterable[DuplicateGroup[Any]] = (),
    progress: Progress | None = None,
) -> Diagnosis:
    """What a codebook misses in some speeches, and where it misleads.

    Parameters
    ----------
    speeches
        With distinct ids. Their order changes nothing.
    background
        General frequencies and parts of speech, for the phrases that are suggested.
    codebook
        None for the one that ships.
    groups
        Which speeches are versions of one text: of each the kept one is looked at.
    progress
        Told how many texts were read with the `codebook`, then how far the `findings` are.

    Returns
    -------
    Diagnosis
        Empty when there are no speeches; where they are short, little is found in it.
    """
    speeches = tuple(speeches)
    texts = sorted(without_duplicates(speeches, groups), key=lambda speech: speech.id)
    read = followed(texts, "codebook", progress)
    reading = _read(read, codebook or load_codebook(), WordTable(Vocabulary(background)))
    tell = progress or _unheard
    tell("findings", 0, _N_FINDINGS)
    missing = _missing(reading)
    unmatched = _unmatched(reading, missing)
    tell("findings", 1, _N_FINDINGS)
    judged = reading.judge.judged(
        reading.occurrences, reading.occurrences.terms, reading.book.columns
    )
    tell("findings", 2, _N_FINDINGS)
    return Diagnosis(
        codebook=reading.codebook.label,
        themes=tuple(entry.theme for entry in reading.codebook.entries),
        n_terms=reading.codebook.n_terms,
        n_speeches=len(speeches),
        n_texts=len(texts),
        coverage=_coverage(reading),
        looked=Looked(
            terms=len(judged),
            passed_over=len(reading.traps.passed_over),
            inside=len(reading.traps.inside),
            unmatched=len(unmatched),
            phrases=len(reading.phrases),
        ),
        unmatched=tuple(unmatched[:MAX_UNMATCHED]),
        missing=tuple(_suggestion(each, reading) for each in missing),
        ambiguous=tuple(_ambiguous(judged, reading)),
        passed_over=tuple(_passed_over(reading)),
        inside=tuple(_inside(reading)),
        silent=tuple(_silent(reading)),
        suggested=tuple(_suggested(reading)),
    )


def _unheard(what: str, n_done: int, n_all: int) -> None:
    """Nobody asked for progress."""


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """Texts that were read with a codebook."""

    codebook: Codebook
    book: BookTerms
    table: SentenceTable
    bases: Ints
    """Number of the basis of each sentence's theme, (n_sentences,)."""
    occurrences: Occurrences
    judge: Judge
    traps: Traps
    phrases: PhraseTable

    @property
    def is_unmatched(self) -> Ints:
        """`_UNMATCHED` for each sentence in which no term fires, else `_MATCHED`."""
        return np.where(self.bases >= _BASES.index("context"), _UNMATCHED, _MATCHED)

    @property
    def n_fired(self) -> Counter[str]:
        """Occurrences of each term that fires."""
        counts: Counter[str] = Counter()
        for text in self.table.texts:
            for terms in text.terms:
                counts.update(terms)
        return counts


def _read(texts: Iterable[Speech], codebook: Codebook, words: WordTable) -> _Reading:
    """Go through the texts once."""
    scorer = SentenceScorer(codebook)
    book = BookTerms(codebook, scorer.term_numbers)
    traps, phrases = TrapFinder(scorer.index, book.terms), PhraseCollector(words)
    scored: list[ScoredSpeech] = []
    start = 0
    for speech in texts:
        found, matches = scorer.read(speech)
        traps.add(matches, start)
        phrases.add(matches, start)
        scored.append(found)
        start += len(found.sentences)
    table = SentenceTable(scored)
    occurrences = find_company(table, book)
    judge = Judge(occurrences, table, tuple(entry.theme for entry in codebook.entries))
    bases = _bases(scored, codebook)
    collected = phrases.collected(table)
    return _Reading(codebook, book, table, bases, occurrences, judge, traps.traps, collected)


# ----------------------------------------------------------------------------- coverage


def _bases(texts: Iterable[ScoredSpeech], codebook: Codebook) -> Ints:
    """Number of the basis of each sentence's theme, (n_sentences,)."""
    seeds = frozenset(term for entry in codebook.entries for term in entry.seeds)
    bases = [
        _basis(terms, seeds, has_theme=bool(weights.any()))
        for text in texts
        for terms, weights in zip(text.terms, text.weights, strict=True)
    ]
    return np.array([_BASES.index(basis) for basis in bases], dtype=np.intp)


def _basis(terms: Iterable[str], seeds: frozenset[str], *, has_theme: bool) -> Basis:
    terms = tuple(terms)
    if terms:
        return "weak" if seeds.isdisjoint(terms) else "seed"
    return "context" if has_theme else "none"


def _coverage(reading: _Reading) -> tuple[Coverage, ...]:
    sizes = reading.table.sizes
    return tuple(
        Coverage(
            basis,
            int((reading.bases == number).sum()),
            int(sizes[reading.bases == number].sum()),
        )
        for number, basis in enumerate(_BASES)
    )


def _missing(reading: _Reading) -> list[Association]:
    """What stands in sentences without a term more than in others, strongest first."""
    found = reading.phrases.associated(reading.is_unmatched, [_UNMATCHED])
    return found.get(_UNMATCHED, [])


def _unmatched(reading: _Reading, missing: Sequence[Association]) -> list[UnmatchedSentence]:
    """The different sentences in which no term fires, the most typical first, then the longest."""
    phrases = defaultdict(list)
    for association in missing:
        for row in association.sentences:
            phrases[row].append(association.term)
    rows_of = defaultdict(list)
    for row in np.flatnonzero(reading.is_unmatched == _UNMATCHED).tolist():
        rows_of[reading.table.compact(row)].append(row)
    ranked = sorted(
        rows_of.items(), key=lambda item: (-len(phrases[item[1][0]]), -len(item[0]), item[1][0])
    )
    return [
        UnmatchedSentence(reading.table.example(rows[0]), len(rows), tuple(phrases[rows[0]]))
        for _, rows in ranked
    ]


# -------------------------------------------------------------------------------- terms


def _ambiguous(judged: Mapping[int, Company], reading: _Reading) -> Iterator[AmbiguousTerm]:
    """Terms in whose company another theme holds more, the surest first."""
    ranked = sorted(judged, key=lambda number: (-round(judged[number].low, 9), number))
    for rank, number in enumerate(filter(lambda number: _stands_out(judged[number]), ranked)):
        company = judged[number]
        if company.misleads or rank < FEW_AMBIGUOUS:
            which = reading.occurrences.of(number)
            examples = _foreign_examples(which, number, company, reading)
            yield AmbiguousTerm(reading.book.described(number), company, examples)


def _stands_out(company: Company) -> bool:
    return company.misleads or (company.difference > CLEARLY and company.p < MAX_P)


def _foreign_examples(
    which: Ints, number: int, company: Company, reading: _Reading
) -> tuple[Example, ...]:
    """Of some occurrences of a term the sentences that speak most for another theme."""
    own = int(reading.book.columns[number])
    rows = reading.judge.most_foreign(reading.occurrences.only(which), own, company.other)
    return _quoted(rows, reading.book.terms[number], reading)


def _quoted(rows: Iterable[int], term: str, reading: _Reading) -> tuple[Example, ...]:
    """The first of some sentences, each once."""
    different = tuple(dict.fromkeys(rows))[:N_EXAMPLES]
    return tuple(reading.table.example(row, of=term) for row in different)


def _silent(reading: _Reading) -> Iterator[SilentTerms]:
    fired = reading.n_fired
    for column, entry in enumerate(reading.codebook.entries):
        own = np.flatnonzero(reading.book.columns == column).tolist()
        silent = [number for number in own if not fired[reading.book.terms[number]]]
        if silent:
            terms = tuple(map(reading.book.described, silent))
            yield SilentTerms(entry.theme, entry.n_terms, terms)


# -------------------------------------------------------------------------------- traps


def _passed_over(reading: _Reading) -> Iterator[PassedOver]:
    found = reading.traps.passed_over
    for crossing in _most_frequent(found)[:MAX_TRAPS]:
        rows = found[crossing]
        term = reading.book.described(reading.book.numbers[crossing.term])
        yield PassedOver(term, crossing.tokens, len(rows), _quoted(rows, crossing.term, reading))


def _inside(reading: _Reading) -> Iterator[InsideWord]:
    """Terms inside words, those whose company speaks for another theme first."""
    found, fired = reading.traps.inside, reading.n_fired
    crossings = _most_frequent(found)
    which = [_occurrences_of(crossing, found[crossing], reading) for crossing in crossings]
    judged = _judged(which, reading)
    ranked = sorted(range(len(crossings)), key=lambda n: n not in judged or not judged[n].misleads)
    for n in ranked[:MAX_TRAPS]:
        crossing, company = crossings[n], judged.get(n)
        number = reading.book.numbers[crossing.term]
        if company is not None and company.misleads:
            examples = _foreign_examples(which[n], number, company, reading)
        else:
            examples = _quoted(found[crossing], crossing.term, reading)
        word = "".join(crossing.tokens)
        yield InsideWord(
            term=reading.book.described(number),
            tokens=crossing.tokens,
            count=len(found[crossing]),
            n_fired=fired[crossing.term],
            company=company,
            proposal=word if len(word) <= MAX_TERM else "",
            examples=examples,
        )


def _most_frequent(found: Mapping[Crossing, Sequence[int]]) -> list[Crossing]:
    return sorted(found, key=lambda crossing: (-len(found[crossing]), crossing))


def _occurrences_of(crossing: Crossing, rows: Sequence[int], reading: _Reading) -> Ints:
    """Which occurrences are those of a term in some sentences, as far as it has company there."""
    return reading.occurrences.of(reading.book.numbers[crossing.term], rows)


def _judged(which: Sequence[Ints], reading: _Reading) -> dict[int, Company]:
    """The company of several sets of occurrences of one term each, by their positions."""
    chosen = np.concatenate([np.zeros(0, np.intp), *which])
    labels = np.repeat(np.arange(len(which)), list(map(len, which)))
    occurrences = reading.occurrences.only(chosen)
    columns = np.zeros(len(which), np.intp)
    columns[labels] = reading.book.columns[occurrences.terms]
    return reading.judge.judged(occurrences, labels, columns)


# -------------------------------------------------------------------------- suggestions


def _suggested(reading: _Reading) -> Iterator[SuggestedTerm]:
    """What each theme lacks, in the order of the codebook."""
    n_entries = len(reading.codebook.entries)
    labels = np.where(reading.table.themes == NO_THEME, n_entries, reading.table.themes)
    found = reading.phrases.associated(labels, range(n_entries))
    for column in range(n_entries):
        for association in found.get(column, []):
            yield _suggestion(association, reading, column)


def _suggestion(found: Association, reading: _Reading, column: int | None = None) -> SuggestedTerm:
    """A phrase, with the sentence that has most of the theme, or else the first."""
    row = found.sentences[0]
    if column is not None:
        row = max(found.sentences, key=lambda row: round(reading.table.weight(row, column), 9))
    n_with, count = len(found.inside), len(found.rows)
    return SuggestedTerm(
        term=found.term,
        theme=None if column is None else reading.codebook.entries[column].theme,
        kind="seed" if n_with >= SEED_SHARE * count else "weak",
        count=count,
        n_with=n_with,
        n_paragraphs=found.n_paragraphs,
        n_speeches=found.n_speeches,
        g2=found.g2,
        p=found.p,
        q=found.q,
        example=reading.table.example(row),
    )
