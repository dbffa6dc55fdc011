"""Sources and a person's answers in, labels in a file out; files of labels in, agreement out."""

from __future__ import annotations

import io
import re
import sys
import unicodedata
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal, NamedTuple

import typer

from speechkit.cli.next_step import Asked, after_label, tell
from speechkit.cli.reading import ReadOptions, phases, read
from speechkit.cli.run import say
from speechkit.cli.showing import draw
from speechkit.dedupe import find_duplicates
from speechkit.errors import TooLittleTextError, UsageError
from speechkit.files.ids import natural_key
from speechkit.files.labels import LabelFile, read_labels
from speechkit.model import Lang
from speechkit.render.escape import one_line
from speechkit.render.labels import counted, number, sentence
from speechkit.render.labels import label as word_of
from speechkit.render.terminal.draw import plain, shorten
from speechkit.render.terminal.label import render_question, theme_names
from speechkit.render.terminal.styles import FAINT_STYLE, WARNING_STYLE
from speechkit.results import Agreement, Label, SampledParagraph
from speechkit.themes.listing import ThemeList
from speechkit.themes.sample import MIN_CHARS, sample_paragraphs

_STDIN = "-"
_MAX_WORD = 40
"""Cells of a wrong word in a message."""


class Task(NamedTuple):
    """Who labels what."""

    output: Path
    coder: str
    n: int
    """Paragraphs of the sample."""
    seed: int
    themes: ThemeList
    named: tuple[str, ...] = ()
    """Option and file by which the user names the themes; empty for ours."""


def compare_coders(paths: Iterable[str], themes: ThemeList, *, seed: int) -> Agreement:
    """How far the coders of some files of labels agree, in whatever order these are named.

    Raises
    ------
    SpeechkitError
        When a file cannot be used, or no paragraph was labelled by two coders.
    """
    from speechkit.themes.agreement import measure_agreement

    labels: list[Label] = []
    for path in sorted(set(paths), key=natural_key):
        labels += read_labels(path, themes=themes.ids)
    return measure_agreement(labels, themes.themes, codebook=themes.name, seed=seed)


def label_sources(
    sources: Sequence[str], reading: ReadOptions, task: Task, *, lang: Lang, quiet: bool
) -> int:
    """Draw a sample of the sources' paragraphs and ask about each that has no label yet.

    Returns
    -------
    int
        How many sources could not be read.

    Raises
    ------
    SpeechkitError
        When the sources or the file of labels cannot be used.
    """
    _check(sources, task)
    file = LabelFile(task.output, themes=task.themes.ids)
    if file.was_torn and not quiet:
        say(f"{task.output}: its last line broke off and was taken out; all others are kept")
    found = read(sources, reading, quiet=quiet)
    with phases(reading, quiet=quiet) as progress:
        groups = find_duplicates(found.speeches, progress=progress).groups
    sample = sample_paragraphs(found.speeches, groups=groups, seed=task.seed)[: task.n]
    if not sample:
        raise TooLittleTextError(f"no paragraph of {MIN_CHARS} characters in the sources named")
    conversation = Conversation(sample, file, task.themes, coder=task.coder, lang=lang)
    if conversation.n_changed and not quiet:
        changed = counted(conversation.n_changed, "paragraph", "en")
        say(f"{task.output}: changed since labelled, so asked about again: {changed}")
    n_labelled = conversation.hold()
    steps = after_label(
        Asked(sources, reading), task.output, task.named, n_labelled=n_labelled, coder=task.coder
    )
    tell(steps, lang, quiet=quiet)
    return found.n_errors


def _check(sources: Sequence[str], task: Task) -> None:
    """Refuse what would not work out, before anything is read."""
    if not task.coder.strip() or one_line(task.coder) != task.coder:
        raise UsageError(f"--coder {task.coder!r} is no name; letters, digits and blanks make one")
    if _STDIN in sources:
        raise UsageError("answers are read from standard input; name files or folders, not -")
    output = task.output.absolute()
    for source in sources:
        with suppress(OSError):
            if Path(source).is_dir() and Path(source).resolve() in output.resolve().parents:
                raise UsageError(
                    f"{task.output}: lies in {source}, where it would be read as a source; "
                    "name another folder"
                )


