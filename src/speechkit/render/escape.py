"""A text others wrote in, a text that cannot act on a terminal or hide in one out."""

from __future__ import annotations

import re

_UNSEEN = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0 and C1 controls, escape among them
    "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"  # direction
    "\u2028\u2029"  # line and paragraph separator
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d"  # nothing is drawn for these
    "\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\ufff9-\ufffb"  # further format characters
    "\U000110bd\U000110cd\U00013430-\U0001343f"
    "\ud800-\udfff"  # halves of a pair: no encoding takes them
    "]"
)
"""Unicode's Cc, Cf, Cs, Zl and Zp and its default-ignorable code points. Written out, so that
every Python gives the same bytes; a test holds it to `unicodedata`."""
_BLANKS = re.compile(r"[ \t\r\n\u3000]+")


def visible(text: str) -> str:
    r"""The text with every control, direction and zero-width character shown as `<U+…>`.

    The signs are ASCII, so that they survive a GBK console. Calling it twice changes
    nothing more.

    Examples
    --------
    >>> visible("会议\x1b[31m讲话\u202e")
    '会议<U+001B>[31m讲话<U+202E>'
    """
    return _UNSEEN.sub(_sign, text)


def one_line(text: str) -> str:
    r"""`visible`, but runs of blanks, tabs and line ends become one blank.

    Examples
    --------
    >>> one_line("　同志们：\r\n  今天")
    '同志们： 今天'
    """
    return visible(_BLANKS.sub(" ", text).strip(" "))


def _sign(match: re.Match[str]) -> str:
    return f"<U+{ord(match[0]):04X}>"
