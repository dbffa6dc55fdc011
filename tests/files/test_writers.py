from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import time
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import write_folder
from speechkit.errors import OutputExistsError, StorageError
from speechkit.files import SPEECHES, SourceNames, check_file, new_folder, write_file, writers
from speechkit.files.writers import (
    MARKER,
    MAX_NAME_BYTES,
    MAX_TITLE,
    check_folder,
    renumbered,
    safe_name,
    written_files,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = (("01_甲.txt", "甲".encode()), ("speeches.jsonl", b"{}\n"))
posix = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX system")
not_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def contents(folder: str | Path) -> dict[str, bytes]:
    """What a folder holds, our marker left out."""
    return {p.name: p.read_bytes() for p in Path(folder).iterdir() if p.name != MARKER}


def names(folder: str | Path = ".") -> list[str]:
    return sorted(os.listdir(folder))  # noqa: PTH208 # pathlib gives paths, not names


def failing(error: BaseException) -> Iterator[tuple[str, bytes]]:
    """Files of which the second cannot be had."""
    yield FILES[0]
    raise error


# ---------------------------------------------------------------------------------- files


def test_a_file_is_written_and_nothing_else_is_left() -> None:
    write_file("report.html", b"<html>")
    assert Path("report.html").read_bytes() == b"<html>"
    assert names() == ["report.html"]


def test_a_file_that_exists_is_not_overwritten() -> None:
    Path("a").write_bytes(b"old")
    with pytest.raises(OutputExistsError, match=r"^a: exists already; --force replaces it$"):
        write_file("a", b"new")
    assert contents(".") == {"a": b"old"}


def test_force_replaces_a_file() -> None:
    Path("a").write_bytes(b"old")
    write_file("a", b"new", force=True)
    assert contents(".") == {"a": b"new"}


def test_a_file_that_comes_meanwhile_is_not_overwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    def write_and_be_overtaken(path: Path, data: bytes) -> None:
        path.write_bytes(data)
        Path("a").write_bytes(b"another's")

    monkeypatch.setattr(writers, "_write", write_and_be_overtaken)
    with pytest.raises(OutputExistsError, match="exists already"):
        write_file("a", b"ours")
    assert contents(".") == {"a": b"another's"}


@pytest.mark.parametrize("overtaken", [False, True])
def test_a_file_system_without_hard_links_will_do(
    monkeypatch: pytest.MonkeyPatch, overtaken: bool
) -> None:
    def no_links(target: Path, _stage: Path) -> None:
        if overtaken:
            target.write_bytes(b"another's")
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    if overtaken:
        with pytest.raises(OutputExistsError, match="exists already"):
            write_file("a", b"ours")
    else:
        write_file("a", b"ours")
    assert contents(".") == {"a": b"another's" if overtaken else b"ours"}


@posix
def test_force_replaces_a_link_and_not_what_it_leads_to() -> None:
    Path("precious").write_bytes(b"old")
    Path("a").symlink_to("precious")
    write_file("a", b"new", force=True)
    assert contents(".") == {"precious": b"old", "a": b"new"}
    assert not Path("a").is_symlink()


@posix
@pytest.mark.parametrize("target", ["precious", "nowhere"])
def test_a_link_is_not_written_through_without_force(target: str) -> None:
    Path("precious").write_bytes(b"old")
    Path("a").symlink_to(target)
    with pytest.raises(OutputExistsError):
        write_file("a", b"new")
    assert names() == ["a", "precious"]
    assert Path("precious").read_bytes() == b"old"


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_is_no_file(force: bool) -> None:
    Path("a").mkdir()
    with pytest.raises(OutputExistsError, match=r"^a: is a folder; name a file$"):
        write_file("a", b"", force=force)


@posix
def test_a_device_or_pipe_is_not_replaced() -> None:
    os.mkfifo("pipe")
    Path("link").symlink_to("pipe")
    for name in ("pipe", "link"):
        with pytest.raises(OutputExistsError, match="no ordinary file"):
            write_file(name, b"", force=True)
    assert stat.S_ISFIFO(Path("pipe").stat().st_mode)


@pytest.mark.parametrize("path", ["no/a", "file/a", "x" * 300, "a\0b", "a\0/b"])
def test_a_place_that_is_none_is_refused(path: str) -> None:
    Path("file").write_bytes(b"")
    refused = pytest.raises(OutputExistsError, match=r"make it first|name another place")
    with refused:
        write_file(path, b"")
    with refused:
        write_folder(path, FILES)
    assert names() == ["file"]


@not_root
def test_a_folder_that_may_not_be_written_is_refused() -> None:
    Path("closed").mkdir(mode=0o500)
    refused = pytest.raises(OutputExistsError, match="name another place")
    with refused:
        write_file("closed/a", b"")
    with refused:
        write_folder("closed/a", FILES)


@posix
def test_permissions_follow_the_umask() -> None:
    before = os.umask(0o027)
    try:
        write_file("a", b"")
        write_folder("out", FILES)
    finally:
        os.umask(before)
    modes = [stat.S_IMODE(Path(p).stat().st_mode) for p in ("a", "out", "out/01_甲.txt")]
    assert modes == [0o640, 0o750, 0o640]


# --------------------------------------------------------------------------------- folders


def test_a_folder_is_written_with_a_list_of_what_we_wrote() -> None:
    write_folder("out", FILES)
    assert contents("out") == dict(FILES)
    assert written_files("out") == {"01_甲.txt", "speeches.jsonl"}
    assert names() == ["out"]


@pytest.mark.parametrize("path", ["out/", "./out", "sub/../out"])
def test_a_folder_may_be_named_in_any_way(path: str) -> None:
    Path("sub").mkdir()
    write_folder(path, FILES)
    assert contents("out") == dict(FILES)


@pytest.mark.parametrize("ours", [False, True])
def test_a_folder_that_exists_is_not_overwritten(ours: bool) -> None:
    if ours:
        write_folder("out", FILES)
    else:
        Path("out").mkdir()
    with pytest.raises(OutputExistsError, match=r"^out: exists already; --force replaces it$"):
        write_folder("out", [("02.txt", b"new")])
    assert contents("out") == (dict(FILES) if ours else {})


@pytest.mark.parametrize("ours", [False, True])
def test_force_replaces_a_folder_that_is_empty_or_ours(ours: bool) -> None:
    if ours:
        write_folder("out", FILES)
        Path("out/.DS_Store").write_bytes(b"")
    else:
        Path("out").mkdir()
    write_folder("out", [("02.txt", b"new")], force=True)
    assert contents("out") == {"02.txt": b"new"}
    assert names() == ["out"]


STRANGERS = ["notes.txt", "sub", "link", ".bashrc"]


@posix
@pytest.mark.parametrize("stranger", STRANGERS)
@pytest.mark.parametrize("ours", [False, True])
def test_force_never_replaces_a_folder_that_holds_what_we_did_not_write(
    stranger: str, ours: bool
) -> None:
    if ours:
        write_folder("out", FILES)
    Path("out").mkdir(exist_ok=True)
    place = Path("out", stranger)
    if stranger == "sub":
        place.mkdir()
    elif stranger == "link":
        place.symlink_to("/")
    else:
        place.write_bytes(b"mine")
    before = names("out")
    with pytest.raises(OutputExistsError, match=f"holds '{stranger}', which speechkit did not"):
        write_folder("out", FILES, force=True)
    assert names("out") == before


def test_a_folder_in_the_place_of_a_file_of_ours_is_a_stranger() -> None:
    write_folder("out", FILES)
    Path("out/01_甲.txt").unlink()
    Path("out/01_甲.txt").mkdir()
    with pytest.raises(OutputExistsError, match="did not write"):
        write_folder("out", FILES, force=True)


@posix
@pytest.mark.parametrize("force", [False, True])
def test_a_link_or_a_file_is_no_folder(force: bool) -> None:
    write_folder("real", FILES)
    Path("link").symlink_to("real")
    Path("file").write_bytes(b"mine")
    for path in ("link", "file"):
        with pytest.raises(OutputExistsError, match="is no folder"):
            write_folder(path, [], force=force)
    assert contents("real") == dict(FILES)
    assert Path("file").read_bytes() == b"mine"


@pytest.mark.parametrize("path", [".", "..", "/", "sub/.."])
def test_force_never_replaces_the_folder_we_stand_in(here: Path, path: str) -> None:
    Path("sub").mkdir()
    with pytest.raises(OutputExistsError, match="did not write"):
        write_folder(path, FILES, force=True)
    assert names(here) == ["sub"]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(errno.EIO, "no"), ValueError()])