# ------------------------------------------------------------------------------ answers


class Answer(NamedTuple):
    """What a line that was typed means."""

    kind: Literal["themes", "skip", "back", "stop", "keys", "define", "unknown", "none_alone"]
    themes: tuple[str, ...] = ()
    """The ids given, or the one to be defined."""
    word: str = ""
    """The one that is unknown."""


_COMMANDS: dict[str, Answer] = {
    "": Answer("skip"),
    "s": Answer("skip"),
    "b": Answer("back"),
    "q": Answer("stop"),
    "?": Answer("keys"),
}
_NONE = ("0", "none")
_BETWEEN = re.compile(r"[\s,、;]+")


def parse_answer(typed: str, ids: Sequence[str]) -> Answer:
    """What was answered; full width and capitals make no difference.

    A command comes before a theme of the same name, which still has its number.

    Examples
    --------
    >>> ids = ("roads", "schools", "farms")
    >>> parse_answer("３、roads", ids).themes
    ('farms', 'roads')
    >>> parse_answer("? 2", ids)
    Answer(kind='define', themes=('schools',), word='')
    >>> parse_answer("2 bridges", ids)
    Answer(kind='unknown', themes=(), word='bridges')
    """
    text = unicodedata.normalize("NFKC", typed).strip().lower()
    if text in _COMMANDS:
        return _COMMANDS[text]
    words = [word for word in _BETWEEN.split(text.removeprefix("?")) if word]
    if text.startswith("?"):
        words = words[:1]
    elif any(word in _NONE for word in words):
        return Answer("themes" if len(words) == 1 else "none_alone")
    themes = [_theme(word, ids) for word in words]
    if None in themes or not words:
        return Answer("unknown", word=words[themes.index(None)] if words else text)
    kind: Literal["define", "themes"] = "define" if text.startswith("?") else "themes"
    return Answer(kind, tuple(dict.fromkeys(id_ for id_ in themes if id_)))


def _theme(word: str, ids: Sequence[str]) -> str | None:
    """The theme with a number or an id; None for none."""
    if re.fullmatch(r"[0-9]{1,4}", word):
        return ids[int(word) - 1] if 1 <= int(word) <= len(ids) else None
    return word if word in ids else None


