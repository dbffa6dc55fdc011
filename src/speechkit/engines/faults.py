"""What Spark raised in, as text; what the user can do about it out, in one line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote

from speechkit import errors
from speechkit.errors import ReadingError, SpeechkitError, StorageError, UsageError

MOST_SAID = 200
"""Characters of a cause: two lines of a terminal; Spark's own go on for pages."""


class _Fault(NamedTuple):
    """A kind of failure, known by what its text holds."""

    sign: re.Pattern[str]
    kind: type[SpeechkitError]
    advice: str


_MEMORY = "give it more by --conf spark.driver.memory=8g (a cluster: spark.executor.memory)"
_SHARED = "on a cluster every worker has to reach it, as on a shared disk, HDFS or S3"
_GONE = re.compile(
    r"Answer from Java side is empty|Error while sending or receiving|py4j\.\S*NetworkError"
    r"|Connection (?:refused|reset)|Broken pipe|SparkContext was shut down"
    r"|stopped SparkContext|\AAn error occurred while calling [\w.$]+\Z"
)
# The first that fits is told, so that a full disk is not told as the lost executor it caused.
_FAULTS = (
    _Fault(
        re.compile(r"No space left on device|[Qq]uota\w*Exceeded|Disk quota exceeded"),
        StorageError,
        "free some, or name another by --conf spark.local.dir=FOLDER",
    ),
    _Fault(
        re.compile(
            r"OutOfMemoryError|Java heap space|GC overhead limit|exit code 137|MemoryError"
            r"|Cannot allocate memory|OOMKilled"
        ),
        StorageError,
        _MEMORY,
    ),
    _Fault(
        re.compile(
            r"Permission denied|AccessControlException|AccessDenied|Read-only file system"
            r"|Mkdirs failed"
        ),
        StorageError,
        "see who may read and write there",
    ),
    _Fault(
        re.compile(r"UnsupportedFileSystemException|No FileSystem for scheme|\w+FileSystem not f"),
        UsageError,
        "add its package by --conf spark.jars.packages=…",
    ),
    _Fault(
        re.compile(
            r"is not a Parquet file|CANNOT_READ_FILE_FOOTER|FAILED_READ_FILE|MALFORMED_RECORD"
            r"|Unable to infer schema|UNABLE_TO_INFER_SCHEMA"
        ),
        ReadingError,
        "see whether the file is whole",
    ),
    _Fault(
        re.compile(
            r"ExecutorLostFailure|executor \S+ (?:exited|lost)|Lost executor|Master removed"
        ),
        StorageError,
        "see the workers' logs",
    ),
    _Fault(
        re.compile(r"Python worker (?:exited|failed)|python3?: not found|No module named"),
        StorageError,
        "the workers need this Python and speechkit: --conf spark.pyspark.python=PATH",
    ),
    _Fault(
        re.compile(r"All masters are unresponsive|Application has been killed|Master: .*refused"),
        StorageError,
        "is the master of this Spark's version, and has it workers?",
    ),
)
_MISSING = re.compile(
    r"Path does not exist: ([^\n]+?)\.? ?(?:SQLSTATE|\n|$)"
    r"|(?:FileNotFoundException|InvalidInputException): (?:File |Input path does not exist: )?"
    r"([^\n]+?)(?: does not exist|\n|$)"
    r"|FILE_NOT_EXIST\][^\n]*?((?:file|[a-z0-9]+):/[^\n]+?)\.? "
)
_OWN_DISK = re.compile(r"blockmgr-|shuffle_\d|/spark-[0-9a-f]{8}-")
_OURS = re.compile(r"speechkit\.errors\.(\w+): ([^\n]+)")
_PYTHON = re.compile(r"^((?:\w+\.)*\w*(?:Error|Exception|Exit|Interrupt)\b[^\n]*)$", re.MULTILINE)
_CAUSED = re.compile(r"^\s*Caused by: ([^\n]+)$", re.MULTILINE)
_LOST_TASK = re.compile(r"Lost task [^\n]*?\)[^\n]*?: (?=[A-Z]|(?:\w+\.)+[A-Z])([^\n]+)")
_STATE = re.compile(r"\s*SQLSTATE: \w+")
_PACKAGE = re.compile(r"^(?:[a-z]\w*\.)+(?=[A-Z]\w*)")


