"""What every part of speechkit hands to the next: documents, spans, speeches, the defaults.

Imports nothing of ours. All values are frozen. What the analyses find is in `results`.

Offsets
-------
`start` and `end` are code points into `Document.text`, half-open, unless a docstring
says *view offset*: those count in the cleaned text of a `View`, which maps them back.
Lines count from 1; LF, CRLF and CR end a line and nothing else does.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

SHINGLE_SIZE = 5
"""Characters in a shingle; five separate versions from strangers best (`docs/decisions.md`)."""
DEFAULT_THRESHOLD = 0.7
"""Jaccard from which two speeches are near-duplicates: versions of one text stay above it
even when a third of the paragraphs is cut, different speeches stay below .1."""
DEFAULT_CONTAINMENT = 0.8
"""Containment from which one speech counts as an excerpt of the other."""
PARTIAL_JACCARD = 0.5
"""Jaccard from which a pair is listed as `partial`, without being grouped."""
MIN_PASSAGE = 20
"""Characters a shared passage has at least: shorter runs are idiom."""
SHORTEST_PASSAGE = 5
"""Least that may be asked of a passage: a shingle. Below twenty, phrases of the genre come."""
LONGEST_PASSAGE = 1000
"""Most that may be asked of one."""
DEFAULT_TOP = 20
"""Keywords listed for a speech."""
MIN_KEYNESS_WORDS = 100
"""Running words from which key terms are looked for. Twice in a hundred words is oftener than
any content word stands in one of fifty work reports (206 in 10,000), so that in a shorter text
whatever is said twice would look like a key term."""
DEFAULT_CONTEXT = 1
"""Paragraphs shown around a change: enough to find the place again."""
DEFAULT_WIDTH_OF_CONTEXT = 40
"""Characters of context on either side of a hit: a clause or two, and what a line of two hundred
cells takes."""
DEFAULT_WINDOW = 5
"""Words on either side of a term among which its collocates are looked for (Sinclair,
*Corpus, Concordance, Collocation*, found little influence past four or five)."""
DEFAULT_MIN_COUNT = 2
"""Occurrences near the term that a collocate has at least: one is chance."""
DEFAULT_CODER = "a"
"""Who labels where nobody says: a name of the computer would be a private one."""
DEFAULT_SAMPLE = 100
"""Paragraphs a coder is asked about, in an hour or two; with a hundred the interval of an alpha
of .72 is .22 wide (`tests/themes/test_agreement.py`)."""
DEFAULT_SEED = 0
"""Of every generator; the same seed gives the same bytes."""
DEFAULT_FALSE_DISCOVERY_RATE = 0.10
"""q below which a difference in emphasis is called distinguishable."""
MAX_PAIRWISE_SPEECHES = 12
"""Up to here every pair of speeches is contrasted; past it, each against the rest."""
MIN_TOPIC_STABILITY = 0.2
"""From which topics are called stable. Of 321 topics of planted texts that reached it 98 % had
seven or more of their first ten words from what was planted together; of those at .10 to .15
75 % had, of those at 0 28 %. `benchmarks/topics.py` measures the same."""
POORLY_COVERED = 0.8
"""Below it a topic is marked as one the codebook has little of: in policy papers and speeches
.91 to .97 of the text has terms of its own, so there at least twice as much has none."""
LOW_CONFIDENCE = 0.8
"""Below it a split is doubted aloud: where every part looks like a speech it is above .9, and
where the cost of a look is small, one document in five wrong is too many."""
N_POSITIONS = 20
"""Equal stretches a speech is cut into to show where in it a theme stands."""

LINE_END = re.compile(r"\r\n?|\n")
_LINE_FEED = re.compile(r"\n")


def line_end(text: str) -> re.Pattern[str]:
    """Pattern after whose matches the lines of a text begin.

    Where every CR has its LF, to look for LF alone is three times as fast.
    """
    return _LINE_FEED if text.count("\r") == text.count("\r\n") else LINE_END


Lang = Literal["zh", "en"]
NumberOfTopics = int | Literal["auto"]
"""How many topics are looked for; `auto` for as many as are stable."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, how many there are."""


# --------------------------------------------------------------------------- documents


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of a text, in code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, offset: int) -> bool:
        return self.start <= offset < self.end

    def __reduce__(self) -> tuple[type[Span], tuple[int, int]]:
        # In a quarter of the time a dataclass takes: in large runs there are millions.
        return Span, (self.start, self.end)