def test_what_stops_the_files_leaves_nothing_and_passes_on(error: BaseException) -> None:
    with pytest.raises(type(error)) as raised:
        write_folder("out", failing(error))
    assert raised.value is error
    assert names() == []


def test_what_stops_a_replacement_leaves_the_old_folder() -> None:
    write_folder("out", FILES)
    with pytest.raises(KeyboardInterrupt):
        write_folder("out", failing(KeyboardInterrupt()), force=True)
    assert contents("out") == dict(FILES)
    assert names() == ["out"]


def test_a_rename_that_fails_brings_the_old_folder_back(monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder("out", FILES)
    rename = Path.rename

    def fail_for_the_new(path: Path, target: Path) -> Path:
        if "-new-" in path.name:
            raise OSError(errno.EIO, "Input/output error")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail_for_the_new)
    with pytest.raises(StorageError, match=r"Input/output error\); nothing was left behind$"):
        write_folder("out", [("02.txt", b"")], force=True)
    assert contents("out") == dict(FILES)
    assert names() == ["out"]


def test_a_replacement_that_is_overtaken_leaves_the_other_runs_folder_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_folder("out", FILES)
    rename = Path.rename

    def overtake_the_new(path: Path, target: Path) -> Path:
        if "-new-" in path.name and not Path("out").exists():
            Path("out").mkdir()
            Path("out/another.txt").write_bytes(b"another's")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", overtake_the_new)
    with pytest.raises(OutputExistsError, match="exists already"):
        write_folder("out", [("02.txt", b"")], force=True)
    assert contents("out") == {"another.txt": b"another's"}
    assert names() == ["out"]


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\\b", "/a", "a\0", "a\nb", MARKER])
def test_a_name_that_leads_elsewhere_is_a_programmers_mistake(name: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        write_folder("out", [(name, b"")])
    assert names() == []


def test_a_name_given_twice_is_a_programmers_mistake() -> None:
    with pytest.raises(ValueError, match=r"^A\.txt$"):
        write_folder("out", [("a.txt", b""), ("A.txt", b"")])


def test_a_place_can_be_checked_before_the_work_is_done() -> None:
    check_file("a")
    check_folder("out")
    assert names() == []
    write_file("a", b"")
    write_folder("out", FILES)
    check_file("a", force=True)
    check_folder("out", force=True)
    with pytest.raises(OutputExistsError, match="exists already"):
        check_file("a")
    with pytest.raises(OutputExistsError, match="exists already"):
        check_folder("out")


@posix
def test_a_marker_that_is_no_file_is_not_opened() -> None:
    Path("out").mkdir()
    os.mkfifo(Path("out", MARKER))
    assert written_files("out") == frozenset()


@pytest.mark.parametrize("n", [3, 99, 100, 101])
def test_texts_are_numbered_with_the_digits_of_the_last(n: int) -> None:
    with new_folder("out") as folder:
        for i in range(n):
            folder.write_numbered("甲", str(i).encode())
            folder.append("speeches.jsonl", f"{i}\n".encode())
    digits = max(2, len(str(n)))
    wanted = [f"{i:0{digits}d}_甲.txt" for i in range(1, n + 1)]
    assert contents("out") == {
        **{name: str(i).encode() for i, name in enumerate(wanted)},
        "speeches.jsonl": "".join(f"{i}\n" for i in range(n)).encode(),
    }
    assert written_files("out") == {*wanted, "speeches.jsonl"}


def test_a_folder_that_is_not_finished_is_not_there() -> None:
    def write_and_stop() -> None:
        with new_folder("out") as folder:
            folder.append("speeches.jsonl", b"{}")
            raise KeyError

    with pytest.raises(KeyError):
        write_and_stop()
    assert names() == []


def test_a_file_that_grows_is_not_written_twice() -> None:
    with new_folder("out") as folder:
        folder.append("a", b"1")
        with pytest.raises(ValueError, match=r"^a$"):
            folder.write("a", b"2")
    assert contents("out") == {"a": b"1"}


# --------------------------------------------------------------- other processes, full disks

WRITE_MANY = """
import sys
from speechkit.errors import SpeechkitError
from speechkit.files import new_folder, write_file
_, path, what, n, size, force = sys.argv
data = (what.encode() * int(size))[: int(size)]
files = ((f"{i:04d}.txt", data) for i in range(int(n)))
try:
    if int(n):
        with new_folder(path, force=force == "force") as folder:
            for name, data in files:
                folder.write(name, data)
    else:
        write_file(path, data, force=force == "force")
except SpeechkitError as error:
    print(error, file=sys.stderr)
    sys.exit(error.exit_code)
"""


HEED_INTERRUPTS = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
"""Who starts the tests in the background of a shell hands on that interrupts are ignored."""


def start(
    path: str, what: str = "甲", n: int = 50, size: int = 3000, force: str = "no", limit: int = 0
) -> subprocess.Popen[str]:
    program = HEED_INTERRUPTS + WRITE_MANY
    if limit:
        program = (
            f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit},) * 2)\n"
            + program
        )
    arguments = [path, what, str(n), str(size), force]
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments], stderr=subprocess.PIPE, text=True
    )