def of_text(text: str) -> SpeechkitError:
    """The error that the text of an exception stands for; what is not known is a StorageError.

    Examples
    --------
    >>> str(of_text("speechkit.errors.ReadingError: a.jsonl: line 3 is no JSON"))
    'a.jsonl: line 3 is no JSON'
    """
    if (own := _own(text)) is not None:
        return own
    for fault in _FAULTS[:3]:
        if sign := fault.sign.search(text):
            return _told(fault, text, sign[0])
    if (missing := _missing(text)) is not None:
        return missing
    for fault in _FAULTS[3:]:
        if sign := fault.sign.search(text):
            return _told(fault, text, sign[0])
    if _GONE.search(text):
        return lost()
    return StorageError(f"Spark: {cause(text)}")


def lost() -> StorageError:
    """What there is to say when Spark's own process no longer answers."""
    return StorageError(f"Spark: its Java process has ended, perhaps for want of memory; {_MEMORY}")


def start(lines: Iterable[str], text: str) -> SpeechkitError:
    """What there is to say when Spark's own process did not come up.

    Parameters
    ----------
    lines
        What it wrote on stderr.
    text
        Of the exception that told of it.
    """
    said = [clean(line) for line in lines]
    telling = [line for line in said if _TELLING.search(line)]
    if "JAVA_GATEWAY_EXITED" not in text and not _GONE.search(text):
        return of_text(text)
    reason = next(iter(telling or said[-1:]), cause(text))
    return StorageError(f"Spark: did not start ({reason}); see the values given by --conf")


_TELLING = re.compile(r"Error|Exception|Invalid|Unrecognized|[Cc]annot|[Uu]nable|refused|must ")


def cause(text: str) -> str:
    """The line of an exception's text that tells the most."""
    trace = text.partition("Traceback (most recent call last)")[2]
    found = _PYTHON.findall(trace.partition("\n\tat ")[0]) if trace else []
    found = found[-1:] or _CAUSED.findall(text)[-1:] or _LOST_TASK.findall(text)[-1:]
    lines = [line for line in text.splitlines() if not line.startswith("An error occurred while")]
    first = next((line for line in lines if line.strip(" :")), text)
    return _shortened((found or [first])[0])


def _shortened(line: str) -> str:
    """A line of a trace without what stands before the name of the exception."""
    return clean(_PACKAGE.sub("", line.rpartition("Caused by: ")[2].strip(": ")))


def clean(text: str) -> str:
    """A line for a terminal: no control characters, not too long, a full stop not at its end."""
    seen = "".join(" " if unicodedata.category(c) in _UNSEEN else c for c in _STATE.sub("", text))
    line = " ".join(seen.split()).rstrip(" .;")
    return line if len(line) <= MOST_SAID else line[: MOST_SAID - 1].rstrip() + "…"


_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _own(text: str) -> SpeechkitError | None:
    """The error of ours that a worker raised; None when there is none in the text."""
    match = _OURS.search(text)
    kind = getattr(errors, match[1], None) if match else None
    if match and isinstance(kind, type) and issubclass(kind, SpeechkitError):
        return kind(clean(match[2]))
    return None


def _missing(text: str) -> SpeechkitError | None:
    """An input that is not there, or not where a worker looks for it."""
    match = _MISSING.search(text)
    if match is None:
        return None
    path = clean(unquote(match[match.lastindex or 0]))
    if _OWN_DISK.search(path):
        return StorageError(f"Spark: {path}: a file of Spark's own is gone; is that disk full?")
    return UsageError(f"{path}: no such file or folder; {_SHARED}")


def _told(fault: _Fault, text: str, sign: str) -> SpeechkitError:
    """The cause with advice; the line that holds the sign, where the cause does not."""
    said = cause(text)
    if sign not in said:
        line = next(line for line in text.splitlines() if sign in line)
        said = _shortened(line)
    if sign not in said and len(said) >= MOST_SAID - 1:
        said = clean(sign)
    return fault.kind(f"Spark: {said}; {fault.advice}")
