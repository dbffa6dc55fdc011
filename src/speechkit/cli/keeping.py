"""A collection and its groups in; the corpus without what is dropped, and a list of that, out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from speechkit.cli.collection import Collection, Entry
from speechkit.dedupe.groups import Group
from speechkit.dedupe.pairs import Match
from speechkit.files import new_folder
from speechkit.files.decode import decode
from speechkit.files.records import with_id
from speechkit.files.writers import KEPT

DROPPED = "dropped.jsonl"


def write_kept(
    collection: Collection,
    matches: Iterable[Match],
    groups: Sequence[Group],
    folder: Path,
    *,
    force: bool = False,
) -> None:
    """Write `kept.jsonl`, a record for each speech that is kept, and `dropped.jsonl`.

    A record that came as a line of JSON goes as it came, but where it was divided. Of other
    documents each speech becomes a record with its text as it stands there.
    """
    dropped = {number for group in groups for number in group.members if number != group.kept}
    with new_folder(folder, force=force) as new:
        for line in _kept_lines(collection, dropped):
            new.append(KEPT, line)
        new.append(DROPPED, b"".join(_dropped_lines(collection, matches, groups)))


def _kept_lines(collection: Collection, dropped: set[int]) -> Iterator[bytes]:
    first = 0
    for entry in collection.entries:
        numbers = range(first, first + len(entry.compact))
        first = numbers.stop
        for number in numbers:
            if number in dropped:
                continue
            if entry.kept.columns is not None and len(entry.compact) == 1:
                yield _record_line(collection, entry, collection[number].id)
            else:
                yield _speech_line(collection, number)


def _record_line(collection: Collection, entry: Entry, id_: str) -> bytes:
    """The line of a record, with its id where it came without one or has another one now."""
    line = decode(collection.as_kept(entry), encoding=entry.kept.encoding).text.strip()
    column = (entry.kept.columns.id if entry.kept.columns else None) or "id"
    return with_id(line, column, id_).encode("utf-8", "backslashreplace") + b"\n"


def _speech_line(collection: Collection, number: int) -> bytes:
    document, span = collection.raw_text(number)
    line_start, line_end = document.lines(span)
    fields = {
        **document.metadata,
        "id": collection[number].id,
        "path": document.path,
        "line_start": line_start,
        "line_end": line_end,
        "text": document.quote(span).strip(),
    }
    return _line(fields)


def _dropped_lines(
    collection: Collection, matches: Iterable[Match], groups: Sequence[Group]
) -> Iterator[bytes]:
    """Each dropped speech, the one that stands for it, and how they resemble each other."""
    kept = {number: group for group in groups for number in group.members}
    for match in matches:
        group = kept.get(match.a)
        if group is None or kept.get(match.b) is not group or group.kept not in match[:2]:
            continue
        number = match.b if match.a == group.kept else match.a
        yield _line(
            {
                "id": collection[number].id,
                "kept": collection[group.kept].id,
                "kind": match.kind,
                "jaccard": round(match.jaccard, 6),
                "containment": round(
                    match.containment_a if number == match.a else match.containment_b, 6
                ),
                "reason": group.reason.criterion,
                "path": collection.entry(number).kept.path,
            }
        )


def _line(fields: dict[str, object]) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