@posix
@pytest.mark.parametrize("n", [0, 3])
def test_a_write_that_fails_is_one_line_and_leaves_nothing(n: int) -> None:
    process = start("out", n=n, size=100_000, limit=50_000)
    _, message = process.communicate()
    assert process.returncode == 74
    assert message == "out: cannot be written (File too large); nothing was left behind\n"
    assert names() == []


@posix
def test_a_kill_at_any_time_leaves_the_old_or_the_new_and_the_next_run_tidies_up() -> None:
    write_folder("out", [("old.txt", b"old")])
    seen = set()
    for delay in (0.0, 0.01, 0.02, 0.04, 0.08, 0.15):
        process = start("out", n=300, force="force")
        while not any(name.startswith(".speechkit-new") for name in names()):
            if process.poll() is not None:
                break
        time.sleep(delay)
        process.kill()
        process.communicate()
        if Path("out").exists():  # not, when killed between two renames
            seen.add(len(names("out")))
    assert seen <= {2, 301}
    write_folder("out", FILES, force=True)
    assert names() == ["out"]
    assert contents("out") == dict(FILES)


@posix
def test_an_old_folder_moved_aside_by_a_run_that_was_killed_comes_back() -> None:
    write_folder("out", FILES)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    aside = next(writers._hidden_names("old", Path("out"))).name
    Path("out").rename(aside.replace(f"-{os.getpid()}-", f"-{dead.pid}-"))
    with pytest.raises(OutputExistsError, match="exists already"):
        write_folder("out", [("02.txt", b"")])
    assert contents("out") == dict(FILES)
    assert names() == ["out"]