class Conversation:
    """Asks a coder about paragraphs, one after the other.

    Parameters
    ----------
    sample
        In the order they are asked about.
    file
        Answers go there; what it holds of this coder is not asked again.
    """

    def __init__(
        self,
        sample: Sequence[SampledParagraph],
        file: LabelFile,
        themes: ThemeList,
        *,
        coder: str,
        lang: Lang,
    ) -> None:
        self._sample = sample
        self._file = file
        self._themes = themes
        self._groups = themes.grouped(lang)
        self._coder = coder
        self._lang = lang
        self._given: dict[int, tuple[str, ...]] = {}
        """Themes of the paragraphs that have a label, the last one labelled last."""
        self.n_changed = 0
        """Paragraphs with a label whose text has changed since."""
        self._know(label for label in file.labels if label.coder == coder)

    def hold(self) -> int:
        """Ask until all have a label, or the coder has enough; what was answered is kept.

        Returns
        -------
        int
            How many paragraphs of the sample have a label.
        """
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")
        self._tell_start()
        stopped = False
        try:
            stopped = self._ask_about_all()
        except KeyboardInterrupt:
            typer.echo()
            stopped = True
        counts = {"labelled": len(self._given), "of": len(self._sample)}
        key = "stopped" if stopped else "skipped"
        self._tell("done" if counts["labelled"] == counts["of"] else key, **self._numbers(counts))
        return len(self._given)

    def _know(self, labels: Iterable[Label]) -> None:
        """Find the paragraphs of the labels that are there."""
        numbers: dict[object, int] = {found.place: n for n, found in enumerate(self._sample)}
        for label in labels:
            for n in self._meant(label, numbers):
                self._given.pop(n, None)
                if label.digest in ("", self._sample[n].digest):
                    self._given[n] = label.themes
                else:
                    self.n_changed += 1

    def _meant(self, label: Label, numbers: Mapping[object, int]) -> list[int]:
        """The paragraphs of a label: by its place, or, made by hand, by its lines."""
        if label.span is not None:
            return [numbers[label.place]] if label.place in numbers else []
        return [n for n, found in enumerate(self._sample) if found.holds_lines(label)]

    def _ask_about_all(self) -> bool:
        """Whether the coder stopped before the end."""
        coming = deque(n for n in range(len(self._sample)) if n not in self._given)
        passed = list(self._given)
        while coming:
            self._show(coming[0])
            answer = self._answer(can_go_back=bool(passed))
            if answer.kind == "stop":
                return True
            if answer.kind == "back":
                coming.appendleft(passed.pop())
                continue
            if answer.kind == "themes":
                self._note(coming[0], answer.themes)
            passed.append(coming.popleft())
        return False

    def _answer(self, *, can_go_back: bool) -> Answer:
        """The first answer that says what to do with the paragraph shown."""
        while True:
            typed = self._typed()
            answer = Answer("stop") if typed is None else parse_answer(typed, self._themes.ids)
            if answer.kind == "back" and not can_go_back:
                self._tell("first", style=WARNING_STYLE)
            elif answer.kind in ("themes", "skip", "back", "stop"):
                return answer
            else:
                self._explain(answer)

    def _note(self, n: int, themes: tuple[str, ...]) -> None:
        self._file.add(self._sample[n].label(self._coder, themes))
        self._given.pop(n, None)
        self._given[n] = themes
        names = theme_names(themes, self._groups, self._lang)
        self._tell("noted", style=FAINT_STYLE, themes=names)

    # --------------------------------------------------------------------- the terminal

    def _typed(self) -> str | None:
        """A line of the coder's; None where there will be no more."""
        typer.echo(word_of("label.prompt", self._lang), nl=False)
        sys.stdout.flush()
        if sys.stdin is None:
            return None
        line = sys.stdin.readline()
        if not (line and sys.stdin.isatty()):  # nobody has typed it, so it does not stand there
            typer.echo(one_line(line))
        return line or None

    def _show(self, n: int) -> None:
        draw(
            lambda width: render_question(
                self._sample[n],
                self._groups,
                place=(n + 1, len(self._sample)),
                n_labelled=len(self._given),
                given=self._given.get(n),
                lang=self._lang,
                width=width,
            )
        )

    def _explain(self, answer: Answer) -> None:
        if answer.kind == "define":
            (id_,) = answer.themes
            theme = next(theme for theme in self._themes.themes if theme.id == id_)
            key = "defined" if theme.definition else "undefined"
            values = {"theme": theme.label(self._lang), "definition": theme.definition}
            text = sentence(f"label.{key}", self._lang, **values)
            draw(lambda _: plain(text))
        elif answer.kind == "unknown":
            word, n = shorten(answer.word, _MAX_WORD), len(self._themes.themes)
            self._tell("unknown", style=WARNING_STYLE, word=word, n=str(n))
        else:
            self._tell(answer.kind, style=FAINT_STYLE)

    def _tell_start(self) -> None:
        speeches = {found.speech.id for found in self._sample}
        self._tell(
            "start",
            paragraphs=counted(len(self._sample), "paragraph", self._lang),
            speeches=counted(len(speeches), "speech", self._lang),
            codebook=self._themes.name,
            coder=self._coder,
            path=str(self._file.path),
        )

    def _tell(self, key: str, style: str = "", **values: str) -> None:
        text = sentence(f"label.{key}", self._lang, **values)
        draw(lambda _: plain(text, style))

    def _numbers(self, counts: dict[str, int]) -> dict[str, str]:
        return {name: number(count, self._lang) for name, count in counts.items()}
