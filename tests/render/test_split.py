from __future__ import annotations

import io
import json
import pickle
from dataclasses import replace

from rich.console import Console

from render.factory import explained, lone_speech, single, split_result
from speechkit.model import DocumentSplit, Lang, SplitResult
from speechkit.render.json import (
    SPLIT_BEGIN,
    SPLIT_BETWEEN,
    SPLIT_END,
    document_json,
    json_part,
    to_json,
)
from speechkit.render.summary import MAX_ROWS, DocumentSummary, joined, summarize
from speechkit.render.tables import (
    SPLIT_COLUMNS,
    csv_head,
    split_csv,
    split_jsonl,
    to_csv,
    to_jsonl,
)
from speechkit.render.terminal.split import render_summaries


def drawn(documents: list[DocumentSummary], lang: Lang, width: int) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, color_system=None, legacy_windows=False, _environ={})
    console.print(render_summaries(documents, lang, width))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def test_borders_stand_in_the_json_with_what_speaks_for_them() -> None:
    split = explained()
    (document,) = json.loads(to_json(SplitResult((split,))))["documents"]
    first = document["borders"][0]
    assert split.document.text[first["start"] : first["end"]] == first["text"]
    assert first["reasons"] == [
        {"kind": "salutation", "weight": 3.14159, "start": 59, "end": 63, "line": 4},
        {"kind": "a_kind_without_words", "weight": -0.5, "start": None, "end": None, "line": None},
    ]
    assert [border["drawn"] for border in document["borders"]] == [True, True, False, True]
    assert document["borders"][3]["confidence"] == 0.333333


def in_parts(split: DocumentSplit) -> list[DocumentSplit]:
    """The document with one speech after the other."""
    return [replace(split, speeches=(speech,)) for speech in split.speeches]


def test_documents_one_by_one_and_part_by_part_make_up_the_whole() -> None:
    for splits in (split_result().documents, (explained(),)):
        result = SplitResult(splits)
        parts = [in_parts(split) for split in splits]
        documents = [
            document_json(split, [json_part(part) for part in those])
            for split, those in zip(splits, parts, strict=True)
        ]
        assert SPLIT_BEGIN + SPLIT_BETWEEN.join(documents) + SPLIT_END == to_json(result)
        all_parts = [part for those in parts for part in those]
        assert b"".join(map(split_jsonl, all_parts)) == b"".join(to_jsonl(result))
        assert csv_head(SPLIT_COLUMNS) + b"".join(map(split_csv, all_parts)) == to_csv(result)
        for split, those in zip(splits, parts, strict=True):
            frame = summarize(replace(split, speeches=()), explain=True)
            light = [summarize(part) for part in those]
            assert joined(frame, light) == summarize(split, explain=True)


def test_half_a_pair_is_written_as_it_is_in_the_whole() -> None:
    split = single(lone_speech("bad\udcff", path="bad\udcff.txt"))
    made = document_json(split, [json_part(split)])
    assert SPLIT_BEGIN + made + SPLIT_END == to_json(SplitResult((split,)))
    assert split_jsonl(split) == b"".join(to_jsonl(SplitResult((split,))))


def test_the_file_with_the_text_is_named_in_each_line() -> None:
    lines = split_jsonl(split_result().documents[0], source="source_a.text").splitlines()
    assert [json.loads(line)["source"] for line in lines] == ["source_a.text"] * 3


def test_a_summary_is_light_and_shows_the_same() -> None:
    documents = split_result().documents
    summaries = [summarize(split) for split in documents]
    assert pickle.loads(pickle.dumps(summaries)) == summaries  # noqa: S301 # our own
    long = single(lone_speech(text="同志们：今天只讲安全。" * 10_000))
    assert len(pickle.dumps(summarize(long))) < 1000


def test_lines_are_named_only_where_it_is_plain_whose_they_are() -> None:
    edited = summarize(explained())
    assert "(line 16)" in drawn([edited], "en", 120)
    one_speech = replace(edited, n_speeches=1, borders=None)
    page = drawn([summarize(single(lone_speech())), one_speech], "en", 120)
    assert "Removed: " in page
    assert "(line" not in page
    assert "(line 16)" in drawn([one_speech], "en", 120)


def test_speeches_past_those_a_table_shows_are_counted() -> None:
    summary = summarize(single(lone_speech()))
    many = [summary] * MAX_ROWS + [summary.without_rows()] * 7
    page = drawn(many, "en", 80)
    assert page.count("lone") == MAX_ROWS
    assert "7 further" in page
    assert f"{MAX_ROWS + 7} documents" in page