@posix
def test_stages_of_others_are_left_alone() -> None:
    mine = f".speechkit-new-{writers._machine()}-{os.getpid()}-00000000-7"
    elsewhere = ".speechkit-new-00000000-999999999-00000000-0"
    kept = sorted([mine, elsewhere, ".speechkit-notes", ".speechkit-new-1"])
    for name in kept:
        Path(name).mkdir()
    write_folder("out", FILES)
    assert names() == [*kept, "out"]


@posix
@pytest.mark.parametrize("force", ["no", "force"])
def test_of_eight_runs_into_one_folder_one_wins_whole(force: str) -> None:
    runs = [start("out", what=str(n), n=20, force=force) for n in range(8)]
    messages = [run.communicate()[1] for run in runs]
    codes = [run.returncode for run in runs]
    written = set(contents("out").values())
    assert len(contents("out")) == 20
    assert len(written) == 1
    assert names() == ["out"]
    assert set(codes) <= {0, 73}
    assert all("Traceback" not in message for message in messages)
    if force == "no":
        assert codes.count(0) == 1
        assert written == {str(codes.index(0)).encode() * 3000}


@posix
def test_a_run_that_is_interrupted_leaves_nothing() -> None:
    process = start("out", n=100_000)
    while not any(name.startswith(".speechkit-new") for name in names()):
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert names() == []


