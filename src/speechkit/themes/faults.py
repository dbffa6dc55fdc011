"""A codebook as parsed and its text in, all that breaks the form out, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from speechkit.results.codebook import FRAMING
from speechkit.text.json_places import JsonPlace, json_places
from speechkit.text.terms import MIN_TERM, normal_term

MAX_TERM = 40
"""Characters a term has at most."""
MAX_QUOTED = 40
"""Characters of a name or a term that a message shows."""

_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")

_BOOK_FIELDS = {"name": True, "version": True, "note": False, "groups": True, "themes": True}
_BOOK_FIELDS |= {"block": False}
_GROUP_FIELDS = {"id": True, "zh": True, "en": True}
_THEME_FIELDS = _GROUP_FIELDS | {"group": True, "definition": False, "cap": False}
_THEME_FIELDS |= {"seeds": False, "weak": False, "exclude": False, "subthemes": False}
_SUBTHEME_FIELDS = _GROUP_FIELDS | {"seeds": False, "weak": False}
"""The fields of each kind of object, and whether it must have them."""


class Fault(NamedTuple):
    """Something that breaks the form of a codebook."""

    line: int
    what: str


def find_faults(value: object, text: str) -> tuple[Fault, ...]:
    """All that is wrong with a codebook, in the order of the lines.

    Parameters
    ----------
    value
        The codebook as a JSON parser gives it.
    text
        What was parsed.
    """
    place, repeated = json_places(text)
    checker = _Checker()
    for name, first, line in repeated:
        what = f"field {_quoted(name)} is given twice; the first (line {first}) would be lost"
        checker.report(line, what)
    checker.check(_Part(value, place))
    return tuple(sorted(checker.faults, key=lambda fault: fault.line))


@dataclass(frozen=True, slots=True)
class _Part:
    """A value in the file, and where it and what it holds stands."""

    value: object
    place: JsonPlace

    @property
    def line(self) -> int:
        return self.place.line

    def fields(self) -> dict[str, _Part]:
        """Of an object, by name; of anything else none."""
        if not isinstance(self.value, dict):
            return {}
        return {name: _Part(value, self.place.parts[name]) for name, value in self.value.items()}

    def elements(self) -> list[_Part]:
        """Of a list, in order; of anything else none."""
        if not isinstance(self.value, list):
            return []
        return [_Part(value, self.place.parts[n]) for n, value in enumerate(self.value)]


_Fields = Mapping[str, _Part]
"""Of an object, by name. Those that are missing have been reported when there is one."""


class _Owner(NamedTuple):
    """The theme that a term scores for, and the line where the term stands."""

    theme: str
    line: int


class _Checker:
    """Goes through a codebook from top to bottom and reports what breaks the form."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._owners: dict[str, _Owner] = {}
        """Of every term that scores."""

    def report(self, line: int, what: str) -> None:
        self.faults.append(Fault(line, what))

    def check(self, book: _Part) -> None:
        fields = self._fields(book, "the file", _BOOK_FIELDS)
        if fields is None:
            return
        self._texts(fields, ("name", "version"), "the file")
        self._optional_text(fields.get("note"), "note")
        groups = self._groups(fields.get("groups"))
        self._themes(fields.get("themes"), groups)
        self._block(fields.get("block"))

    # ------------------------------------------------------------------ groups and themes

    def _groups(self, part: _Part | None) -> dict[str, int] | None:
        """Ids of the groups and their lines; None where there is no list of them."""
        groups = self._elements(part, "groups")
        if groups is None:
            return None
        ids: dict[str, int] = {}
        for n, group in enumerate(groups, 1):
            fields = self._fields(group, _named(group, f"group {n}"), _GROUP_FIELDS)
            if fields is None:
                continue
            where = self._identified(fields, f"group {n}", ids)
            self._texts(fields, ("zh", "en"), where)
        return ids

    def _themes(self, part: _Part | None, groups: Mapping[str, int] | None) -> None:
        themes = self._elements(part, "themes")
        if part is None or themes is None:
            return
        ids: dict[str, int] = {}
        for n, theme in enumerate(themes, 1):
            fields = self._fields(theme, _named(theme, f"theme {n}"), _THEME_FIELDS)
            if fields is not None:
                where = self._identified(fields, f"theme {n}", ids)
                self._theme(theme, fields, where, groups)
        n_others = len(themes) - (FRAMING in ids)
        if not n_others:
            self.report(part.line, f"themes: none but {FRAMING}; a codebook needs one at least")

    def _theme(
        self, theme: _Part, fields: _Fields, where: str, groups: Mapping[str, int] | None
    ) -> None:
        self._texts(fields, ("zh", "en"), where)
        self._group(fields.get("group"), where, groups)
        self._optional_text(fields.get("definition"), f"{where}: definition")
        self._codes(fields.get("cap"), f"{where}: cap")
        self._scoring(fields, where, where)
        subthemes = list(self._subthemes(fields.get("subthemes"), where))
        if not any(_holds(f, "seeds") for f in (fields, *subthemes)):
            self.report(theme.line, f"{where}: has no seeds; without them it is never found")
        self._excluded(fields.get("exclude"), where)

    def _subthemes(self, part: _Part | None, theme: str) -> Iterator[_Fields]:
        ids: dict[str, int] = {}
        for n, subtheme in enumerate(self._elements(part, f"{theme}: subthemes") or (), 1):
            name = f"{theme}, subtheme {n}"
            fields = self._fields(subtheme, _named(subtheme, name), _SUBTHEME_FIELDS)
            if fields is None:
                continue
            where = self._identified(fields, name, ids)
            self._texts(fields, ("zh", "en"), where)
            self._scoring(fields, where, theme)
            if not (_holds(fields, "seeds") or _holds(fields, "weak")):
                self.report(subtheme.line, f"{where}: has no terms")
            yield fields

    def _group(self, part: _Part | None, where: str, groups: Mapping[str, int] | None) -> None:
        group = self._text(part, f"{where}: group")
        if part and group and groups is not None and group not in groups:
            meant = _nearest(group, groups)
            hint = f"; did you mean {_quoted(meant)}?" if meant else ""
            what = f"group {_quoted(group)} is not among the groups{hint}"
            self.report(part.line, f"{where}: {what}")

    # ------------------------------------------------------------------------------ terms

    def _scoring(self, fields: _Fields, where: str, theme: str) -> None:
        """A term scores for one theme only, once."""
        for kind in ("seeds", "weak"):
            for line, term in self._terms(fields.get(kind), f"{where}: {kind}"):
                if term in self._owners:
                    self._report_owned(line, where, term, self._owners[term])
                else:
                    self._owners[term] = _Owner(theme, line)

    def _excluded(self, part: _Part | None, where: str) -> None:
        """What scores for a theme cannot mean something else as well."""
        for line, term in self._once(part, f"{where}: exclude"):
            owner = self._owners.get(term)
            if owner is not None and owner.theme == where:
                self._report_owned(line, f"{where}: exclude", term, owner)

    def _block(self, part: _Part | None) -> None:
        for line, term in self._once(part, "block"):
            owner = self._owners.get(term)
            if owner is not None:
                self._report_owned(line, "block", term, owner)

    def _report_owned(self, line: int, where: str, term: str, owner: _Owner) -> None:
        what = f"{_quoted(term)} is a term of {owner.theme} already (line {owner.line})"
        self.report(line, f"{where}: {what}")

    def _once(self, part: _Part | None, where: str) -> Iterator[tuple[int, str]]:
        """Lines and terms of a list that scores nowhere."""
        lines: dict[str, int] = {}
        for line, term in self._terms(part, where):
            if term in lines:
                what = f"{_quoted(term)} is listed already (line {lines[term]})"
                self.report(line, f"{where}: {what}")
            else:
                lines[term] = line
                yield line, term

    def _terms(self, part: _Part | None, where: str) -> Iterator[tuple[int, str]]:
        """Lines and terms of a list."""
        for n, element in enumerate(self._elements(part, where) or (), 1):
            text = self._text(element, f"{where}, entry {n}")
            if text is None:
                continue
            term = normal_term(text)
            if MIN_TERM <= len(term) <= MAX_TERM:
                yield element.line, term
            else:
                size = "short" if len(term) < MIN_TERM else "long"
                what = f"{_quoted(term)} is too {size}; a term has {MIN_TERM} to {MAX_TERM}"
                self.report(element.line, f"{where}: {what} characters")

    # ----------------------------------------------------------------------------- values

    def _fields(self, part: _Part, where: str, known: Mapping[str, bool]) -> _Fields | None:
        """Fields of an object, a misspelt one as the one that was meant; None if it is none."""
        if not isinstance(part.value, dict):
            self.report(part.line, f"{where}: must be a JSON object")
            return None
        given = part.fields()
        fields = {name: field for name, field in given.items() if name in known}
        for name in [name for name in given if name not in known]:
            meant = _nearest(name, known.keys() - given.keys())
            hint = f"did you mean {meant!r}?" if meant else f"known: {', '.join(known)}"
            self.report(given[name].line, f"{where}: unknown field {_quoted(name)}; {hint}")
            fields.setdefault(meant or name, given[name])
        for name, required in known.items():
            if required and name not in fields:
                self.report(part.line, f"{where}: {name!r} is missing")
        return fields

    def _identified(self, fields: _Fields, where: str, taken: dict[str, int]) -> str:
        """What messages call an object from here on: by its id, else by its position."""
        part = fields.get("id")
        id_ = self._text(part, f"{where}: id")
        if part is None or id_ is None:
            return where
        if id_ in taken:
            self.report(part.line, f"{where}: id {_quoted(id_)} is taken (line {taken[id_]})")
            return where
        if not _ID.fullmatch(id_):
            what = f"id {_quoted(id_)} is not made of small letters, digits and _"
            self.report(part.line, f"{where}: {what}")
        taken[id_] = part.line
        return _by_id(where, id_)

    def _texts(self, fields: _Fields, names: Iterable[str], where: str) -> None:
        for name in names:
            self._text(fields.get(name), f"{where}: {name}")

    def _text(self, part: _Part | None, where: str) -> str | None:
        if part is None:
            return None
        if isinstance(part.value, str) and part.value.strip():
            return part.value.strip()
        self.report(part.line, f"{where}: must be a text that is not empty")
        return None

    def _optional_text(self, part: _Part | None, where: str) -> None:
        if part is not None and not isinstance(part.value, str):
            self.report(part.line, f"{where}: must be a text")

    def _codes(self, part: _Part | None, where: str) -> None:
        for n, element in enumerate(self._elements(part, where) or (), 1):
            if type(element.value) is not int:
                self.report(element.line, f"{where}, entry {n}: must be a whole number")

    def _elements(self, part: _Part | None, where: str) -> list[_Part] | None:
        """Of a list; None where there is none."""
        if part is None:
            return None
        if not isinstance(part.value, list):
            self.report(part.line, f"{where}: must be a list")
            return None
        return part.elements()


def _named(part: _Part, where: str) -> str:
    """What messages call an object whose fields are not known yet."""
    id_ = part.value.get("id") if isinstance(part.value, dict) else None
    return _by_id(where, id_.strip()) if isinstance(id_, str) and id_.strip() else where


def _by_id(where: str, id_: str) -> str:
    """The name of an object, its id in place of its position."""
    return f"{where.rpartition(' ')[0]} {_quoted(id_)}"


def _holds(fields: _Fields, name: str) -> bool:
    """Whether a list is there and not empty; what is no list is a fault by itself."""
    return name in fields and fields[name].value != []


def _nearest(name: str, known: Iterable[str]) -> str | None:
    """The one that a misspelt name is most likely meant for."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name.casefold(), sorted(known), n=1)), None)


def _quoted(text: str) -> str:
    """A name or a term of the file, as a message shows it."""
    return repr(text if len(text) <= MAX_QUOTED else f"{text[: MAX_QUOTED - 1]}…")
