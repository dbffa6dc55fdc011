"""A result and what was asked in; the command that could follow, for who reads on a terminal, out.

Each function gives the steps that would do, the best first. Shown is the first that can be:
a command with the name of a file that acts on a terminal, or cannot be typed, is none.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from speechkit.cli.language import VARIABLE
from speechkit.cli.pasting import as_argument, command_line, unused
from speechkit.cli.run import say

if TYPE_CHECKING:
    from speechkit.cli.reading import ReadOptions
    from speechkit.model import Lang
    from speechkit.results import Concordance, DuplicatePair, Duplicates, Emphasis, Keywords

SWITCH = "SPEECHKIT_HINTS"
"""Variable that turns the line off for good, with `off`."""
_MOST_SOURCES = 3
"""Sources that are spelt out; what a shell made of `*.txt` nobody copies back."""
_SOURCES = ("SOURCE...",)
"""Stands for sources that are many, or that cannot be read again."""
_TWO = 2
"""Speeches; of more there are some to choose from."""
_MIN_YEARS = 3
"""Of speeches, from which a trend can be told (`keywords.trend.MIN_PERIODS`)."""
_LINE: dict[Lang, str] = {"en": "Next: {what}: {command}", "zh": "下一步，{what}：{command}"}
_WHAT: dict[str, dict[Lang, str]] = {
    "versions": {"en": "which are versions of one text", "zh": "哪些是同一文本的不同版本"},
    "changes": {"en": "what differs in them", "zh": "各有什么差别"},
    "side_by_side": {"en": "the nearest two side by side", "zh": "并排看最接近的两篇"},
    "keep": {"en": "keep these parts", "zh": "保存这样分出的各篇"},
    "keywords": {"en": "what each is about", "zh": "每篇讲什么"},
    "trends": {"en": "what rises and falls over time", "zh": "哪些词语随时间升降"},
    "concordance": {"en": "where it is said", "zh": "在哪里讲到"},
    "collocates": {"en": "what stands near it", "zh": "附近常有哪些词"},
    "pair": {"en": "the two furthest apart", "zh": "比较相差最大的两篇"},
    "shares": {"en": "what weight the themes have", "zh": "各个主题的侧重"},
    "report": {"en": "all of it on one page", "zh": "全部结果合成一个网页"},
    "calibrate": {"en": "the shares corrected by your labels", "zh": "按您的标注校正比重"},
    "label": {"en": "go on labelling", "zh": "继续标注"},
}
_OPEN: dict[Lang, str] = {"en": "Open it in a browser: {uri}", "zh": "用浏览器打开：{uri}"}


class Step(NamedTuple):
    """A command that could be given next."""

    what: str
    """Key of what it answers."""
    arguments: tuple[str, ...]


class Asked(NamedTuple):
    """What has to be said again for the same speeches to be read."""

    sources: Sequence[str]
    options: ReadOptions

    @property
    def arguments(self) -> tuple[str, ...]:
        """Sources, and the options by which they were read."""
        return (*self.paths, *self.reading)

    @property
    def paths(self) -> tuple[str, ...]:
        if "-" in self.sources or len(self.sources) > _MOST_SOURCES:
            return _SOURCES
        return tuple(map(as_argument, self.sources))

    @property
    def reading(self) -> tuple[str, ...]:
        options = self.options
        named = {
            "--encoding": options.encoding,
            "--text-column": options.text_column,
            "--id-column": options.id_column,
        }
        said = [part for name, value in named.items() if value for part in (name, value)]
        if options.look_inside is not None:
            said.append("--split" if options.look_inside else "--no-split")
        return tuple(said)


# ------------------------------------------------------------------------------- telling


def tell(steps: Iterable[Step], lang: Lang, *, quiet: bool) -> None:
    """Say what could be asked next, where somebody is there to read it."""
    if is_read(quiet=quiet, environment=os.environ):
        line = next_line(steps, lang, os.environ)
        if line is not None:
            say(line)


def tell_page(path: Path, lang: Lang, *, quiet: bool) -> None:
    """Say how a page that was written is opened."""
    if is_read(quiet=quiet, environment=os.environ):
        say(_OPEN[lang].format(uri=path.resolve().as_uri()))


def is_read(*, quiet: bool, environment: Mapping[str, str]) -> bool:
    """Whether a person reads both what is printed and what is remarked, and wants remarks."""
    is_off = environment.get(SWITCH, "").lower() in ("off", "no", "0")
    return not (quiet or is_off) and sys.stdout.isatty() and sys.stderr.isatty()


def next_line(steps: Iterable[Step], lang: Lang, environment: Mapping[str, str]) -> str | None:
    """The line for the first step that can be shown.

    The command is given in the language of this one, where the environment does not say it.
    """
    is_said = environment.get(VARIABLE, "en") == lang
    for what, arguments in steps:
        command = command_line(*arguments, *(() if is_said else ("--lang", lang)))
        if command is not None:
            return _LINE[lang].format(what=_WHAT[what][lang], command=command)
    return None


# ----------------------------------------------------------------------- by what was asked


def after_split(asked: Asked, n_speeches: int, folder: Path | None) -> Iterator[Step]:
    """Versions among several speeches; what a single one is about."""
    if folder is not None:
        again: tuple[str, ...] = (as_argument(str(folder)),)
    elif (told := asked.options.told) is not None:  # no other command parts as the user said
        pattern = asked.options.pattern or asked.options.style or ""
        keep = ("split", *asked.arguments, f"{told}={pattern}", "-o", unused("speeches"))
        yield Step("keep", keep)
        return
    else:
        again = asked.arguments
    if n_speeches > 1:
        yield Step("versions", ("dedupe", *again, "--explain"))
    yield Step("keywords", ("keywords", *again))


def after_dedupe(
    asked: Asked, result: Duplicates[Any], *, explained: bool, index: Path | None
) -> Iterator[Step]:
    """The nearest two side by side; where there are none, what the speeches are about."""
    pairs = [pair for pair in result.pairs if pair.kind != "identical"]
    if pairs and index is None:
        yield from _side_by_side(asked, max(pairs, key=lambda pair: pair.jaccard))
    if pairs and not explained:
        again = () if index is None else ("--index", str(index))
        yield Step("changes", ("dedupe", *asked.arguments, *again, "--explain"))
    yield Step("keywords", ("keywords", *asked.arguments))


def _side_by_side(asked: Asked, pair: DuplicatePair[Any]) -> Iterator[Step]:
    """By the file and a number where there is one file of several speeches, else by the ids."""
    ids = (pair.a.id, pair.b.id)
    if asked.paths == _SOURCES or any(id_.startswith("-") for id_ in ids):
        return
    numbers = [id_.rpartition("#")[2] for id_ in ids]
    if len(asked.paths) == 1 and _holds_parts(asked.paths[0], asked.options):
        named: tuple[str, ...] = tuple(f"{asked.paths[0]}#{number}" for number in numbers)
    else:
        named = (*ids, *(part for path in asked.paths for part in ("--in", path)))
    yield Step("side_by_side", ("diff", *named, *asked.reading))


def _holds_parts(path: str, options: ReadOptions) -> bool:
    """Whether a source is one document with speeches that are called by their numbers."""
    from speechkit.files.kinds import RECORDS, kind_by_name

    return (
        Path(path).is_file()
        and options.look_inside is not False
        and kind_by_name(path) not in (*RECORDS, "zip")
    )


def after_keywords(
    asked: Asked, result: Keywords, dates: Iterable[str | None] = (), *, over_time: bool
) -> Iterator[Step]:
    """Trends, where there are dates of several years; the contexts of the first keyword."""
    years = {date[:4] for date in dates if date}
    if len(years) >= _MIN_YEARS and not over_time:
        yield Step("trends", ("keywords", *asked.arguments, "--over", "date"))
    terms = (entry.term for speech in result.speeches for entry in speech.keywords)
    yield from _in_context(asked, next(terms, ""))
    yield Step("shares", ("themes", *asked.arguments))


def _in_context(asked: Asked, term: str) -> Iterator[Step]:
    if term and not term.startswith("-"):
        yield Step("concordance", ("concordance", term, *asked.arguments))


def after_concordance(asked: Asked, result: Concordance) -> Iterator[Step]:
    """The words near the term, then the contexts of the first of them."""
    if result.collocates is not None and result.collocates.listed:
        yield from _in_context(asked, result.collocates.listed[0].term)
    elif result.hits and result.collocates is None and not result.term.startswith("-"):
        regex = ("--regex",) if result.is_regex else ()
        again = ("concordance", result.term, *asked.arguments, *regex, "--collocates")
        yield Step("collocates", again)
    yield Step("keywords", ("keywords", *asked.arguments))


def after_themes(
    asked: Asked, result: Emphasis, codebook: str | None, *, picked: bool
) -> Iterator[Step]:
    """The two speeches that are furthest apart, then the report.

    Parameters
    ----------
    picked
        Pairs were asked for, or groups.
    """
    own = _codebook(codebook)
    if result.distances and not picked and len(result.speeches) > _TWO:
        far = max(result.distances, key=lambda distance: distance.jensen_shannon)
        pair = f"{far.a.id},{far.b.id if far.b else 'rest'}"
        yield Step("pair", ("themes", *asked.arguments, f"--pairs={pair}", *own))
    yield Step("report", ("report", *asked.arguments, *own, "-o", unused("report.html")))


def after_browse(asked: Asked) -> Iterator[Step]:
    """What was walked through, on a page to keep."""
    yield Step("report", ("report", *asked.arguments, "-o", unused("report.html")))


def after_doctor(asked: Asked, codebook: str | None) -> Iterator[Step]:
    """The shares by the codebook that was examined."""
    yield Step("shares", ("themes", *asked.arguments, *_codebook(codebook)))


def after_codebook() -> Iterator[Step]:
    """The shares by the codebook that was shown; of which speeches nobody has said."""
    yield Step("shares", ("themes", *_SOURCES))


def after_diff(asked: Asked, n_speeches: int) -> Iterator[Step]:
    """Further versions, where there are more speeches than the two; else what these are about."""
    if n_speeches > _TWO:
        yield Step("versions", ("dedupe", *asked.arguments, "--explain"))
    yield Step("keywords", ("keywords", *asked.arguments))


def after_label(
    asked: Asked, labels: Path, named: tuple[str, ...], *, n_labelled: int, coder: str
) -> Iterator[Step]:
    """The shares corrected by the labels; without any, the labelling itself.

    Parameters
    ----------
    named
        Option and file of the themes; those of a draft have no shares yet.
    """
    if n_labelled and "--themes-of" not in named:
        yield _calibrated(asked.arguments, labels, named)
    again = ("-o", as_argument(str(labels)), f"--coder={coder}")
    yield Step("label", ("label", *asked.arguments, *named, *again))


def after_agreement(labels: Sequence[str], codebook: str | None) -> Iterator[Step]:
    """The shares corrected by the labels; of which speeches they do not say."""
    yield _calibrated(_SOURCES, Path(labels[0]), _codebook(codebook))


def _calibrated(sources: tuple[str, ...], labels: Path, own: tuple[str, ...]) -> Step:
    by = ("--calibrate", as_argument(str(labels)))
    return Step("calibrate", ("themes", *sources, *own, *by))


def _codebook(path: str | None) -> tuple[str, ...]:
    return () if path is None else ("--codebook", as_argument(path))
