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
    major topics of the Comparative Agendas Project (`cap`).
`block`
    Strings in which no theme is to be seen, such as 人民政府, which holds 民政.

The theme with the id `framing` is the ritual text of a meeting, reported apart from the
others; a codebook may do without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import Any, cast

from speechkit.errors import ReadingError
from speechkit.results import Theme
from speechkit.text.terms import MIN_TERM, folded

FRAMING = "framing"
"""Id of the theme that takes no share: salutations, agenda, thanks."""
MAX_TERM = 40
"""Characters a term has at most."""

_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_WHITE = re.compile(r"\s")
_BOOK_FIELDS = {"name": True, "version": True, "groups": True, "themes": True}
_BOOK_FIELDS |= {"note": False, "block": False}
_GROUP_FIELDS = {"id": True, "zh": True, "en": True}
_THEME_FIELDS = {"id": True, "zh": True, "en": True, "group": True, "seeds": True}
_THEME_FIELDS |= {"definition": False, "cap": False, "weak": False, "exclude": False}


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    """A group of themes and its labels."""

    id: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ThemeEntry:
    """A theme and the terms it is known by, folded and without white space."""

    theme: Theme
    seeds: tuple[str, ...]
    weak: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    cap: tuple[int, ...] = ()
    """Major topic codes of the Comparative Agendas Project."""

    @property
    def terms(self) -> frozenset[str]:
        """All terms that score for the theme."""
        return frozenset((*self.seeds, *self.weak))

    @property
    def subtheme_of(self) -> Mapping[str, str]:
        return {}


