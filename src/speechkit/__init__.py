"""speechkit: split, compare and measure Chinese public speeches.

The library has the functions behind the commands. Each is loaded when it is first used, so
that whoever splits waits for no segmenter.

    import speechkit

    documents = speechkit.read_documents(["corpus/speeches.txt"])
    splits = [speechkit.split_document(document) for document in documents]
    speeches = [speech for split in splits for speech in split.speeches]
    duplicates = speechkit.find_duplicates(speeches, explain=True)
    keywords = speechkit.score_keywords(speeches, groups=duplicates.groups)
    emphasis = speechkit.measure_emphasis(speeches, groups=duplicates.groups)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speechkit.lazy import load

if TYPE_CHECKING:
    from speechkit.dedupe import compare_speeches, explain_pair, find_duplicates
    from speechkit.errors import SpeechkitError
    from speechkit.files import read_documents
    from speechkit.files.cache import load_background
    from speechkit.keywords import score_keywords
    from speechkit.keywords.collocates import find_collocates
    from speechkit.keywords.concordance import find_concordance, make_query
    from speechkit.model import (
        Document,
        DocumentSplit,
        Span,
        Speech,
        SplitResult,
    )
    from speechkit.report import build_report
    from speechkit.split import split_document
    from speechkit.themes import load_codebook, measure_emphasis

__version__ = "0.1.0"

__all__ = [
    "Document",
    "DocumentSplit",
    "Span",
    "Speech",
    "SpeechkitError",
    "SplitResult",
    "__version__",
    "build_report",
    "compare_speeches",
    "explain_pair",
    "find_collocates",
    "find_concordance",
    "find_duplicates",
    "load_background",
    "load_codebook",
    "make_query",
    "measure_emphasis",
    "read_documents",
    "score_keywords",
    "split_document",
]

_HOMES = {
    "Document": "model",
    "DocumentSplit": "model",
    "Span": "model",
    "Speech": "model",
    "SpeechkitError": "errors",
    "SplitResult": "model",
    "build_report": "report",
    "compare_speeches": "dedupe",
    "explain_pair": "dedupe",
    "find_collocates": "keywords.collocates",
    "find_concordance": "keywords.concordance",
    "find_duplicates": "dedupe",
    "load_background": "files.cache",
    "load_codebook": "themes",
    "make_query": "keywords.concordance",
    "measure_emphasis": "themes",
    "read_documents": "files",
    "score_keywords": "keywords",
    "split_document": "split",
}


def __getattr__(name: str) -> object:
    """Load a public name from the module it lives in."""
    return load(__name__, _HOMES, name)


def __dir__() -> list[str]:
    return __all__
