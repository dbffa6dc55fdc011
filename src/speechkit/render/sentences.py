"""A finding in, the plain sentence that tells it out, in Chinese or in English.

The ids, labels and quotations in a sentence are as they stand in the source; who shows
it on a terminal or a page escapes the whole of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from speechkit.model import (
    MIN_TOPIC_STABILITY,
    Lang,
    Span,
    Speech,
)
from speechkit.render.labels import counted, joined, label, number, sentence
from speechkit.results import (
    Change,
    ChangeKind,
    Comparison,
    Difference,
    DuplicateGroup,
    Evidence,
    TopicChoice,
)

_TURNED: dict[ChangeKind, ChangeKind] = {"deleted": "inserted", "inserted": "deleted"}
_NO_CONTENT = frozenset({"layout", "furniture"})


def reason_sentence(
    group: DuplicateGroup[Any], lang: Lang, called: Mapping[str, str] | None = None
) -> str:
    """Which speech of a group is kept, and why; `called` as in `difference_sentence`."""
    reason = group.reason
    value = reason.value
    if reason.criterion == "longest" and value.isdecimal():
        value = counted(int(value), "char", lang)
    clause = sentence("reason.value", lang, value=value) if value else ""
    kept = (called or {}).get(group.kept.id, group.kept.id)
    return told(f"reason.{reason.criterion}", lang, called, kept=kept, value=clause)


def evidence_sentence(
    evidence: Evidence, lang: Lang, called: Mapping[str, str] | None = None
) -> str:
    """Why a speech is thought to be made from another; `called` as in `difference_sentence`."""
    labels = joined(list(evidence.labels), lang) or label("evidence.unnamed", lang)
    speech = (called or {}).get(evidence.speech.id, evidence.speech.id)
    return told(f"evidence.{evidence.kind}", lang, called, speech=speech, labels=labels)


def difference_sentence(
    difference: Difference, lang: Lang, called: Mapping[str, str] | None = None
) -> str:
    """What was done to one speech to make the other, in one sentence.

    Told from the original to the one derived from it; from a to b where nothing tells
    which came first.

    Parameters
    ----------
    called
        Names of the speeches by id, where they are called otherwise.
    """
    story = _Story(difference, lang)
    names = {
        name: (called or {}).get(speech.id, speech.id)
        for name, speech in (("old", story.old), ("new", story.new))
    }
    parts = list(story.parts())
    if not parts:
        return told("difference.same", lang, called, **names)
    if difference.derived is None:
        key = "difference.apart"
    else:
        key = "difference.less" if story.deleted() else "difference.with"
    listed = ("，" if lang == "zh" else ", ").join(parts)
    return told(key, lang, called, **names, parts=listed)


def topic_choice_sentences(choice: TopicChoice, lang: Lang) -> tuple[str, ...]:
    """How many topics there are and why, or why there are none."""
    least = f"{MIN_TOPIC_STABILITY:.2f}"
    if choice.k is None and not choice.tried:
        return (label("themes.topics.too_little", lang),)
    if choice.k is None:
        told = sentence("themes.topics.none", lang, least=least)
    elif choice.auto:
        told = sentence("themes.topics.chosen", lang, n=number(choice.k, lang))
    else:
        stability = f"{choice.stability:.2f}"
        told = sentence("themes.topics.given", lang, n=number(choice.k, lang), stability=stability)
        unstable = sentence("themes.topics.unstable", lang, least=least)
        return (told,) if choice.stable else (told, unstable)
    tried = [f"{each.k}: {each.stability:.2f}" for each in choice.tried]
    return told, sentence("themes.topics.tried", lang, list=joined(tried, lang))


def comparison_sentence(comparison: Comparison, lang: Lang) -> str:
    """What two speeches are to one another, in one sentence.

    They are called by the numbers printed over them where these tell them apart.
    """
    difference = comparison.difference
    called = printed_names(difference.a, difference.b)
    if comparison.are_strangers and not comparison.is_same_content:
        a, b = (called.get(speech.id, speech.id) for speech in (difference.a, difference.b))
        return sentence("diff.strangers", lang, a=a, b=b)
    return difference_sentence(difference, lang, called)


def told(key: str, lang: Lang, called: Mapping[str, str] | None, **values: str) -> str:
    """The sentence of a key; in Chinese an id stands between blanks, a name does not."""
    words = label(key, lang)
    if called and lang == "zh":
        words = _BLANKS_OF_NAMES.sub(r"\1", words)
    return words.format(**values)


_BLANKS_OF_NAMES = re.compile(r" ?(\{(?:old|new|kept|speech|whole|part)\}) ?")
_NUMBERED = re.compile(
    r"[【\[（(]?(第[〇零一二三四五六七八九十百\d]{1,6}[篇部份章讲回]|[篇之][〇一二三四五六七八九十百\d]{1,6})"
)
"""How a heading that counts the parts begins."""


def printed_names(a: Speech, b: Speech) -> dict[str, str]:
    """What two speeches of one document are called over their texts, by id.

    Empty where either has no number, or where the numbers do not tell them apart.
    """
    found = [_NUMBERED.match(speech.heading_text) for speech in (a, b)]
    names = [match[1] for match in found if match]
    if len(set(names)) < 2 or a.document.path != b.document.path:
        return {}
    return {a.id: names[0], b.id: names[1]}


class _Story:
    """A difference read from the older version to the newer one."""

    def __init__(self, difference: Difference, lang: Lang) -> None:
        self.lang = lang
        self.known = difference.derived is not None
        turned = difference.derived is not None and difference.derived.id == difference.a.id
        self.old, self.new = (
            (difference.b, difference.a) if turned else (difference.a, difference.b)
        )
        self.changes = tuple(_turned(c) if turned else c for c in difference.changes)

    def parts(self) -> Iterator[str]:
        """What happened, the weightiest first."""
        yield from self._extents("deleted", self.old, self.deleted())
        yield from self._extents("inserted", self.new, self._body("inserted"))
        yield from self._stretches("replaced")
        yield from self._stretches("moved")
        if any(self._in_heading(change) for change in self.changes):
            yield label("part.heading", self.lang)
        yield from self._furniture()
        yield from self._layout()

    def deleted(self) -> tuple[Change, ...]:
        return self._body("deleted")

    def _body(self, kind: str) -> tuple[Change, ...]:
        return tuple(c for c in self.changes if c.kind == kind and not self._in_heading(c))

    def _in_heading(self, change: Change) -> bool:
        if change.kind in _NO_CONTENT:
            return False
        return _inside(change.a, self.old.heading) or _inside(change.b, self.new.heading)

    def _extents(self, kind: str, speech: Speech, changes: tuple[Change, ...]) -> Iterator[str]:
        if not changes:
            return
        spans = [span for c in changes if (span := c.a if kind == "deleted" else c.b) is not None]
        key = "part.deleted.apart" if kind == "deleted" and not self.known else f"part.{kind}"
        what, chars = _extent(speech, spans, self.lang)
        yield sentence(key, self.lang, what=what, chars=chars)

    def _stretches(self, kind: str) -> Iterator[str]:
        if changes := self._body(kind):
            spans = [change.a for change in changes if change.a is not None]
            yield sentence(f"part.{kind}", self.lang, what=_extent(self.old, spans, self.lang)[0])

    def _layout(self) -> Iterator[str]:
        if changes := self._body("layout"):
            what = counted(len(changes), "place", self.lang, words=True)
            yield sentence("part.layout", self.lang, what=what)

    def _furniture(self) -> Iterator[str]:
        for kind, speech, there in (
            ("inserted", self.new, [c.b for c in self._body("furniture") if c.a is None]),
            ("deleted", self.old, [c.a for c in self._body("furniture") if c.a is not None]),
        ):
            names = Counter(_furniture_name(speech, span) for span in there if span is not None)
            for name, n in sorted(names.items()):
                what = counted(n, name, self.lang, words=True)
                yield sentence(f"part.furniture.{kind}", self.lang, what=what)


def _furniture_name(speech: Speech, span: Span) -> str:
    """Kind of the removal that a stretch of furniture holds."""
    for removal in speech.removed:
        if removal.span.start < span.end and span.start < removal.span.end:
            return removal.kind
    return "page_furniture"


def _turned(change: Change) -> Change:
    return Change(_TURNED.get(change.kind, change.kind), change.b, change.a)


def _inside(span: Span | None, heading: Span | None) -> bool:
    return (
        span is not None
        and heading is not None
        and heading.start <= span.start
        and span.end <= heading.end
    )


def _extent(speech: Speech, spans: Iterable[Span], lang: Lang) -> tuple[str, str]:
    """How many paragraphs, passages and characters the spans hold, in words.

    Characters as they stand in the lines of the document, without line ends and indents.
    """
    n_paragraphs = n_passages = n_chars = 0
    for span in spans:
        view = Span(speech.view.view_offset(span.start), speech.view.view_offset(span.end))
        n_chars += sum(len(line.strip()) for line in speech.document.quote(span).splitlines())
        whole = _whole_paragraphs(speech, view)
        n_paragraphs += whole
        n_passages += not whole
    named = [(n_paragraphs, "paragraph"), (n_passages, "passage")]
    what = [counted(n, unit, lang, words=True) for n, unit in named if n]
    return label("and", lang).join(what), counted(n_chars, "char", lang)


def _whole_paragraphs(speech: Speech, span: Span) -> int:
    """Number of paragraphs a view span is made up of; 0 when it cuts through one."""
    text = speech.text
    inside = text[span.start : span.end]
    starts = span.start == 0 or text[span.start - 1] == "\n" or inside[:1] == "\n"
    ends = span.end >= len(text) or text[span.end] == "\n" or inside[-1:] == "\n"
    return sum(bool(line.strip()) for line in inside.split("\n")) if starts and ends else 0
