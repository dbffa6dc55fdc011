"""`dedupe --index`: any batches give what one run gives, and nothing spoils what is there."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from speechkit.cli import collecting, comparing
from speechkit.dedupe import pairs
from speechkit.files import index as index_module
from speechkit.files.store import Store
from versions import edited, family, lines, made_text, shuffled

Outcome = tuple[int, str, str]
Call = Callable[..., Outcome]

TEXTS = shuffled(
    [
        *family(1, 9, 500, (0.05, 0.1, 0.25, 0.4)),
        *family(2, 5, 250, (0.05, 0.15)),
        *(made_text(30 + i, 300) for i in range(10)),
        made_text(1, 500)[100:200],
        made_text(30, 300),
        f"第一篇：讲话\n{made_text(3, 300)}\n第二篇：讲话\n{edited(made_text(3, 300), 0.1, 3)}",
    ],
    1,
)
NAMES = [f"s{n:02d}.txt" for n in range(len(TEXTS))]


@pytest.fixture(autouse=True)
def _by_sketches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "MAX_ONE_BY_ONE", 0)
    monkeypatch.setattr(comparing, "MAX_IN_MEMORY", -1)


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of texts in which the test runs."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, text in zip(NAMES, TEXTS, strict=True):
        (folder / name).write_text(lines(text) if "\n" not in text else text, "utf-8")
    monkeypatch.chdir(folder)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# ---------------------------------------------------------------------------------- batches


@settings(
    max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(order=st.permutations(range(len(NAMES))), cuts=st.sets(st.integers(1, len(NAMES) - 1)))
def test_any_batches_give_the_same_bytes_as_one_run(
    order: Sequence[int], cuts: set[int], corpus: Path, call: Call
) -> None:
    whole = call("dedupe", *NAMES)
    bounds = [0, *sorted(cuts)[:4], len(NAMES)]
    index = corpus.parent / "index"
    shutil.rmtree(index, ignore_errors=True)
    for a, b in pairwise(bounds):
        last = call("dedupe", *(NAMES[n] for n in order[a:b]), "--index", index)
    assert last == whole


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_records_cut_anywhere_give_the_same_bytes_as_one_run(
    jobs: str, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(collecting, "_TASK_DOCUMENTS", 5)
    records = [
        json.dumps({"id": f"r{n}", "text": text, "year": 2000 + n % 7}, ensure_ascii=False) + "\n"
        for n, text in enumerate(TEXTS)
    ]
    bounds = [0, 1, 9, 10, 18, len(records)]
    parts = []
    for n, (a, b) in enumerate(pairwise(bounds)):
        parts.append(Path(f"p{n}.jsonl"))
        encoding = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-8")[n]
        parts[-1].write_text("".join(records[a:b]), encoding)
    code, whole, _ = call("dedupe", *parts, "--explain")
    for n in (2, 0, 4, 3, 1):
        last = call("dedupe", parts[n], "--index", "index", "--explain", "--jobs", jobs, "-q")
    assert (code, last) == (0, (0, whole, ""))


def test_the_same_batch_again_changes_nothing_and_says_so(corpus: Path, call: Call) -> None:
    index = corpus.parent / "index"
    first = call("dedupe", *NAMES, "--index", index)
    before = {name: data for name, data in files(index).items() if name.endswith((".npy", "texts"))}
    code, out, err = call("dedupe", *NAMES, "--index", index)
    assert (code, out) == first[:2]
    assert err == f"{len(NAMES):,} documents are in the index already\n"
    after = files(index)
    assert {n: d for n, d in before.items() if "pairs" not in n}.items() <= after.items()
    assert len(after) == len(files(index))


def test_sources_that_are_gone_afterwards_do_not_matter(corpus: Path, call: Call) -> None:
    whole = call("dedupe", *NAMES, "--explain")
    index = corpus.parent / "index"
    call("dedupe", *NAMES[:20], "--index", index)
    for name in NAMES[:20]:
        (corpus / name).unlink()
    assert call("dedupe", *NAMES[20:], "--index", index, "--explain") == whole


def test_the_same_id_with_another_text_is_refused_and_the_rest_goes_in(
    corpus: Path, call: Call
) -> None:
    index = corpus.parent / "index"
    call("dedupe", *NAMES[:20], "--index", index)
    (corpus / NAMES[3]).write_text(made_text(77, 200), "utf-8")
    code, out, err = call("dedupe", *NAMES, "--index", index)
    assert (code, err.splitlines()) == (
        1,
        [
            "s03.txt: s03 is in the index with another text; rename it, or make a new index",
            "19 documents are in the index already",
        ],
    )
    (corpus / NAMES[3]).write_text(lines(TEXTS[3]), "utf-8")
    assert call("dedupe", *NAMES)[:2] == (0, out)


def test_only_what_is_refused_is_one_line_and_65(corpus: Path, call: Call) -> None:
    index = corpus.parent / "index"
    call("dedupe", NAMES[3], "--index", index)
    (corpus / NAMES[3]).write_text(made_text(77, 200), "utf-8")
    code, out, err = call("dedupe", NAMES[3], "--index", index, "-q")
    assert (code, out, err.count("\n")) == (65, "", 1)


@pytest.mark.parametrize("quiet", [(), ("-q",)])
def test_what_cannot_be_read_beside_what_is_there_already_is_said(
    quiet: tuple[str, ...], corpus: Path, call: Call
) -> None:
    index = corpus.parent / "index"
    _, out, _ = call("dedupe", *NAMES[:4], "--index", index)
    (corpus / "t.txt").write_bytes(b"")
    (corpus / "a.txt").write_bytes(b"\xff\x80\x81")
    code, again, err = call("dedupe", "a.txt", *NAMES[:4], "t.txt", "--index", index, *quiet)
    assert (code, again) == (1, out)
    assert ["a.txt" in err, "t.txt: empty" in err, err.count("\n")] == [True, True, 3 - len(quiet)]


def test_thresholds_may_differ_from_run_to_run(corpus: Path, call: Call) -> None:
    index = corpus.parent / "index"
    call("dedupe", *NAMES[:9], "--index", index, "--threshold", ".9", "--containment", "1")
    call("dedupe", *NAMES[9:18], "--index", index, "--threshold", ".3", "--containment", ".3")
    for options in ((), ("--threshold", ".4"), ("--threshold", ".95", "--containment", ".99")):
        assert (
            call("dedupe", *NAMES, "--index", index, *options)[:2]
            == (call("dedupe", *NAMES, *options)[:2])
        )


def test_documents_keep_how_they_were_to_be_divided(corpus: Path, call: Call) -> None:
    index = corpus.parent / "index"
    many = next(name for name, text in zip(NAMES, TEXTS, strict=True) if "第二篇" in text)
    code, out, _ = call("dedupe", many, "--no-split", "--index", index)
    assert json.loads(out)["n_speeches"] == 1
    others = [name for name in NAMES if name != many]
    _, out, _ = call("dedupe", *others, "--index", index)
    assert (code, json.loads(out)["n_speeches"]) == (0, len(NAMES))


def test_few_speeches_are_compared_one_by_one_and_then_by_sketches(
    corpus: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = call("dedupe", *NAMES)
    index = corpus.parent / "index"
    monkeypatch.setattr(pairs, "MAX_ONE_BY_ONE", 20)
    for a, b in ((0, 5), (5, 15), (15, 22), (22, len(NAMES))):
        last = call("dedupe", *NAMES[a:b], "--index", index)
    assert last == whole


def test_an_index_among_its_sources_is_no_source(corpus: Path, call: Call) -> None:
    whole = call("dedupe", *NAMES)
    index = corpus / "index"
    assert call("dedupe", ".", "--index", index) == whole
    assert call("dedupe", ".", "--index", index)[:2] == whole[:2]
    code, out, err = call("dedupe", index)
    assert (code, out, err.count("\n")) == (65, "", 1)


# ---------------------------------------------------------------------------------- faults


@pytest.fixture
def index(corpus: Path, call: Call) -> Path:
    """An index of two batches; what is to come is `NAMES[20:]`."""
    folder = corpus.parent / "index"
    for names in (NAMES[:10], NAMES[10:20]):
        assert call("dedupe", *names, "--index", folder)[0] == 0
    return folder


def fail_at(n: int, error: BaseException, call: Callable[..., Any]) -> Callable[..., Any]:
    left = n

    def instead(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401
        nonlocal left
        left -= 1
        if left == 0:
            raise error
        return call(*arguments, **options)

    return instead


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt()], ids=["full", "interrupted"])
@pytest.mark.parametrize("n", [1, 2, 5, 8])
def test_an_interrupted_run_leaves_what_the_index_gave_before(
    n: int, error: BaseException, index: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = call("dedupe", *NAMES[:20])
    untouched = files(index)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail_at(n, error, os.fsync))
        code, out, err = call("dedupe", *NAMES[20:], "--index", index)
    assert (code, out, err.count("\n")) == (74 if error is FULL else 130, "", 1)
    assert files(index) == untouched
    assert call("dedupe", NAMES[0], "--index", index)[:2] == before[:2]
    assert call("dedupe", *NAMES[20:], "--index", index)[:2] == call("dedupe", *NAMES)[:2]


def test_a_fault_while_reading_is_not_taken_for_nothing_new(
    index: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in the index already comes first; then the disk is full."""
    untouched = files(index)
    with monkeypatch.context() as patch:
        patch.setattr(collecting, "_TASK_DOCUMENTS", 10)
        patch.setattr(Store, "append", fail_at(13, FULL, Store.append))
        code, out, err = call("dedupe", *NAMES, "--index", index, "--jobs", "1")
    assert (code, out, err.count("\n")) == (74, "", 1)
    assert files(index) == untouched


