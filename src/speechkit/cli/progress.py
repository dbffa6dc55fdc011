"""What is done in, a line on the terminal out that says what is being done and how long still."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from speechkit.cli.columns import columns_of
from speechkit.files import file_sizes

if TYPE_CHECKING:
    from speechkit.model import Lang

_DELAY = 1.0
"""Seconds before anything is shown: most runs are over by then."""
_INTERVAL = 0.2
"""Seconds between two changes of the line."""
_BYTES_A_CHARACTER = 3
"""Of Chinese in UTF-8; only where inside a file of records we are depends on it."""
_BYTES_PACKED = 1
"""Of a character in an archive: texts pack to a third."""
_BAR = 20
_LEAST_TOLD = 0.02
"""Part of the work from which it can be told how long the rest takes."""

_WORDS: dict[str, dict[Lang, str]] = {
    "reading": {"en": "reading", "zh": "读取"},
    "comparing": {"en": "comparing", "zh": "比较"},
    "duplicates": {"en": "comparing", "zh": "比较"},
    "differences": {"en": "saying what differs", "zh": "说明差别"},
    "passages": {"en": "finding shared passages", "zh": "寻找共有段落"},
    "keywords": {"en": "finding keywords", "zh": "提取关键词"},
    "keyness": {"en": "telling speeches apart", "zh": "比较用词"},
    "trends": {"en": "finding trends", "zh": "寻找趋势"},
    "themes": {"en": "weighing themes", "zh": "计算主题"},
    "contrasts": {"en": "contrasting themes", "zh": "比较主题"},
    "topics": {"en": "finding topics", "zh": "寻找话题"},
    "codebook": {"en": "examining the codebook", "zh": "检查编码表"},
    "findings": {"en": "weighing what was found", "zh": "分析所得"},
    "searching": {"en": "searching", "zh": "查找"},
    "report": {"en": "report: {what}", "zh": "报告：{what}"},
    "page": {"en": "writing the page", "zh": "生成网页"},
    "left": {"en": "{time} left", "zh": "还需 {time}"},
    "read": {"en": "{n:,} read, {time}", "zh": "已读 {n:,} 个，{time}"},
    "one_file": {"en": "1 file", "zh": "1 个文件"},
    "files": {"en": "{n:,} of {all:,} files", "zh": "{n:,}/{all:,} 个文件"},
    "tasks": {"en": "{n:,} of {all:,} tasks", "zh": "{n:,}/{all:,} 个任务"},
    "amount": {"en": "{n:,.0f} of {all:,.0f} MB", "zh": "{n:,.0f}/{all:,.0f} MB"},
}
"""What is said of the work, by what the analyses call it."""


class _Line:
    """One line that is written over now and then; gone when something else is to be printed."""

    def __init__(self, stream: TextIO | None, clock: Callable[[], float]) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._clock = clock
        self._began = clock()
        self._due = self._began + _DELAY
        self._shown = 0
        """Columns of the line on the terminal."""

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._stream.write("\r" + " " * self._shown + "\r")
            self._stream.flush()
            self._shown = 0

    def _show_soon(self) -> None:
        """Let the next change of the line not wait for the last one to be read."""
        self._due = max(self._began + _DELAY, min(self._due, self._clock()))

    def _show_when_due(self, line: Callable[[float], str]) -> None:
        """Show what the line says after so many seconds, unless it was shown just now."""
        now = self._clock()
        if now < self._due:
            return
        self._due = now + _INTERVAL
        shown = _cut(line(now - self._began), shutil.get_terminal_size().columns - 1)
        n_columns = columns_of(shown)
        self._stream.write("\r" + shown + " " * (self._shown - n_columns))
        self._stream.flush()
        self._shown = n_columns


def _cut(text: str, columns: int) -> str:
    """As much of a text as fits into so many columns."""
    while columns_of(text) > columns:
        text = text[:-1]
    return text


class ProgressLine(_Line):
    """How far the reading of sources is."""

    def __init__(
        self,
        sources: Sequence[str],
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
        lang: Lang = "en",
    ) -> None:
        super().__init__(stream, clock)
        self._lang = lang
        self._sources = sources
        self._sizes: dict[str, int] | None = None
        """None until a run takes so long that it is worth a look."""
        self._total = 0
        self._pending: list[tuple[str, int]] = []
        """Paths and characters of the documents that were done before we had a look."""
        self._file = ""
        """The one we are in."""
        self._n_files = 0
        self._done = 0
        """Bytes of the files that are done."""
        self._inside = 0
        """Bytes of the file we are in that are done, about."""

    def advance(self, path: str, n_chars: int) -> None:
        """Note that a document of this path is done."""
        if self._sizes is None:
            self._pending.append((path, n_chars))
        else:
            self._count(path, n_chars)
        self._show_when_due(self._told)

    def _look(self) -> dict[str, int]:
        """Sizes of the files, and all that was done before they were known counted by them."""
        if self._sizes is None:
            self._sizes = file_sizes(self._sources)
            self._total = sum(self._sizes.values())
            for path, n_chars in self._pending:
                self._count(path, n_chars)
            self._pending.clear()
        return self._sizes

    def _count(self, path: str, n_chars: int) -> None:
        file = self._file_of(path)
        if file != self._file:
            self._done += self._size(self._file)
            self._n_files += 1
            self._file, self._inside = file, 0
        self._inside += n_chars * (_BYTES_A_CHARACTER if file == path else _BYTES_PACKED)

    def _told(self, seconds: float) -> str:
        sizes = self._look()
        done = min(self._total, self._done + min(self._inside, self._size(self._file)))
        return progress_line(self._n_files, len(sizes), done, self._total, seconds, self._lang)

    def _file_of(self, path: str) -> str:
        """The file that a document stands in: its path, or the archive the path leads into."""
        file = path
        while file and file not in (self._sizes or ()):
            file = file.rpartition("/")[0]
        return file or path

    def _size(self, file: str) -> int:
        return (self._sizes or {}).get(file, 0)


def progress_line(
    n_files: int, all_files: int, n_bytes: int, all_bytes: int, seconds: float, lang: Lang = "en"
) -> str:
    """How far we are, in figures that every console can show.

    Examples
    --------
    >>> progress_line(3, 12, 25_000_000, 100_000_000, 5.0)
    'reading [#####...............] 3 of 12 files, 25 of 100 MB, 0:15 left'
    """

    def word(key: str, **values: object) -> str:
        return _WORDS[key][lang].format(**values)

    if not 0 < n_bytes <= all_bytes:
        said = word("read", n=n_files, time=_clock_time(seconds))
        return f"{word('reading')}{_COLON[lang]}{said}"
    parts = (
        word("files", n=n_files, all=all_files) if all_files > 1 else word("one_file"),
        word("amount", n=n_bytes / 1e6, all=all_bytes / 1e6),
        word("left", time=_clock_time(seconds * (all_bytes - n_bytes) / n_bytes)),
    )
    return f"{word('reading')} [{_bar(n_bytes, all_bytes)}] {_COMMA[lang].join(parts)}"


_COLON: Mapping[Lang, str] = {"en": ": ", "zh": "："}
_COMMA: Mapping[Lang, str] = {"en": ", ", "zh": "，"}


class StepsLine(_Line):
    """How many of the steps of a piece of work are done."""

    def __init__(
        self,
        what: str,
        n_steps: int,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
        lang: Lang = "en",
    ) -> None:
        super().__init__(stream, clock)
        self._lang = lang
        self._what = what
        self._n_steps = n_steps
        self._n_done = 0

    def advance(self) -> None:
        """Note that a step is done."""
        self._n_done += 1
        self._show_when_due(
            lambda seconds: steps_line(
                self._what, self._n_done / self._n_steps, seconds, self._lang
            )
        )


class PhasesLine(_Line):
    """How far work of several phases is; called as a `Progress` is.

    Parameters
    ----------
    shares
        Parts of the whole time that the phases take, about, in the order they come in. Without
        them each phase is shown by itself.
    """

    def __init__(
        self,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
        *,
        lang: Lang = "en",
        shares: Mapping[str, float] | None = None,
    ) -> None:
        super().__init__(stream, clock)
        self._lang = lang
        self._shares = shares
        self._what = ""
        self._phase_began = self._began

    def __call__(self, what: str, n_done: int, n_all: int) -> None:
        """Note how far a phase is."""
        if what != self._what:
            self._what, self._phase_began = what, self._clock()
            self._show_soon()
        done = n_done / n_all if n_all else 1.0
        self._show_when_due(lambda seconds: self._told(done, seconds))

    def _told(self, done: float, seconds: float) -> str:
        if self._shares is None:
            return steps_line(self._what, done, self._clock() - self._phase_began, self._lang)
        names = list(self._shares)
        at = names.index(self._what)
        before = sum(self._shares[name] for name in names[:at])
        whole = before + done * self._shares[self._what]
        line = steps_line(self._what, whole / sum(self._shares.values()), seconds, self._lang)
        return _WORDS["report"][self._lang].format(what=line)


class TasksLine(_Line):
    """How many tasks of what a cluster is at are done; nobody knows what comes after that."""

    def __init__(
        self,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
        *,
        lang: Lang = "en",
    ) -> None:
        super().__init__(stream, clock)
        self._lang = lang

    def show(self, n_done: int, n_all: int) -> None:
        """Say how many are done, and how long it has taken."""
        self._show_when_due(lambda seconds: tasks_line(n_done, n_all, seconds, self._lang))


def tasks_line(n_done: int, n_all: int, seconds: float, lang: Lang = "en") -> str:
    """How far a cluster is with what it is at.

    Examples
    --------
    >>> tasks_line(5, 40, 75.0), tasks_line(5, 40, 75.0, "zh")
    ('5 of 40 tasks, 1:15', '5/40 个任务，1:15')
    """
    tasks = _WORDS["tasks"][lang].format(n=n_done, all=n_all)
    return _COMMA[lang].join((tasks, _clock_time(seconds)))


def steps_line(what: str, done: float, seconds: float, lang: Lang = "en") -> str:
    """How far a piece of work is, of which a part is done after so many seconds.

    Examples
    --------
    >>> steps_line("comparing", 0.25, 5.0)
    'comparing [#####...............] 25%, 0:15 left'
    >>> steps_line("themes", 0.5, 60.0, "zh")
    '计算主题 [##########..........] 50%，还需 1:00'
    """
    shown = f"{_WORDS[what][lang]} [{_bar(int(1000 * done), 1000)}] {int(100 * done)}%"
    if done < _LEAST_TOLD:
        return shown
    left = _WORDS["left"][lang].format(time=_clock_time(seconds * (1 - done) / done))
    return f"{shown}{_COMMA[lang]}{left}"


def phase_line(what: str, n_done: int, n_all: int, lang: Lang = "en") -> str:
    """How far a phase is, in a few words.

    Examples
    --------
    >>> phase_line("keywords", 3, 4)
    'finding keywords 75%'
    """
    return f"{_WORDS[what][lang]} {100 * n_done // n_all if n_all else 100}%"


def _bar(n_done: int, n_all: int) -> str:
    filled = _BAR * n_done // n_all
    return "#" * filled + "." * (_BAR - filled)


def _clock_time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
