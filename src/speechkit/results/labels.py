"""What people say of paragraphs: labels, the paragraphs they are asked about, their agreement."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from speechkit.model import OutlineItem, Span, Speech
from speechkit.results.emphasis import Theme

LabelPlace = tuple[str, Span | tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Label:
    """The themes that a coder gave to a paragraph."""

    coder: str
    speech: str
    """Id."""
    span: Span | None
    """Of the document; None where only lines are known."""
    lines: tuple[int, int]
    """First and last line of the document; the last is inclusive."""
    themes: tuple[str, ...]
    """Ids, the heaviest first; empty where no theme fits."""
    digest: str = ""
    """As `text_digest` gives it; empty where it is not known."""

    @property
    def place(self) -> LabelPlace:
        """Speech and span, or the lines where no span is known."""
        return self.speech, self.span or self.lines


def latest_labels(labels: Iterable[Label]) -> tuple[Label, ...]:
    """The last label of each coder for each place, in the order in which they came."""
    latest: dict[tuple[object, ...], Label] = {}
    for label in labels:
        key = (label.coder, *label.place)
        latest.pop(key, None)
        latest[key] = label
    return tuple(latest.values())


def text_digest(text: str) -> str:
    r"""Sixteen hexadecimal digits by which a text is known again; white space does not count.

    Examples
    --------
    >>> text_digest("全县上下\n团结一心。") == text_digest(" 全县上下团结一心。")
    True
    """
    compact = "".join(text.split()).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(compact, digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class SampledParagraph:
    """A paragraph that a person is asked about."""

    speech: Speech
    view_span: Span

    @property
    def span(self) -> Span:
        """Of the document."""
        return self.speech.view.source_span(self.view_span)

    @property
    def place(self) -> LabelPlace:
        """As a label names it."""
        return self.speech.id, self.span

    @property
    def lines(self) -> tuple[int, int]:
        return self.speech.document.lines(self.span)

    @property
    def text(self) -> str:
        """Cleaned."""
        return self._text(self.view_span)

    @property
    def digest(self) -> str:
        """Of what stands in the document, so that it does not depend on how we clean."""
        return text_digest(self.speech.document.quote(self.span))

    @property
    def before(self) -> str:
        """The paragraph before it in the body of its speech; empty for the first."""
        earlier = [p for p in self.speech.paragraphs() if p.end <= self.view_span.start]
        return self._text(earlier[-1]) if earlier else ""

    @property
    def after(self) -> str:
        """The paragraph after it; empty for the last."""
        later = (p for p in self.speech.paragraphs() if p.start >= self.view_span.end)
        return next(map(self._text, later), "")

    @property
    def headings(self) -> tuple[OutlineItem, ...]:
        """The headings it stands under, the outermost first; a mark of its own is none.

        Marks inside a paragraph (一是, 二是) are lists of that paragraph and head no other.
        """
        view, start = self.speech.view, self.span.start
        begins = {view.source(paragraph.start) for paragraph in self.speech.paragraphs()}
        over: list[OutlineItem] = []
        for item in self.speech.outline:
            if item.span.start > start:
                break
            if item.span.start in begins:
                over = [outer for outer in over if outer.level < item.level]
                over.append(item)
        return tuple(item for item in over if item.span.start < start)

    def holds_lines(self, label: Label) -> bool:
        """Whether the lines of a label lie in its own."""
        first, last = self.lines
        lies_in = first <= label.lines[0] and label.lines[1] <= last
        return label.speech == self.speech.id and lies_in

    def label(self, coder: str, themes: tuple[str, ...]) -> Label:
        """What a coder says of it."""
        return Label(coder, self.speech.id, self.span, self.lines, themes, self.digest)

    def _text(self, span: Span) -> str:
        return self.speech.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Reliability:
    """Krippendorff's alpha with its 95 % interval."""

    alpha: float | None
    """1 agreement, 0 chance, negative below chance; None where nothing varies."""
    low: float | None
    """None where too many resamples of the places show no variation."""
    high: float | None


@dataclass(frozen=True, slots=True)
class ThemeAgreement:
    """How far coders agree on whether a theme is there."""

    theme: Theme
    n_places: int
    """At which a coder or more gave it."""
    n_labels: int
    """In which it stands."""
    reliability: Reliability
    """Nominal, of yes and no."""


@dataclass(frozen=True, slots=True)
class CoderCount:
    """A coder and how many labels are his."""

    coder: str
    n_labels: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """What `speechkit label --agreement` says of some coders."""

    codebook: str
    coders: tuple[CoderCount, ...]
    """By name, with all their labels."""
    n_places: int
    """That two coders or more labelled."""
    n_labels: int
    """At those places."""
    n_single: int
    """Places that one coder labelled; they take no part."""
    n_changed: int
    """Places at which the text changed from one label to another; they take no part."""
    reliability: Reliability
    """Of the sets of themes, with the MASI distance."""
    themes: tuple[ThemeAgreement, ...]
    """In the order of the codebook."""
