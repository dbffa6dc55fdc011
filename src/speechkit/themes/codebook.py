"""The bytes of a codebook in, its checked themes and terms out.

A codebook is a JSON file. `codebook.json` beside this module is the one that ships; a
user's own has the same form:

`name`, `version`
    Said in every result.
`groups`
    One object a group of themes: `id`, `zh`, `en`.
`themes`
    One object a theme: `id` (small letters, digits, `_`), `zh`, `en`, `group`; terms that
    stand for it (`seeds`), and, if wanted, terms that hint at it (`weak`), strings that
    hold a term of it and mean something else (`exclude`), what it covers (`definition`),
    major topics of the Comparative Agendas Project (`cap`), finer categories (`subthemes`).
`subthemes`
    One object a subtheme: `id`, `zh`, `en`, and terms of its own, `seeds`, `weak` or both,
    which score for the theme. A theme has one seed at least, in itself or in a subtheme.
`block`
    If wanted, strings in which no theme is to be seen, such as 人民政府, which holds 民政.
`note`
    If wanted, a remark for who reads the file.

The theme with the id `framing` is the ritual text of a meeting, reported apart from the
others; a codebook may do without it.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from speechkit.errors import ReadingError
from speechkit.results import Theme
from speechkit.results.codebook import FRAMING, Codebook, Subtheme, ThemeEntry, ThemeGroup
from speechkit.text.terms import normal_term

if TYPE_CHECKING:
    from speechkit.themes.faults import Fault

__all__ = ["FRAMING", "Codebook", "Subtheme", "ThemeEntry", "ThemeGroup", "load_codebook"]

MAX_FAULTS = 20
"""Faults of a file that are named; more are counted."""

_Fields = Mapping[str, Any]
"""A JSON object known to have the form."""


def load_codebook(data: bytes | None = None, *, name: str = "codebook") -> Codebook:
    """The codebook in some bytes of JSON, or the one that ships with speechkit.

    Parameters
    ----------
    data
        UTF-8, with or without a byte-order mark; None for the shipped one.
    name
        What error messages call it, such as its path.

    Raises
    ------
    ReadingError
        When it is no JSON or breaks the form above: says which lines, which theme, why, one
        line a fault.

    Examples
    --------
    >>> codebook = load_codebook()
    >>> len(codebook.themes), codebook.themes[0].en
    (23, 'Economic performance & targets')
    """
    if data is None:
        return _codebook(_shipped())
    from speechkit.themes.faults import find_faults

    text = _decoded(data, name)
    value = _parsed(text, name)
    faults = find_faults(value, text)
    if faults:
        raise _refusal(faults, name)
    return _codebook(cast(_Fields, value))


def _shipped() -> _Fields:
    """Known to be right: it is checked by the tests, not each time a command starts."""
    import orjson

    data = pkgutil.get_data("speechkit.themes", "codebook.json")
    if data is None:  # pragma: no cover - only a loader without package data gives none
        raise FileNotFoundError("codebook.json")
    return cast(_Fields, orjson.loads(data))


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = 1 + data.count(b"\n", 0, error.start)
        what = f"not UTF-8 (byte {error.start}); save it as UTF-8"
        raise ReadingError(f"{name}, line {line}: {what}") from error


def _parsed(text: str, name: str) -> object:
    import orjson

    try:
        return cast(object, orjson.loads(text))
    except orjson.JSONDecodeError as error:
        what = f"not JSON (column {error.colno}: {error.msg}); themes --codebook show prints one"
        raise ReadingError(f"{name}, line {error.lineno}: {what}") from error


def _refusal(faults: tuple[Fault, ...], name: str) -> ReadingError:
    lines = [f"{name}, line {fault.line}: {fault.what}" for fault in faults[:MAX_FAULTS]]
    left = len(faults) - MAX_FAULTS
    if left > 0:
        lines.append(f"{name}: {left:,} further fault{'s' if left > 1 else ''}")
    return ReadingError(*lines)


# ------------------------------------------------------------- from JSON that has the form


def _codebook(fields: _Fields) -> Codebook:
    return Codebook(
        name=fields["name"].strip(),
        version=fields["version"].strip(),
        groups=tuple(ThemeGroup(*_names(group)) for group in fields["groups"]),
        entries=tuple(map(_entry, fields["themes"])),
        block=_terms(fields, "block"),
        note=fields.get("note", "").strip(),
    )


def _entry(fields: _Fields) -> ThemeEntry:
    subthemes = tuple(map(_subtheme, fields.get("subthemes", ())))
    return ThemeEntry(
        _theme(fields),
        seeds=(*_terms(fields, "seeds"), *(t for s in subthemes for t in s.seeds)),
        weak=(*_terms(fields, "weak"), *(t for s in subthemes for t in s.weak)),
        exclude=_terms(fields, "exclude"),
        cap=tuple(fields.get("cap", ())),
        subthemes=subthemes,
    )


def _theme(fields: _Fields) -> Theme:
    return Theme(*_names(fields), fields["group"].strip(), fields.get("definition", "").strip())


def _subtheme(fields: _Fields) -> Subtheme:
    return Subtheme(*_names(fields), _terms(fields, "seeds"), _terms(fields, "weak"))


def _names(fields: _Fields) -> tuple[str, str, str]:
    """Id and labels."""
    return fields["id"].strip(), fields["zh"].strip(), fields["en"].strip()


def _terms(fields: _Fields, name: str) -> tuple[str, ...]:
    return tuple(map(normal_term, fields.get(name, ())))
