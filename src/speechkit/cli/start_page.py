"""Names of the files at hand in, the page of `speechkit` alone out: what to do first, and then."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from speechkit import __version__
from speechkit.cli.columns import wrapped
from speechkit.cli.pasting import as_argument, command_line, unused
from speechkit.files.ids import natural_key
from speechkit.files.kinds import READ_KINDS, is_hidden, is_read

if TYPE_CHECKING:
    from speechkit.model import Lang

_FEW = 5
"""Files that are still named; of more, none is likelier meant than another."""
_LOOKED_AT = 10_000
"""Entries of a folder that are looked at: the page must not wait for a large one."""

_PAGE: dict[Lang, str] = {
    "en": """speechkit {version}: split, compare and measure Chinese public speeches

Start with: {split}
    the speeches in it, cleaned; when, where and by whom they were given

Then, as you need them:
  {dedupe}
    which of them are versions of one text, and what differs
  {keywords}
    what each is about, and what sets it apart
  {themes}
    how much weight each gives to which theme
  {report}
    all of it on one page, for a browser

{files}
Help: speechkit --help for all commands, speechkit split --help for one
中文: speechkit --lang zh""",
    "zh": """speechkit {version}：拆分、比较、量化中文公开讲话

先试：{split}
    里面有哪几篇讲话，清理好的文本，时间、地点、讲话人

然后按需要：
  {dedupe}
    哪些是同一篇的不同版本，差别在哪里
  {keywords}
    每篇讲什么，与别篇有何不同
  {themes}
    每篇在各个主题上用了多少篇幅
  {report}
    全部结果合成一个网页，用浏览器打开

{files}
帮助：speechkit --help 列出所有命令，speechkit split --help 讲一个命令
表格和网页也用中文：命令后加 --lang zh，或先设 SPEECHKIT_LANG=zh
English: speechkit --lang en""",
}
_ALSO: dict[Lang, str] = {
    "en": "Also here: {names}. Several can be named at once; a dot is this whole folder.",
    "zh": "这里还有：{names}。可以一次写几个；一个点代表整个文件夹。",
}
_WHAT: dict[Lang, str] = {
    "en": f"FILE: {READ_KINDS}, or a folder of them.",
    "zh": f"FILE：{READ_KINDS.replace(', ', '、')} 文件，或装有它们的文件夹。",
}


def start_page(here: Sequence[str], lang: Lang, width: int = 80) -> str:
    """What to do first, with the file at hand in the examples.

    Parameters
    ----------
    here
        Files that can be read and lie in the current folder; none where there are too many.
    width
        Columns within which sentences are kept; commands are not broken.
    """
    source = as_argument(here[0]) if here else "FILE"
    commands = {
        "split": ("split", source),
        "dedupe": ("dedupe", source, "--explain"),
        "keywords": ("keywords", source),
        "themes": ("themes", source),
        "report": ("report", source, "-o", unused("report.html")),
    }
    shown = {name: command_line(*arguments) or "" for name, arguments in commands.items()}
    page = _PAGE[lang].format(version=__version__, files=_files(here, lang), **shown)
    return "\n".join(line for whole in page.split("\n") for line in _fitted(whole, width))


def _fitted(line: str, width: int) -> list[str]:
    """A sentence in lines that keep its indent; a command as it is."""
    indent = line[: len(line) - len(line.lstrip())]
    if not line or "speechkit " in line:
        return [line]
    return [indent + part for part in wrapped(line.strip(), width - len(indent))]


def readable_here() -> tuple[str, ...]:
    """Files of the current folder that speechkit reads, where there are few of them.

    A name that cannot be shown as it is, or typed, is none.
    """
    try:
        with os.scandir() as entries:
            names = [
                entry.name
                for entry in islice(entries, _LOOKED_AT)
                if is_read(entry.name)
                and "." in entry.name
                and not is_hidden(entry.name)
                and entry.is_file()
                and command_line(entry.name) is not None
            ]
    except OSError:  # a folder that is gone, or that we may not look into
        return ()
    return tuple(sorted(names, key=natural_key)) if len(names) <= _FEW else ()


def _files(here: Sequence[str], lang: Lang) -> str:
    others = ("、" if lang == "zh" else ", ").join(here[1:])
    return _ALSO[lang].format(names=others) if others else _WHAT[lang]
