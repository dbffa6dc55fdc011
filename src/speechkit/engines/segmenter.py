"""The segmenter in a process of its own, which loads while this one does other things.

rjieba takes a tenth of a second to load and holds the interpreter meanwhile, so that a
thread gains nothing. A command that needs it starts this process first and asks it when
its speeches are read. Texts go over one pipe, the lengths of their words come back over
another.
"""

from __future__ import annotations

import os
import subprocess
import sys
from array import array
from itertools import accumulate, pairwise
from typing import IO

_LENGTH = "Q"
"""Array type of the number that precedes every message."""
_WORD_LENGTH = "I"
_SERVE = "from speechkit.engines.segmenter import serve; serve()"


class SegmenterProcess:
    """Cuts texts into words, as `speechkit.text.tokens.cut_words` does.

    Where no process can be started, or it dies, the words are cut in this one.
    """

    def __init__(self) -> None:
        self._process = _start()

    def __call__(self, text: str) -> list[str]:
        """Words of a text, which together make it up."""
        lengths = self._ask(text)
        if lengths is None:
            from speechkit.text.tokens import cut_words

            return cut_words(text)
        return [text[a:b] for a, b in pairwise(accumulate(lengths, initial=0))]

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _ask(self, text: str) -> array[int] | None:
        """Lengths of the words, None when there is no process to ask."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return None
        try:
            _send(process.stdin, text.encode("utf-8", "surrogatepass"))
            answer = array(_WORD_LENGTH, _receive(process.stdout) or b"")
        except (OSError, ValueError):
            return None
        return answer if sum(answer) == len(text) else None


def serve() -> None:
    """Answer the texts on standard input with the lengths of their words, until it ends."""
    from speechkit.text.tokens import cut_words

    cut_words("开")  # load it now, not with the first text
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while (message := _receive(source)) is not None:
        words = cut_words(message.decode("utf-8", "surrogatepass"))
        _send(target, array(_WORD_LENGTH, map(len, words)).tobytes())


def _start() -> subprocess.Popen[bytes] | None:
    if (os.cpu_count() or 1) < 2 or not sys.executable:  # nothing would go on beside it
        return None
    try:
        return subprocess.Popen(  # noqa: S603  # our own interpreter and our own code
            # -P: a file of the working directory must not pass for a module
            [sys.executable, "-P", "-c", _SERVE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return None


def _send(stream: IO[bytes], message: bytes) -> None:
    stream.write(array(_LENGTH, [len(message)]).tobytes() + message)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes | None:
    """The next message, None at the end of the stream."""
    head = stream.read(array(_LENGTH).itemsize)
    if len(head) < array(_LENGTH).itemsize:
        return None
    (length,) = array(_LENGTH, head)
    return stream.read(length)
