"""Lines of a document and a kind of noise in; the lines with that noise in its places out."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from quality.composed.layout import Line, with_noise
from quality.composed.noise import RUBY, Noise


def planted(
    lines: Sequence[Line],
    noise: Noise,
    titles: Sequence[str],
    rng: random.Random,
    *,
    held_out: bool,
) -> list[Line]:
    """The lines with a kind of noise where it may stand.

    Parameters
    ----------
    titles
        Of the speeches.
    held_out
        Use the wordings that are held out.
    """
    match noise.place:
        case "inside":
            return _put_inside(lines, noise, titles, rng, held_out=held_out)
        case "ruby":
            return _put_ruby(lines, noise, rng)
        case "blank":
            return _put_blanks(lines, noise, rng)
    return _put_between(lines, noise, titles, rng, held_out=held_out)


def _put_between(
    lines: Sequence[Line],
    noise: Noise,
    titles: Sequence[str],
    rng: random.Random,
    *,
    held_out: bool,
) -> list[Line]:
    """Lines of noise after some of the lines where its kind may stand."""
    allowed = [i for i in range(len(lines)) if _allows(lines, i, noise)]
    chosen = set(rng.sample(allowed, k=min(noise.how_many, len(allowed))))
    result: list[Line] = []
    page = rng.randint(1, 5)
    for i, line in enumerate(lines):
        result.append(line)
        if i in chosen and line.part is not None:
            printed = noise.printed(rng, titles[line.part], held_out=held_out)
            if noise.kind == "page_number":
                printed, page = str(page), page + 1
            result += [
                _noise_line(piece, noise, titles[line.part], line) for piece in printed.split("\n")
            ]
    return result


def _noise_line(printed: str, noise: Noise, title: str, above: Line) -> Line:
    """A line of noise; of a title that is printed again and again the first copy may stay."""
    if noise.kind == "repeated_title":
        rest = ((len(title), len(printed)),)
        return Line(printed, "frame", above.part, above.paragraph, noise=rest)
    return Line(printed, "noise", above.part, above.paragraph)


def _allows(lines: Sequence[Line], i: int, noise: Noise) -> bool:
    """Whether a noise may stand between a line and the next one."""
    line = lines[i]
    after = next((later for later in lines[i + 1 : i + 4] if later.kind != "blank"), None)
    if line.part is None or line.kind in ("blank", "frame"):
        return False
    match noise.place:
        case "heading":
            return line.kind == "heading" and not (after and after.kind == "noise")
        case "part":
            return line.kind == "body" and (after is None or after.part != line.part)
        case "paragraph":
            return (
                _is_running(line, after) and after is not None and not _one_paragraph(line, after)
            )
    return _is_running(line, after)


def _is_running(line: Line, after: Line | None) -> bool:
    """Whether running text stands on both sides: no verse, rows, headings or signatures."""
    return (
        after is not None
        and line.kind == after.kind == "body"
        and line.part == after.part
        and (_one_paragraph(line, after) or (len(line.text) > 14 and len(after.text) > 14))
        and "\u3000" not in line.text.strip() + after.text.strip()
    )


def _one_paragraph(line: Line, after: Line) -> bool:
    return (line.part, line.paragraph) == (after.part, after.paragraph)


def _put_inside(
    lines: Sequence[Line],
    noise: Noise,
    titles: Sequence[str],
    rng: random.Random,
    *,
    held_out: bool,
) -> list[Line]:
    """Noise at the end of paragraphs, on their last lines."""
    result = list(lines)
    allowed = [
        i
        for i, line in enumerate(lines)
        if line.kind == "body"
        and line.text.endswith("。")
        and not line.noise
        and (i + 1 == len(lines) or not _one_paragraph(line, lines[i + 1]))
    ]
    for i in rng.sample(allowed, k=min(noise.how_many, len(allowed))):
        part = lines[i].part
        printed = noise.printed(rng, titles[part or 0], held_out=held_out)
        result[i] = with_noise(lines[i], len(lines[i].text), printed)
    return result


def _put_ruby(lines: Sequence[Line], noise: Noise, rng: random.Random) -> list[Line]:
    """Readings after characters of running text."""
    return _put_at(
        lines,
        noise.how_many,
        rng,
        lambda text: [i + 1 for i, c in enumerate(text) if c in RUBY],
        lambda text, at: f"({RUBY[text[at - 1]]})",
    )


def _put_blanks(lines: Sequence[Line], noise: Noise, rng: random.Random) -> list[Line]:
    """Blanks between characters of running text."""
    return _put_at(
        lines,
        noise.how_many,
        rng,
        lambda text: [
            i for i in range(6, len(text) - 4) if text[i - 1].isalpha() and text[i].isalpha()
        ],
        lambda _text, _at: " ",
    )


def _put_at(
    lines: Sequence[Line],
    how_many: int,
    rng: random.Random,
    places: Callable[[str], list[int]],
    printed: Callable[[str, int], str],
) -> list[Line]:
    """A noise inside one line of running text each."""
    result = list(lines)
    allowed = [
        i
        for i, line in enumerate(lines)
        if line.kind == "body" and len(line.text) > 16 and places(line.text)
    ]
    for i in rng.sample(allowed, k=min(how_many, len(allowed))):
        text = lines[i].text
        at = rng.choice(places(text))
        result[i] = with_noise(lines[i], at, printed(text, at))
    return result
