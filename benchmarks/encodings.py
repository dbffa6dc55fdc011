"""Whether the encoding of a text is told by its bytes alone.

Excerpts of random length are cut from texts, written in each encoding that can hold them, and
decoded again without a word about it. Right is only what gives back the text and, but for
ASCII, names the encoding; an error counts as refused.

    python benchmarks/encodings.py SOURCE... [--excerpts 1000] [--shortest 12] [--longest 40000]

Sources are what speechkit reads: files or folders of texts, jsonl. Texts in traditional
characters are needed for Big5; a text in simplified ones cannot be written in it.
"""

from __future__ import annotations

import argparse
import codecs
import math
import random
import time
from collections import Counter
from collections.abc import Iterator

from speechkit.errors import SpeechkitError
from speechkit.files import decode, read_documents

ENCODINGS = {
    "utf-8": ("utf-8", b""),
    "utf-8, marked": ("utf-8", codecs.BOM_UTF8),
    "utf-16-le": ("utf-16-le", b""),
    "utf-16-be": ("utf-16-be", b""),
    "utf-16-le, marked": ("utf-16-le", codecs.BOM_UTF16_LE),
    "utf-16-be, marked": ("utf-16-be", codecs.BOM_UTF16_BE),
    "gb18030": ("gb18030", b""),
    "big5": ("big5", b""),
}
SHORT = 20
"""Characters up to which an excerpt counts as short in the figures."""


def main() -> None:
    """Cut, write, decode, count."""
    options = _options()
    texts = sorted(document.text for document in read_documents(options.sources))
    counts: dict[str, Counter[str]] = {name: Counter() for name in ENCODINGS}
    seconds = 0.0
    wrong: list[str] = []
    for excerpt in _excerpts(texts, options):
        for name, data in _written(excerpt):
            began = time.perf_counter()
            verdict = _verdict(excerpt, data, ENCODINGS[name][0])
            seconds += time.perf_counter() - began
            counts[name][verdict] += 1
            if verdict != "right":
                wrong.append(f"{verdict:8}{name:18}{len(excerpt):6}  {excerpt[:50]!r}")
    _show(counts, seconds)
    print("\n".join(wrong[: options.show]))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("sources", nargs="+")
    parser.add_argument("--excerpts", type=int, default=1000)
    parser.add_argument("--shortest", type=int, default=12)
    parser.add_argument("--longest", type=int, default=40_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=20, help="excerpts not right that are shown")
    return parser.parse_args()


def _excerpts(texts: list[str], options: argparse.Namespace) -> Iterator[str]:
    """Stretches of the texts, as many short as long ones on a scale of logarithms."""
    chance = random.Random(options.seed)  # noqa: S311 # nobody has to be unable to guess it
    low, high = math.log(options.shortest), math.log(options.longest)
    n = 0
    while n < options.excerpts:
        text = chance.choice(texts)
        length = round(math.exp(chance.uniform(low, high)))
        start = chance.randrange(max(1, len(text) - length + 1))
        excerpt = text[start : start + length].replace("\0", "")
        if len(excerpt) >= options.shortest and not excerpt.isspace():
            n += 1
            yield excerpt


def _written(excerpt: str) -> Iterator[tuple[str, bytes]]:
    """The excerpt in each encoding that can hold it."""
    for name, (codec, mark) in ENCODINGS.items():
        try:
            data = excerpt.encode(codec)
        except UnicodeEncodeError:
            continue
        if data.decode(codec) == excerpt:
            yield name, mark + data


def _verdict(excerpt: str, data: bytes, codec: str) -> str:
    try:
        decoded = decode(data)
    except SpeechkitError:
        return "refused"
    is_named = decoded.encoding.removesuffix("-sig") == codec or data.isascii()
    return "right" if is_named and decoded.text == excerpt.removeprefix("\ufeff") else "wrong"


def _show(counts: dict[str, Counter[str]], seconds: float) -> None:
    print(f"{'encoding':20}{'excerpts':>9}{'right':>8}{'refused':>9}{'wrong':>7}")
    for name, verdicts in [*counts.items(), ("all", sum(counts.values(), Counter[str]()))]:
        n = verdicts.total()
        share = verdicts["right"] / n if n else 0.0
        row = f"{name:20}{n:9,}{share:8.4f}{verdicts['refused']:9}{verdicts['wrong']:7}"
        print(row)
    print(f"{seconds:.1f} s")


if __name__ == "__main__":
    main()
