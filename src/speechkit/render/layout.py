"""A JSON value in, its text laid out for who edits it out.

What `orjson` indents has one term a line, and a codebook of it two thousand lines. Here an
object without lists takes one line, and texts of a list share their lines.
"""

from __future__ import annotations

import orjson

MAX_CELLS = 102
"""Of a line of texts; a character that is not ASCII takes two."""
_STEP = "  "


def laid_out(value: object) -> str:
    r"""JSON of a value, ending in a line feed.

    Parameters
    ----------
    value
        As `orjson` takes it.

    Examples
    --------
    >>> print(laid_out({"groups": [{"id": "work", "zh": "工作"}], "block": ["安全感"]}), end="")
    {
      "groups": [
        {"id": "work", "zh": "工作"}
      ],
      "block": ["安全感"]
    }
    """
    return f"{_laid(value, '')}\n"


def _laid(value: object, margin: str, name: str = "") -> str:
    """A value after the name of its field, its further lines indented."""
    inner = margin + _STEP
    if isinstance(value, dict):
        fields = [_laid(field, inner, f"{_text(key)}: ") for key, field in value.items()]
        if any(isinstance(field, list | dict) for field in value.values()):
            return name + _block("{", fields, "}", margin)
        return f"{name}{{{', '.join(fields)}}}"
    if isinstance(value, list):
        elements = [_laid(element, inner) for element in value]
        if any(isinstance(element, list | dict) for element in value):
            return name + _block("[", elements, "]", margin)
        line = f"{name}[{', '.join(elements)}]"
        if _cells(f"{margin}{line},") <= MAX_CELLS:
            return line
        return name + _block("[", _lines(elements, MAX_CELLS - len(inner)), "]", margin)
    return name + _text(value)


def _block(begin: str, lines: list[str], end: str, margin: str) -> str:
    """Lines between brackets, a comma after all but the last."""
    separator = f",\n{margin}{_STEP}"
    return f"{begin}\n{margin}{_STEP}{separator.join(lines)}\n{margin}{end}"


def _lines(texts: list[str], room: int) -> list[str]:
    """The texts, as many on each line as it has room for with the comma that ends it."""
    lines: list[str] = []
    left = 0
    for n, text in enumerate(texts, 1):
        with_comma = _cells(text) + (n < len(texts))
        if lines and len(" ") + with_comma <= left:
            lines[-1] += f", {text}"
            left -= len(" ") + with_comma
        else:
            lines.append(text)
            left = room - with_comma
    return lines


def _cells(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


def _text(value: object) -> str:
    return orjson.dumps(value).decode()