def test_every_file_is_opened_with_its_encoding_named() -> None:
    program = (
        "from speechkit.files import *\n"
        "for force in (False, True):\n"
        "    with new_folder('out', force=force) as folder:\n"
        "        folder.write('a.txt', b'a')\n"
        "        if not force:\n"
        "            folder.append('speeches.jsonl', b'{\"text\": \"a\"}')\n"
        "write_file('b.txt', b'b')\n"
        "assert [d.id for d in read_documents(['out', 'b.txt'])] == ['b', 'a']\n"
    )
    options = ["-X", "warn_default_encoding", "-W", "error::EncodingWarning"]
    run = subprocess.run(
        [sys.executable, *options, "-c", program], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")


# ----------------------------------------------------------------------------------- names

NAMES = {
    "plain": ("在全会上的讲话", "01_在全会上的讲话.txt"),
    "none": ("", "01.txt"),
    "only blanks": (" \n　", "01.txt"),
    "parent": ("..", "01.txt"),
    "path": ("../../etc/passwd", "01_..-..-etc-passwd.txt"),
    "windows": ('a<b>c:d"e\\f|g?h*i', "01_a-b-c-d-e-f-g-h-i.txt"),
    "option": ("-rf", "01_-rf.txt"),
    "the sign between number and title": ("a_b", "01_a-b.txt"),
    "reserved": ("CON", "01_CON.txt"),
    "dots": ("讲话. . .", "01_讲话.txt"),
    "blanks": ("　全会\t 讲话\r\n摘要 ", "01_全会 讲话 摘要.txt"),
    "bidi": ("a\u202egnp.exe", "01_agnp.exe.txt"),
    "invisible": ("讲\u200b话\ufeff\x1b[31m\ud800\ue000", "01_讲话[31m.txt"),
    "decomposed": ("e\u0301", "01_\u00e9.txt"),
    "decomposed, with something between": ("e\u200b\u0301", "01_\u00e9.txt"),
    "long": ("长" * 100, "01_" + "长" * 60 + ".txt"),
    "long and wide": ("𠀀" * 100, "01_" + "𠀀" * 48 + ".txt"),
}


@pytest.mark.parametrize("case", NAMES)
def test_a_title_becomes_a_name(case: str) -> None:
    title, name = NAMES[case]
    assert safe_name(1, title, width=2) == name


TITLES = st.text(st.characters()) | st.text(
    './\\:*?"<>| \t\n\u202e\u200be\u0301aA甲𠀀', max_size=90
)


@given(number=st.integers(0, 10**6), title=TITLES, width=st.integers(1, 6))
def test_a_name_stays_in_its_folder_and_any_system_takes_it(
    number: int, title: str, width: int
) -> None:
    name = safe_name(number, title, width=width)
    assert Path("out", name).resolve().parent == Path("out").resolve()
    assert name.startswith(f"{number:0{width}d}")
    assert name.endswith(".txt")
    assert len(name.encode()) <= MAX_NAME_BYTES
    assert len(name) <= width + 7 + len("_.txt") + MAX_TITLE
    assert not set(name) & set('/\\:*?"<>|')
    assert not any(unicodedata.category(char)[0] == "C" for char in name)
    assert name.count("_") <= 1
    assert unicodedata.is_normalized("NFC", name)
    assert not name.removesuffix(".txt").endswith((" ", "."))


@settings(max_examples=30)
@given(titles=st.lists(TITLES, max_size=12))
def test_names_of_a_folder_can_be_written_and_sort_in_their_order(titles: list[str]) -> None:
    with new_folder("out", force=True) as folder:
        for title in titles:
            folder.write_numbered(title, title.encode("utf-8", "replace"))
    found = sorted(contents("out"))
    assert len({name.casefold() for name in found}) == len(titles)
    assert [name[:2] for name in found] == [f"{n:02d}" for n in range(1, len(titles) + 1)]
    assert [contents("out")[name] for name in found] == [
        title.encode("utf-8", "replace") for title in titles
    ]


@pytest.mark.parametrize(("n", "first"), [(99, "01.txt"), (100, "001.txt"), (1000, "0001.txt")])
def test_a_hundred_names_are_numbered_with_three_digits(n: int, first: str) -> None:
    with new_folder("out") as folder:
        for _ in range(n):
            folder.write_numbered("", b"")
        folder.append(SPEECHES, b"")
    assert names("out")[1] == first


@given(titles=st.lists(TITLES, min_size=1, max_size=3), before=st.integers(0, 1200))
def test_a_name_renumbered_is_the_name_it_would_have_had(titles: list[str], before: int) -> None:
    for number, title in enumerate(titles, before):
        name = safe_name(number, title, width=2)
        assert renumbered(name, number, width=5) == safe_name(number, title, width=5)


@given(ids=st.lists(TITLES, max_size=8))
def test_a_text_that_was_taken_out_has_a_name_of_its_own(ids: list[str]) -> None:
    taken: set[str] = set()
    given_names = SourceNames()
    for id_ in ids:
        name = given_names.give(id_)
        assert name.startswith("source_")
        assert name.endswith(".text")
        assert not set(name) & set('/\\:*?"<>|')
        assert len(name.encode()) <= MAX_NAME_BYTES
        assert name.casefold() not in taken
        taken.add(name.casefold())


def test_names_that_begin_alike_take_time_by_their_number() -> None:
    given_names = SourceNames()
    found = [given_names.give(f"{'长' * 90}{n}") for n in range(20_000)]
    assert len(set(found)) == 20_000
    assert found[-1].endswith("-20000.text")


def test_a_negative_number_is_a_programmers_mistake() -> None:
    with pytest.raises(ValueError, match="-1"):
        safe_name(-1, "", width=2)
