"""A collection and what the analyses find in it, for tests of the workbench."""

from __future__ import annotations

from functools import cache

from factories import corpus, document
from speechkit.model import SplitResult
from speechkit.report import build_report
from speechkit.results import Report
from speechkit.split import split_document
from speechkit.text.background import build_background

HOSTILE = (
    "第一篇：[bold red]县长[/bold]讲话\n同志们：\n"
    "\x1b[31m红\x1b[0m[@click=app.quit]点[/]\u202e反\t表[link=http://x]x[/link]，开会开会。\n"
    "第二篇：\x1b[2J局长讲话\n同志们：\n开会[/]，开会{x}$y。\n"
)


@cache
def report() -> Report:
    """Of the corpus that ships."""
    return build_report(SplitResult((corpus(),)), background=build_background())


@cache
def hostile_report() -> Report:
    """Of a text that would act on a terminal, or be read as markup."""
    split = SplitResult((split_document(document(HOSTILE)),))
    return build_report(split, background=build_background())