@dataclass(frozen=True)
class Codebook:
    """The themes that are looked for, in the order they are reported in."""

    name: str
    version: str
    groups: tuple[ThemeGroup, ...]
    entries: tuple[ThemeEntry, ...]
    block: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return f"{self.name} {self.version}"

    @cached_property
    def themes(self) -> tuple[Theme, ...]:
        """All but framing."""
        return tuple(e.theme for e in self.entries if e.theme.id != FRAMING)

    @cached_property
    def silent(self) -> frozenset[str]:
        """Strings that take their stretch of text and score nowhere."""
        scoring = {term for entry in self.entries for term in (*entry.seeds, *entry.weak)}
        excluded = {term for entry in self.entries for term in entry.exclude}
        return frozenset({*self.block, *excluded} - scoring)


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
        When it is no JSON or breaks the form above: says which theme, which entry, why.

    Examples
    --------
    >>> codebook = load_codebook()
    >>> len(codebook.themes), codebook.themes[0].en
    (23, 'Economic performance & targets')
    """
    if data is None:
        data = (resources.files(__package__) / "codebook.json").read_bytes()
    return _Checker(name).codebook(_parsed(data, name))


def _parsed(data: bytes, name: str) -> object:
    import orjson

    try:
        return cast(object, orjson.loads(data.removeprefix(b"\xef\xbb\xbf")))
    except orjson.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ReadingError(f"{name}: not JSON ({where}: {error.msg})") from error


class _Checker:
    """Turns parsed JSON into a codebook and says where it breaks the form."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._owner: dict[str, str] = {}
        """Scoring term → the theme it belongs to."""

    def codebook(self, value: object) -> Codebook:
        fields = self._object(value, "the file", _BOOK_FIELDS)
        groups = tuple(self._groups(fields["groups"]))
        entries = tuple(self._entries(fields["themes"], {group.id for group in groups}))
        if all(entry.theme.id == FRAMING for entry in entries):
            raise self._error("themes", f"none but {FRAMING}; a codebook needs one at least")
        block = self._terms(fields.get("block", []), "block")
        for term in block:
            if term in self._owner:
                raise self._error("block", f"{term!r} is a term of theme {self._owner[term]!r}")
        return Codebook(
            self._text(fields["name"], "name"),
            self._text(fields["version"], "version"),
            groups,
            entries,
            block,
        )

    def _groups(self, value: object) -> Iterator[ThemeGroup]:
        seen: set[str] = set()
        for n, item in enumerate(self._list(value, "groups"), 1):
            where = f"group {n}"
            fields = self._object(item, where, _GROUP_FIELDS)
            id_ = self._id(fields["id"], where, seen)
            yield ThemeGroup(
                id_,
                self._text(fields["zh"], f"group {id_!r}: zh"),
                self._text(fields["en"], f"group {id_!r}: en"),
            )

    def _entries(self, value: object, groups: set[str]) -> Iterator[ThemeEntry]:
        seen: set[str] = set()
        for n, item in enumerate(self._list(value, "themes"), 1):
            fields = self._object(item, f"theme {n}", _THEME_FIELDS)
            id_ = self._id(fields["id"], f"theme {n}", seen)
            where = f"theme {id_!r}"
            theme = self._theme(id_, fields, where)
            if theme.group not in groups:
                raise self._error(where, f"group {theme.group!r} is not among the groups")
            entry = ThemeEntry(
                theme,
                seeds=self._terms(fields["seeds"], f"{where}: seeds"),
                weak=self._terms(fields.get("weak", []), f"{where}: weak"),
                exclude=self._terms(fields.get("exclude", []), f"{where}: exclude"),
                cap=self._codes(fields.get("cap", []), f"{where}: cap"),
            )
            self._own(entry, where)
            yield entry

    def _theme(self, id_: str, fields: Mapping[str, object], where: str) -> Theme:
        return Theme(
            id_,
            zh=self._text(fields["zh"], f"{where}: zh"),
            en=self._text(fields["en"], f"{where}: en"),
            group=self._text(fields["group"], f"{where}: group"),
            definition=self._optional_text(fields.get("definition", ""), f"{where}: definition"),
        )

    def _own(self, entry: ThemeEntry, where: str) -> None:
        """Each term scores for one theme only, once."""
        if not entry.seeds:
            raise self._error(where, "has no seeds; without them it is never found")
        for term in (*entry.seeds, *entry.weak):
            owner = self._owner.setdefault(term, entry.theme.id)
            if owner != entry.theme.id:
                raise self._error(where, f"{term!r} is a term of theme {owner!r} already")
        for term in entry.seeds:
            if term in entry.weak or term in entry.exclude:
                raise self._error(where, f"{term!r} is listed as a seed and otherwise too")
        for term in entry.weak:
            if term in entry.exclude:
                raise self._error(where, f"{term!r} is listed as weak and as excluded")

    def _terms(self, value: object, where: str) -> tuple[str, ...]:
        terms: dict[str, None] = {}
        for n, item in enumerate(self._list(value, where), 1):
            term = folded(_WHITE.sub("", self._text(item, f"{where}, entry {n}")))
            if not MIN_TERM <= len(term) <= MAX_TERM:
                what = f"{term!r} has {len(term)} characters, not {MIN_TERM} to {MAX_TERM}"
                raise self._error(f"{where}, entry {n}", what)
            if term in terms:
                raise self._error(f"{where}, entry {n}", f"{term!r} is listed twice")
            terms[term] = None
        return tuple(terms)

    def _codes(self, value: object, where: str) -> tuple[int, ...]:
        codes = self._list(value, where)
        if not all(type(code) is int for code in codes):
            raise self._error(where, "must hold whole numbers")
        return tuple(cast(list[int], codes))

    def _id(self, value: object, where: str, seen: set[str]) -> str:
        id_ = self._text(value, f"{where}: id")
        if not _ID.fullmatch(id_):
            raise self._error(where, f"id {id_!r} is not made of small letters, digits and _")
        if id_ in seen:
            raise self._error(where, f"id {id_!r} is taken")
        seen.add(id_)
        return id_

    def _object(self, value: object, where: str, known: Mapping[str, bool]) -> dict[str, Any]:
        """A JSON object whose fields are known and that lacks none that must be there."""
        if not isinstance(value, dict):
            raise self._error(where, "must be a JSON object")
        for field in value:
            if field not in known:
                raise self._error(where, f"unknown field {field!r}; known: {', '.join(known)}")
        for field, required in known.items():
            if required and field not in value:
                raise self._error(where, f"{field!r} is missing")
        return value

    def _list(self, value: object, where: str) -> list[object]:
        if not isinstance(value, list):
            raise self._error(where, "must be a list")
        return value

    def _text(self, value: object, where: str) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self._error(where, "must be a text that is not empty")
        return value.strip()

    def _optional_text(self, value: object, where: str) -> str:
        return "" if value == "" else self._text(value, where)

    def _error(self, where: str, what: str) -> ReadingError:
        return ReadingError(f"{self._name}: {where}: {what}")
