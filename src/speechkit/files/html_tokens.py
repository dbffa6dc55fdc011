"""The source of a page in; its tags and texts out, as a browser tells them apart.

Follows the HTML standard in what matters to text: comments, quoted attributes, elements
whose content is no markup. Every character is looked at a bounded number of times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape


@dataclass(frozen=True, slots=True)
class StartTag:
    """The start of an element."""

    name: str
    """In small letters."""
    source: str
    """Its attributes as they are written."""

    def attributes(self) -> dict[str, str]:
        """Its attributes by their names in small letters; the first of a name counts."""
        found: dict[str, str] = {}
        for name, double, single, bare in _ATTRIBUTE.findall(self.source):
            found.setdefault(name.lower(), unescape(double or single or bare))
        return found


@dataclass(frozen=True, slots=True)
class EndTag:
    """The end of an element."""

    name: str


Token = StartTag | EndTag | str
"""A string is text, its character references resolved."""


def tokens(source: str) -> Iterator[Token]:
    """The tags and texts of a page, in their order.

    Content of `title` and `textarea` is text; of other elements that hold no markup, such
    as `script`, it is left out.

    Examples
    --------
    >>> list(tokens("<P>甲&amp;乙<!-- x --></p>"))
    [StartTag(name='p', source=''), '甲&乙', EndTag(name='p')]
    """
    at = 0
    while match := _MARKUP.search(source, at):
        if match.start() > at:
            yield _text(source[at : match.start()])
        at = match.end()
        name = match["name"]
        if name is None:
            continue
        name = name.lower()
        if match["slash"]:
            yield EndTag(name)
            continue
        yield StartTag(name, match["attributes"])
        if name in _NO_MARKUP:
            at, text = _content(source, at, name)
            if text:
                yield text
    if at < len(source):
        yield _text(source[at:])


_MARKUP = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|<(?P<slash>/?)(?P<name>[A-Za-z][^\s/>]*+)"
    r"""(?P<attributes>(?:[^>=]|=\s*+(?:"[^"]*+"|'[^']*+')?)*+)(?:>|\Z)"""
    r"|<(?:[!?]|/[^A-Za-z])[^>]*+(?:>|\Z)",
    re.DOTALL,
)
# A quoted value that never ends is searched to the end of the page for its quote once: after
# it there is none of that kind left.
_ATTRIBUTE = re.compile(
    r"""([^\s/>=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"'][^\s>]*+)))?"""
)
_NO_MARKUP = frozenset(
    {"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"}
)
_SHOWN = frozenset({"title", "textarea", "xmp", "plaintext"})


def _content(source: str, at: int, name: str) -> tuple[int, str]:
    """Where the content of an element without markup ends, and its text if it shows any."""
    end = len(source)
    if name != "plaintext" and (closing := _closing(name).search(source, at)):
        end = closing.start()
    if name not in _SHOWN:
        return end, ""
    text = source[at:end]
    return end, _text(text) if name in ("title", "textarea") else text


def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)


def _text(source: str) -> str:
    return unescape(source) if "&" in source else source