def test_a_failure_of_another_output_leaves_the_index_as_it_was(
    index: Path, corpus: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    untouched, kept = files(index), corpus.parent / "kept"
    with monkeypatch.context() as patch:
        patch.setattr("speechkit.files.writers._sync", fail_at(1, FULL, lambda _: None))
        code, out, _ = call("dedupe", *NAMES[20:], "--index", index, "--write-kept", kept)
    assert (code, out, kept.exists()) == (74, "", False)
    assert files(index) == untouched


def damaged(index: Path, call: Call) -> None:
    """A run with a damaged index ends with a clear line and touches nothing."""
    untouched = files(index)
    code, out, err = call("dedupe", *NAMES[20:], "--index", index)
    assert (code, out, err.count("\n")) == (65, "", 1)
    assert "the index is damaged" in err or "what was kept of it" in err
    assert files(index) == untouched


KINDS = ("documents.jsonl", "texts", "sizes.npy", "hashes.npy", "digests.npy", "endings.npy")


@pytest.mark.parametrize("kind", [*KINDS, "lengths.npy", "pairs", "manifest.json"])
@pytest.mark.parametrize("how", ["removed", "truncated", "changed"])
def test_a_damaged_file_is_one_line_and_65(kind: str, how: str, index: Path, call: Call) -> None:
    path = next(path for path in sorted(index.iterdir()) if kind in path.name)
    data = path.read_bytes()
    if how == "removed":
        path.unlink()
    elif how == "truncated":
        path.write_bytes(data[: len(data) // 2])
    elif kind == "texts":
        pytest.skip("only what is needed of the texts is looked at")
    else:
        at = len(data) // 2
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    damaged(index, call)


@pytest.mark.parametrize("options", [(), ("--explain",), ("--write-kept", "kept")])
def test_a_changed_byte_in_a_text_that_is_needed_is_never_used(
    options: tuple[str, ...], index: Path, corpus: Path, call: Call
) -> None:
    """Whatever byte of the texts it is: noticed, or the result is the right one."""
    path = index / "000001.texts"
    data, before, n_noticed = path.read_bytes(), files(index), 0
    arguments = ("dedupe", *NAMES[20:], "--index", index, *options, "-q")
    expected = call("dedupe", *NAMES, *options, "-q")
    kept = {} if "kept" not in options else files(corpus / "kept")
    shutil.rmtree(corpus / "kept", ignore_errors=True)
    for at in range(5, len(data), len(data) // 14):
        path.write_bytes(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :])
        code, out, err = call(*arguments)
        if code == 0:
            assert (code, out, err) == expected
            assert not kept or files(corpus / "kept") == kept
        else:
            n_noticed += 1
            assert (code, out, err.count("\n")) == (65, "", 1)
            assert not (corpus / "kept").exists()
        shutil.rmtree(corpus / "kept", ignore_errors=True)
        shutil.rmtree(index)
        index.mkdir()
        for name, content in before.items():
            (index / name).write_bytes(content)
    assert n_noticed > 0


def test_an_index_of_another_version_is_one_line_and_2(
    index: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    untouched = files(index)
    monkeypatch.setattr(index_module, "FORMAT", "speechkit.index/9")
    code, out, err = call("dedupe", *NAMES[20:], "--index", index)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "speechkit.index/1" in err
    assert files(index) == untouched


def test_an_index_with_other_sketches_is_one_line_and_2(
    index: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    untouched = files(index)
    monkeypatch.setattr("speechkit.cli.indexing.PARAMETERS", {"rate": 16})
    code, out, err = call("dedupe", *NAMES[20:], "--index", index)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert files(index) == untouched


def test_a_folder_that_is_something_else_is_one_line_and_73(corpus: Path, call: Call) -> None:
    untouched = files(corpus)
    for place in (corpus, corpus / NAMES[0], corpus / "none" / "index"):
        code, out, err = call("dedupe", *NAMES[:3], "--index", place)
        assert (code, out, err.count("\n")) == (73, "", 1)
    assert files(corpus) == untouched


@pytest.mark.skipif(os.name != "posix", reason="no such locks elsewhere")
def test_of_two_runs_at_once_the_second_is_one_line_and_73(index: Path, call: Call) -> None:
    import fcntl

    with (index / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        code, out, err = call("dedupe", *NAMES[20:], "--index", index)
    assert (code, out, err.count("\n")) == (73, "", 1)
    assert "another run" in err


def test_a_text_from_another_folder_that_is_called_alike_is_refused(
    index: Path, corpus: Path, call: Call
) -> None:
    other = corpus.parent / "other"
    other.mkdir()
    (other / NAMES[0]).write_text(made_text(90, 200), "utf-8")
    code, _, err = call("dedupe", other, "--index", index)
    assert (code, err.count("\n")) == (65, 1)
    assert "is in the index with another text" in err
