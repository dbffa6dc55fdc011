"""The segmenter in a process of its own, which loads while this one does other things.

rjieba takes a tenth of a second to load and holds the interpreter meanwhile, so that a
thread gains nothing. A command that needs it starts this process first and asks it when
its speeches are read. Texts go over one pipe, the lengths of their words come back over
another.
"""

from __future__ import annotations

import sys
from array import array
from itertools import accumulate, pairwise

from speechkit.engines.pipes import ask, end, receive, send, start

_WORD_LENGTH = "I"
_SERVE = "from speechkit.engines.segmenter import serve; serve()"


class SegmenterProcess:
    """Cuts texts into words, as `speechkit.text.tokens.cut_words` does.

    Where no process can be started, or it dies, the words are cut in this one.
    """

    def __init__(self) -> None:
        self._process = start(_SERVE)

    def __call__(self, text: str) -> list[str]:
        """Words of a text, which together make it up."""
        lengths = self._ask(text)
        if lengths is None:
            from speechkit.text.tokens import cut_words

            return cut_words(text)
        return [text[a:b] for a, b in pairwise(accumulate(lengths, initial=0))]

    def close(self) -> None:
        """End the process."""
        end(self._process)
        self._process = None

    def _ask(self, text: str) -> array[int] | None:
        """Lengths of the words, None when there is no process to ask."""
        answer = ask(self._process, text.encode("utf-8", "surrogatepass"))
        try:
            lengths = array(_WORD_LENGTH, answer or b"")
        except ValueError:
            return None
        return lengths if answer is not None and sum(lengths) == len(text) else None


def serve() -> None:
    """Answer the texts on standard input with the lengths of their words, until it ends."""
    from speechkit.text.tokens import cut_words

    cut_words("开")  # load it now, not with the first text
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while (message := receive(source)) is not None:
        words = cut_words(message.decode("utf-8", "surrogatepass"))
        send(target, array(_WORD_LENGTH, map(len, words)).tobytes())
