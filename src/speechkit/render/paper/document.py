"""A report in, the same as a paper to hand in out, not yet in any format.

Not all that the page has: what a reader of a printed paper asks for, in complete sentences and
numbered tables, each figure with its line.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from speechkit.render.overview import lead_sentences
from speechkit.render.paper.blocks import Block, Heading, Paper, Paragraph, Table
from speechkit.render.paper.collection import collection_blocks, glance_blocks
from speechkit.render.paper.edits import edit_blocks
from speechkit.render.paper.keyphrases import keyphrase_blocks
from speechkit.render.paper.method import method_blocks
from speechkit.render.paper.places import places_of
from speechkit.render.paper.themes import theme_blocks
from speechkit.render.paper.versions import version_blocks
from speechkit.render.paper.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speechkit.model import Lang
    from speechkit.results import Report


def to_paper(report: Report, *, lang: Lang = "en") -> Paper:
    """What a paper says of a report.

    Parameters
    ----------
    lang : Lang
        Language of the paper; the speeches stay as they are.
    """
    lead = ("" if lang == "zh" else " ").join(lead_sentences(report, lang))
    blocks = [Paragraph(lead), *_numbered(_sections(report, lang), lang)]
    return Paper(say(lang, "page_title"), lang, tuple(blocks))


def _sections(report: Report, lang: Lang) -> Iterator[Block]:
    if report.split.speeches:
        places = places_of(report, lang)
        yield from glance_blocks(report, places, lang)
        yield from collection_blocks(report, places, lang)
        yield from edit_blocks(report, places, lang)
        yield from version_blocks(report, places, lang)
        yield from keyphrase_blocks(report, places, lang)
        yield from theme_blocks(report, places, lang)
    yield from method_blocks(report, lang)


def _numbered(blocks: Iterable[Block], lang: Lang) -> Iterator[Block]:
    """Sections and tables with their numbers."""
    n_sections = n_tables = 0
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            n_sections += 1
            name = say(lang, "numerals")[n_sections - 1]
            yield replace(block, text=say(lang, "section_n", n=name, title=block.text))
        elif isinstance(block, Table):
            n_tables += 1
            yield replace(block, number=n_tables)
        else:
            yield block