MarkKind = Literal[
    "title",
    "heading1",
    "heading2",
    "heading3",
    "heading4",
    "heading5",
    "heading6",
    "bold",
    "centred",
    "table",
    "footnote",
    "furniture",
    "page",
]
"""`title` and `heading1` … are styles of a paragraph; `bold` and `centred` cover a whole
paragraph; `table` covers all rows of a table; `footnote` a note where it was put in;
`furniture` a running head or foot; `page` is empty and stands where a page begins."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a file format says of a stretch of its text, such as a heading style."""

    kind: MarkKind
    span: Span


@dataclass(frozen=True, slots=True)
class Document:
    """What one file (or one record of a file of records) holds, as it was read."""

    id: str
    """File stem, lengthened where stems are equal; the record's own id for a record."""
    path: str
    """As the user named it; `-` for standard input."""
    text: str
    """Decoded, without a byte-order mark, line ends as they stand in the file."""
    encoding: str = "utf-8"
    """Python codec name."""
    marks: tuple[Mark, ...] = ()
    """In the order of the text; empty for plain text."""
    is_extracted: bool = False
    """The text is not the file's own but was taken out of a docx, pdf or html."""
    metadata: Mapping[str, str] = field(default_factory=dict)
    """Further fields of a record."""
    is_record: bool = False
    """A record is one speech unless the user asks to look inside."""
    _line_starts: tuple[int, ...] = field(default=(), init=False, repr=False, compare=False)

    @property
    def line_starts(self) -> tuple[int, ...]:
        """Offset at which each line begins; `line_starts[0] == 0`.

        Found when it is first asked for: of most records of a large file nobody asks.
        """
        if not self._line_starts:
            starts = (0, *(m.end() for m in line_end(self.text).finditer(self.text)))
            object.__setattr__(self, "_line_starts", starts)
        return self._line_starts

    def line(self, offset: int) -> int:
        """Line (from 1) on which the character at `offset` stands."""
        return bisect_right(self.line_starts, offset)

    def lines(self, span: Span) -> tuple[int, int]:
        """First and last line of a span; the last is inclusive."""
        return self.line(span.start), self.line(max(span.start, span.end - 1))

    def quote(self, span: Span) -> str:
        """The text of a span, character for character."""
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class View:
    """A cleaned text and the way from each of its characters back to the document.

    The text is laid out as runs of characters that stand next to each other in the
    document too; inside a run offsets differ by a constant.

    Examples
    --------
    >>> view = View("我们的目标任务", starts=(0, 4), sources=(10, 15))
    >>> view.source(3), view.source(4)
    (13, 15)
    >>> view.source_span(Span(3, 5))
    Span(start=13, end=16)
    """

    text: str
    starts: tuple[int, ...]
    """View offset at which each run begins, ascending, first 0; empty for an empty text."""
    sources: tuple[int, ...]
    """Document offset of the first character of each run."""

    def source(self, offset: int) -> int:
        """Document offset of the character at a view offset.

        Raises
        ------
        IndexError
            When the view has no such character.
        """
        if not 0 <= offset < len(self.text):
            raise IndexError(offset)
        run = bisect_right(self.starts, offset) - 1
        return self.sources[run] + offset - self.starts[run]

    def source_span(self, span: Span) -> Span:
        """Document span from the first to the last character of a view span.

        What was removed in between is inside it. An empty view span gives an empty one.
        """
        if not span:
            start = self.source(span.start) if span.start < len(self.text) else self._source_end()
            return Span(start, start)
        return Span(self.source(span.start), self.source(span.end - 1) + 1)

    def view_offset(self, source: int) -> int:
        """View offset of the first character that stands at `source` or after it."""
        run = bisect_right(self.sources, source) - 1
        if run < 0:
            return 0
        last = self.starts[run + 1] if run + 1 < len(self.starts) else len(self.text)
        return min(self.starts[run] + source - self.sources[run], last)

    def paragraphs(self, start: int = 0) -> Iterator[Span]:
        """View spans of the lines that hold more than white space, from a view offset on."""
        for match in _PARAGRAPH.finditer(self.text, start):
            yield Span(match.start(), match.end())

    def _source_end(self) -> int:
        return self.source(len(self.text) - 1) + 1 if self.text else 0


_PARAGRAPH = re.compile(r"[^\s](?:[^\r\n]*[^\s])?")


# ------------------------------------------------------------------------------- split


