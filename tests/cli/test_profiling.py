"""Keywords of many speeches: the bytes are those of a few, whatever the way they go."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from factories import CORPUS
from speechkit.cli import profiling
from versions import edited, made_text, shuffled

Outcome = tuple[int, str, str]
Call = Callable[..., Outcome]
N_TEXTS = 13


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEECHKIT_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setattr(profiling, "_AT_ONCE", 3)


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Speeches of which some are versions of others, one too short for key terms."""
    texts = [made_text(seed, 3000) for seed in range(N_TEXTS)]
    rows = [{"id": f"t{n}", "text": text} for n, text in enumerate(texts)]
    rows += [{"id": f"v{n}", "text": edited(texts[n], 0.03, n)} for n in (2, 5)]
    rows += [{"id": "w2", "text": texts[2]}, {"id": "short", "text": "同志们：\n会议到此结束。"}]
    path = tmp_path_factory.mktemp("collection") / "speeches.jsonl"
    write(path, rows)
    return path


def write(path: Path, rows: Sequence[dict[str, str]]) -> None:
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(lines), "utf-8")


def entries(outcome: Outcome) -> dict[str, Any]:
    code, out, _ = outcome
    assert code == 0
    return {entry["id"]: entry for entry in json.loads(out)["speeches"]}


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_both_ways_give_the_same_bytes(
    form: str, collection: Path, call: Call, stream: Call
) -> None:
    arguments = ("keywords", collection, CORPUS, "--format", form, "--top", "7")
    assert call(*arguments) == stream(*arguments)


@pytest.mark.parametrize("measure", ["g2", "logratio", "fightin", "simplemaths"])
def test_both_ways_rank_alike(measure: str, collection: Path, call: Call, stream: Call) -> None:
    arguments = ("keywords", collection, "--measure", measure)
    assert call(*arguments) == stream(*arguments)


@pytest.mark.parametrize("against", ["t3", "v2", "background"])
def test_both_ways_know_the_reference(
    against: str, collection: Path, call: Call, stream: Call
) -> None:
    arguments = ("keywords", collection, "--against", against)
    assert call(*arguments) == stream(*arguments)


def test_both_ways_take_a_list_of_frequencies(
    collection: Path, tmp_path: Path, call: Call, stream: Call
) -> None:
    frequencies = tmp_path / "list.tsv"
    frequencies.write_text("# total: 100000\n发展\t50\n项目\t3\n", "utf-8")
    arguments = ("keywords", collection, "--against", frequencies)
    assert call(*arguments) == stream(*arguments)


def test_both_ways_take_a_file_of_speeches(collection: Path, call: Call, stream: Call) -> None:
    arguments = ("keywords", collection, "--against", CORPUS)
    assert call(*arguments) == stream(*arguments)


def test_an_unknown_reference_is_refused_in_one_line(collection: Path, stream: Call) -> None:
    code, out, err = stream("keywords", collection, "--against", "nobody")
    assert (code, out) == (2, "")
    assert err.startswith("--against nobody: no speech or file of that name")
    assert err.count("\n") == 1


def test_any_number_of_processes_gives_the_same_bytes(collection: Path, stream: Call) -> None:
    outcomes = [stream("keywords", collection, "--jobs", jobs) for jobs in ("1", "2", "3")]
    assert outcomes[0][0] == 0
    assert outcomes[1:] == outcomes[:-1]


def test_any_order_of_sources_gives_the_same_entries(
    collection: Path, tmp_path: Path, stream: Call
) -> None:
    lines = collection.read_text("utf-8").splitlines()
    other = tmp_path / collection.name
    other.write_text("\n".join(shuffled(lines, 4)), "utf-8")
    assert entries(stream("keywords", other)) == entries(stream("keywords", collection))


def test_a_version_changes_nothing_for_the_others(
    collection: Path, tmp_path: Path, stream: Call
) -> None:
    lines = collection.read_text("utf-8").splitlines()
    fewer = tmp_path / collection.name
    fewer.write_text("\n".join(line for line in lines if '"w2"' not in line), "utf-8")
    found, without = entries(stream("keywords", collection)), entries(stream("keywords", fewer))
    assert found.pop("w2")
    assert without == found


def test_a_speech_too_short_for_key_terms_is_named(collection: Path, stream: Call) -> None:
    code, out, err = stream("keywords", collection)
    assert code == 0
    assert "too short for key terms (fewer than 100 words): short\n" in err
    found = {entry["id"]: entry["sufficient"] for entry in json.loads(out)["speeches"]}
    assert [speech for speech, is_enough in found.items() if not is_enough] == ["short"]


def test_the_table_is_the_same(collection: Path, call: Call, stream: Call) -> None:
    arguments = ("keywords", collection, CORPUS, "--format", "table")
    assert call(*arguments) == stream(*arguments)


def test_a_file_is_written_whole_or_not_at_all(
    collection: Path, tmp_path: Path, stream: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "keywords.jsonl"
    assert stream("keywords", collection, "-o", output, "--quiet")[0] == 0
    before = output.read_bytes()
    assert before.count(b"\n") > N_TEXTS

    def fail(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("speechkit.render.tables.keywords_jsonl", fail)
    code, _, err = stream("keywords", collection, "-o", output, "--force", "--jobs", "1")
    assert code == 74
    assert err.count("\n") == 1
    assert output.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [output.name]


def test_own_words_and_stopwords_are_honoured(tmp_path: Path, call: Call, stream: Call) -> None:
    words, stopwords = tmp_path / "words.txt", tmp_path / "stop.txt"
    words.write_text("县政府组成人员 3 n\n", "utf-8")
    stopwords.write_text("固定资产投资\n", "utf-8")
    texts = tmp_path / CORPUS.name
    shutil.copy(CORPUS, texts)
    arguments = ("keywords", texts, "--words", words, "--stopwords", stopwords)
    assert call(*arguments) == stream(*arguments)
