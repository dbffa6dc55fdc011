"""The name of a way to find keywords in; its environment, its command and its terms out.

Each peer is installed by name into an environment of its own and run by a program in `peers`;
speechkit is run as the command its users run.
"""

from __future__ import annotations

import subprocess
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson

from benchmarks.dedupe_tools import TOOLS, Installed, Tool

SPEECHKIT = TOOLS["speechkit"]
JIEBA = Tool("jieba", ("jieba", "orjson"), "")
YAKE = Tool("yake", ("yake", "jieba", "orjson"), "")
JOBS = "--jobs"


@dataclass(frozen=True, slots=True)
class Method:
    """One of those that are compared."""

    name: str
    tool: Tool
    how: str
    """How it is run, for the table."""
    arguments: tuple[str, ...] = ()
    """Of a peer, the method of its program; of speechkit, options."""
    part: int = 1
    """Its speed is measured on one document in so many, as it is slow."""


OURS = Method("speechkit", SPEECHKIT, "the command")
_TFIDF = Method("jieba TF-IDF", JIEBA, "extract_tags, one process", ("tfidf",))
_TEXTRANK = Method("jieba TextRank", JIEBA, "textrank", ("textrank",), part=10)
_YAKE_PHRASES = Method(
    "YAKE, n = 3",
    YAKE,
    "terms of up to three words; lan='zh' with its own stop-words, words of jieba between blanks",
    ("phrases",),
    part=40,
)
COMPARED_IN_QUALITY = (
    OURS,
    _TFIDF,
    Method(
        "jieba TF-IDF, joined",
        JIEBA,
        "the 20 best words, two that stand together joined; of 72 ways the one with the "
        "best F1@5 on these abstracts",
        ("joined",),
    ),
    _TEXTRANK,
    Method(
        "YAKE, n = 1",
        YAKE,
        "terms of one word; lan='zh' with its own stop-words, words of jieba between blanks",
        ("words",),
    ),
    _YAKE_PHRASES,
)
COMPARED_IN_SPEED = (
    OURS,
    Method("speechkit, one process", SPEECHKIT, "the command with --jobs 1", (JOBS, "1")),
    _TFIDF,
    Method(
        "jieba TF-IDF, 2 processes",
        JIEBA,
        "extract_tags, documents dealt to two processes (jieba.enable_parallel does not reach "
        "jieba.analyse)",
        ("tfidf-2",),
    ),
    _TEXTRANK,
    _YAKE_PHRASES,
)


def command(method: Method, installed: Installed, source: Path, out: Path) -> list[str]:
    """The command that writes the terms of a corpus of JSON lines, or of a document."""
    if method.tool is not SPEECHKIT:
        return [*installed.program, *method.arguments, str(source), str(out)]
    whole = ["--no-split"] if source.suffix == ".jsonl" else []
    output = ["--format", "jsonl", "-o", str(out), "--force", "--quiet"]
    return [*installed.program, "keywords", str(source), *whole, *output, *method.arguments]


def read_terms(method: Method, out: Path) -> Mapping[str, list[str]]:
    """The terms it wrote, best first, by the identifier of the text."""
    rows = map(orjson.loads, out.read_bytes().splitlines())
    if method.tool is not SPEECHKIT:
        return {row["id"]: row["terms"] for row in rows}
    terms: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row["kind"] == "keyword":
            terms[row["speech"]].append(row["term"])
    return terms


def split(installed: Installed, document: Path) -> list[tuple[str, str]]:
    """Identifiers and cleaned texts of the speeches of a document."""
    command = [*installed.program, "split", str(document), "--format", "jsonl", "--quiet"]
    done = subprocess.run(command, check=True, capture_output=True)
    rows = map(orjson.loads, done.stdout.splitlines())
    return [(row["id"], row["text"]) for row in rows]


def possible(methods: Iterable[Method], tools: Mapping[str, Installed]) -> list[Method]:
    """Those whose tool is installed, and whose option this speechkit has."""
    show_help = [*tools[SPEECHKIT.name].program, "keywords", "--help"]
    text = subprocess.run(show_help, check=True, capture_output=True, text=True).stdout
    installed = (method for method in methods if method.tool.name in tools)
    return [method for method in installed if JOBS not in method.arguments or JOBS in text]
