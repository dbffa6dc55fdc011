"""A codebook, or the bytes of a list of themes, in; the themes a person chooses from out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from speechkit.errors import ReadingError
from speechkit.model import Lang
from speechkit.results import Theme
from speechkit.themes.codebook import Codebook, ThemeGroup

_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class ThemeList:
    """Themes that a paragraph may have, framing among them."""

    name: str
    """Of the codebook, with its version; or of the file."""
    groups: tuple[ThemeGroup, ...]
    themes: tuple[Theme, ...]
    """Group by group; the numbers by which they are chosen count from 1 in this order."""

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(theme.id for theme in self.themes)

    def grouped(self, lang: Lang) -> tuple[tuple[str, tuple[Theme, ...]], ...]:
        """Label and themes of each group that has any."""
        found = []
        for group in self.groups:
            themes = tuple(theme for theme in self.themes if theme.group == group.id)
            if themes:
                found.append((group.zh if lang == "zh" else group.en, themes))
        return tuple(found)


def themes_of_codebook(codebook: Codebook) -> ThemeList:
    """All themes of a codebook."""
    themes = (entry.theme for entry in codebook.entries)
    return _listed(codebook.label, codebook.groups, tuple(themes))


def parse_themes(data: bytes, *, name: str) -> ThemeList:
    """The themes of a file of which nothing but `themes` and their groups is looked at.

    So it may be a codebook that has no terms yet, or what `speechkit themes` printed, in which
    the groups of themes are called `theme_groups`, and `groups` are of speeches.

    Parameters
    ----------
    data
        JSON in UTF-8: an object with `themes`, each with `id`, `zh`, `en` and, if wanted,
        `group` and `definition`; and, if wanted, `groups`, each with `id`, `zh`, `en`.
    name
        What messages call it, such as its path.

    Raises
    ------
    ReadingError
        When it is no JSON or breaks this form.
    """
    import orjson

    try:
        book = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ReadingError(
            f"{name}: not JSON ({where}: {error.msg}); it takes an object with a list 'themes'"
        ) from error
    if not isinstance(book, dict) or not book.get("themes"):
        raise ReadingError(f"{name}: no themes in it; it takes an object with a list 'themes'")
    groups = tuple(
        ThemeGroup(fields["id"], _text(fields, "zh", where), _text(fields, "en", where))
        for where, fields in _entries(
            book.get("theme_groups", book.get("groups", [])), "group", name
        )
    )
    themes = tuple(
        Theme(
            fields["id"],
            _text(fields, "zh", where),
            _text(fields, "en", where),
            _text(fields, "group", where, optional=True),
            _text(fields, "definition", where, optional=True),
        )
        for where, fields in _entries(book["themes"], "theme", name)
    )
    known = {group.id for group in groups}
    more = dict.fromkeys(theme.group for theme in themes if theme.group not in known)
    return _listed(name, (*groups, *(ThemeGroup(id_, id_, id_) for id_ in more)), themes)


def _listed(name: str, groups: tuple[ThemeGroup, ...], themes: tuple[Theme, ...]) -> ThemeList:
    order = {group.id: n for n, group in enumerate(groups)}
    return ThemeList(name, groups, tuple(sorted(themes, key=lambda theme: order[theme.group])))


def _entries(value: object, what: str, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a list, each with an id of its own, and what messages call it."""
    if not isinstance(value, list):
        raise ReadingError(f"{name}: {what}s must be a list")
    seen: set[str] = set()
    for n, fields in enumerate(value, 1):
        where = f"{name}: {what} {n}"
        if not isinstance(fields, dict):
            raise ReadingError(f"{where}: must be a JSON object")
        id_ = _text(fields, "id", where)
        if not _ID.fullmatch(id_):
            raise ReadingError(f"{where}: id {id_!r} is not made of small letters, digits and _")
        if id_ in seen:
            raise ReadingError(f"{where}: id {id_!r} is taken")
        seen.add(id_)
        yield where, fields


def _text(fields: Mapping[str, object], key: str, where: str, *, optional: bool = False) -> str:
    value = fields.get(key, "")
    if not isinstance(value, str) or not (value.strip() or optional):
        raise ReadingError(f"{where}: {key!r} must be a text that is not empty")
    return value.strip()
