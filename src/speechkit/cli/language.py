"""Arguments and environment in; the language of what is said before a command runs, out.

A command has its `--lang`. Help and the page of `speechkit` alone come before any option is
parsed, so the arguments are looked through here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speechkit.model import Lang

LANGUAGES: tuple[Lang, ...] = ("zh", "en")
VARIABLE = "SPEECHKIT_LANG"
_OPTION = "--lang"
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The first of them that is set decides, as POSIX has it."""


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """What `--lang` says, else `SPEECHKIT_LANG`, else the locale where it is Chinese, else English.

    Examples
    --------
    >>> language_of(["split", "--lang=zh", "--help"], {})
    'zh'
    >>> language_of(["--help"], {"LANG": "zh_CN.UTF-8"})
    'zh'
    >>> language_of(["--help"], {"LANG": "zh_CN.UTF-8", "SPEECHKIT_LANG": "en"})
    'en'
    """
    said = _said(arguments) or environment.get(VARIABLE)
    if not said:
        said = next((environment[name] for name in _LOCALE if environment.get(name)), "")[:2]
    return "zh" if said == "zh" else "en"


def command_first(arguments: Sequence[str]) -> list[str]:
    """The arguments with a language that stands before the command put behind its name.

    Examples
    --------
    >>> command_first(["--lang", "zh", "split", "a.txt"])
    ['split', '--lang', 'zh', 'a.txt']
    >>> command_first(["--lang", "zh", "--help"])
    ['--lang', 'zh', '--help']
    """
    n = _n_leading(arguments)
    if n and arguments[n : n + 1] and not arguments[n].startswith("-"):
        return [arguments[n], *arguments[:n], *arguments[n + 1 :]]
    return list(arguments)


def names_only_a_language(arguments: Sequence[str]) -> bool:
    """Whether nothing is asked for, if it is not a language."""
    if not arguments:
        return True
    return _n_leading(arguments) == len(arguments) and _said(arguments) in LANGUAGES


def _n_leading(arguments: Sequence[str]) -> int:
    """Of the arguments, those before the command that name a language."""
    first = arguments[0] if arguments else ""
    if first == _OPTION:
        return 2
    return 1 if first.startswith(f"{_OPTION}=") else 0


def _said(arguments: Sequence[str]) -> str | None:
    """The last value of `--lang`."""
    said = None
    for at, argument in enumerate(arguments):
        if argument == "--":
            break
        name, is_joined, value = argument.partition("=")
        if name == _OPTION:
            said = value if is_joined else next(iter(arguments[at + 1 : at + 2]), None)
    return said
