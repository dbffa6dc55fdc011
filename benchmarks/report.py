"""How long a report takes to be written as each format, by numbers of speeches.

    python benchmarks/report.py [--speeches 5,200] [--rounds 3]

Its input is made from `corpus/speeches.txt`, paragraphs dealt anew. What is timed is the writing,
libraries loaded, not the analyses, which are the same for every format.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from speechkit.model import Document, DocumentSplit, SplitResult
from speechkit.render.html import to_html
from speechkit.render.paper.document import to_paper
from speechkit.render.paper.docx import to_docx
from speechkit.render.paper.markdown import to_markdown
from speechkit.render.report_data import data_files
from speechkit.report import ReportOptions, build_report
from speechkit.results import Report
from speechkit.split import split_document

CORPUS = Path(__file__).resolve().parent.parent / "corpus" / "speeches.txt"
N_PARAGRAPHS = 12
SHORTEST = 30
"""Characters of a line that counts as a paragraph."""
FORMATS: dict[str, Callable[[Report], bytes]] = {
    "html": lambda report: to_html(report, lang="zh").encode(),
    "md": lambda report: to_markdown(to_paper(report, lang="zh")).encode(),
    "docx": lambda report: to_docx(to_paper(report, lang="zh")),
    "data": lambda report: b"".join(content for _, content in data_files(report)),
}


def main() -> None:
    """Print a table of the best times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--speeches", default="5,200", help="numbers of speeches")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    for n in map(int, options.speeches.split(",")):
        start = time.perf_counter()
        report = build_report(SplitResult(collection(n)), options=ReportOptions(passages=True))
        print(f"{n} speeches, analysed in {time.perf_counter() - start:.1f} s")
        for name, write in FORMATS.items():
            seconds, size = best_of(options.rounds, write, report)
            print(f"  {name:5} {1000 * seconds:6.0f} ms {size:10,} bytes")


def collection(n: int) -> tuple[DocumentSplit, ...]:
    """Documents of one speech each."""
    dice = Random(3)  # noqa: S311 - no secret
    lines = CORPUS.read_text("utf-8").splitlines()
    paragraphs = [line for line in lines if len(line) > SHORTEST]
    documents = []
    for number in range(1, n + 1):
        body = "\n".join(dice.sample(paragraphs, N_PARAGRAPHS))
        text = f"县长在第{number}次会议上的讲话\n同志们：\n{body}\n谢谢大家。\n"
        documents.append(split_document(Document(f"s{number:04}", f"s{number:04}.txt", text)))
    return tuple(documents)


def best_of(rounds: int, write: Callable[[Report], bytes], report: Report) -> tuple[float, int]:
    """The least time of several, and how much was written."""
    seconds, size = [], 0
    for _ in range(rounds):
        start = time.perf_counter()
        size = len(write(report))
        seconds.append(time.perf_counter() - start)
    return min(seconds), size


if __name__ == "__main__":
    main()