@dataclass(frozen=True, slots=True)
class Removal:
    """A stretch that is no part of a speech (page furniture), left out of the cleaned text."""

    kind: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Repair:
    """A mended stretch: `before` stands in the document, `after` in the cleaned text."""

    kind: str
    span: Span
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """A numbered heading or list mark inside a speech."""

    level: int
    """1 for 一、 2 for （一） 3 for 1. 4 for （1）; 一是 and 第一， one below their heading."""
    label: str
    """The mark as printed, such as `（一）`."""
    title: str
    span: Span
    """From the label to the end of the title."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something known of a speech: its name, its value and where it was read."""

    name: str
    value: str
    span: Span | None = None
    """None when the value came from a record field or a file name."""


@dataclass(frozen=True, slots=True)
class Speech:
    """One speech of a document."""

    id: str
    document: Document
    span: Span
    """From the blanks before the heading to the next speech; the spans of a document,
    with what precedes the first, make up the whole of it."""
    number: int | None
    """As printed in the heading; None where there is none."""
    heading: Span | None
    """The heading of the part, without the blanks around it; None where there is none."""
    title: str
    """Empty when the speech has none."""
    facts: tuple[Fact, ...]
    complete: bool
    """False when the speech breaks off in mid-sentence."""
    outline: tuple[OutlineItem, ...]
    view: View
    """The cleaned text."""
    body_start: int
    """View offset at which the heading and the title block are over."""
    removed: tuple[Removal, ...] = ()
    repaired: tuple[Repair, ...] = ()

    @property
    def text(self) -> str:
        """The cleaned text, heading included; paragraphs are divided by one line feed."""
        return self.view.text

    @property
    def raw_text(self) -> str:
        """What stands in the document."""
        return self.document.quote(self.span)

    @property
    def heading_text(self) -> str:
        return self.document.quote(self.heading) if self.heading else ""

    @property
    def lines(self) -> tuple[int, int]:
        """First and last line in the document."""
        return self.document.lines(self.span)

    @property
    def n_chars(self) -> int:
        """Characters of the cleaned text."""
        return len(self.view.text)

    def fact(self, name: str) -> str | None:
        """Value of a fact, None when it is not known."""
        return next((fact.value for fact in self.facts if fact.name == name), None)

    @property
    def date(self) -> str | None:
        """YYYY, YYYY-MM or YYYY-MM-DD."""
        return self.fact("date")

    @property
    def speaker(self) -> str | None:
        return self.fact("speaker")

    @property
    def role(self) -> str | None:
        return self.fact("role")

    @property
    def place(self) -> str | None:
        return self.fact("place")

    @property
    def occasion(self) -> str | None:
        return self.fact("occasion")

    def paragraphs(self) -> tuple[Span, ...]:
        """View spans of the paragraphs of the body."""
        return tuple(self.view.paragraphs(self.body_start))


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for a border, or against it."""

    kind: str
    """Such as `salutation` or `numbering`; `render.labels` says it in words."""
    weight: float
    """Natural logarithm of how much likelier it is at a border; negative speaks against one."""
    span: Span | None = None
    """Where it stands; None when it is about the series as a whole."""


@dataclass(frozen=True, slots=True)
class Border:
    """The start of a part, drawn or only considered, and why."""

    span: Span
    """The heading, or the line that opens the part."""
    style: str
    number: int | None
    drawn: bool
    confidence: float
    """That a part begins here, in [0, 1]."""
    reasons: tuple[Reason, ...]
    """The strongest first."""


@dataclass(frozen=True, slots=True)
class DocumentSplit:
    """A document and the speeches found in it."""

    document: Document
    speeches: tuple[Speech, ...]
    heading_style: str | None
    """Name of the style by which the parts are marked; None for a document of one speech."""
    confidence: float
    """That the borders are right, in [0, 1]."""
    borders: tuple[Border, ...] = ()
    """In the order of the text, the considered ones among them."""

    @property
    def removed(self) -> tuple[Removal, ...]:
        return tuple(removal for speech in self.speeches for removal in speech.removed)

    @property
    def repaired(self) -> tuple[Repair, ...]:
        return tuple(repair for speech in self.speeches for repair in speech.repaired)


@dataclass(frozen=True, slots=True)
class SplitResult:
    """What `speechkit split` says of its sources."""

    documents: tuple[DocumentSplit, ...]

    @property
    def speeches(self) -> tuple[Speech, ...]:
        return tuple(speech for split in self.documents for speech in split.speeches)
