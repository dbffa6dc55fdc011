"""Imports run one way: who may know whom, checked on the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import speechkit

PACKAGE = Path(speechkit.__file__).parent

CORE = {"errors", "model", "results"}
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "lazy": set(),
    "model": set(),
    "progress": {"model"},
    "statistics": set(),
    "results": {"model"},
    "text": {"errors", "model"},
    "split": CORE | {"text"},
    "dedupe": CORE | {"progress", "text"},
    "grouping": CORE,
    "keywords": CORE | {"grouping", "progress", "statistics", "text"},
    "themes": CORE | {"grouping", "progress", "statistics", "text"},
    "report": CORE | {"text", "dedupe", "keywords", "themes"},
    "files": {"errors", "model", "results", "text"},
    "render": {"model", "results"},
    "engines": CORE | {"text", "split", "dedupe", "files"},
    "browse": {"model", "render", "results"},
    "cli": CORE
    | {"text", "split", "dedupe", "keywords", "themes", "report", "files", "render", "engines"}
    | {"browse", "grouping"},
}
"""By part of the package; the three analyses do not know one another."""


def parts() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_parts(path: Path) -> Iterator[str]:
    """Parts of speechkit that a module imports anywhere, in functions and for typing too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Import(names=names):
                modules = [alias.name for alias in names]
            case ast.ImportFrom(module="speechkit", names=names):
                modules = [f"speechkit.{alias.name}" for alias in names]
            case ast.ImportFrom(module=str(module)):
                modules = [module]
            case _:
                continue
        for module in modules:
            if module.startswith("speechkit."):
                yield module.split(".")[1]


@pytest.mark.parametrize("path", parts(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_stands_before_it(path: Path) -> None:
    part = part_of(path)
    if part in ("__init__", "__main__"):
        pytest.skip("the package's own face knows everybody")
    allowed = MAY_IMPORT[part] | {part, "lazy", "__version__"}
    assert set(imported_parts(path)) <= allowed


def test_only_files_opens_files() -> None:
    methods = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "fdopen"}
    found = set()
    for path in parts():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="open")):
                    found.add(str(path.relative_to(PACKAGE)))
                case ast.Call(func=ast.Attribute(attr=name)) if name in methods:
                    found.add(str(path.relative_to(PACKAGE)))
    null_device = {"cli/run.py"}
    assert {p for p in found if not p.startswith("files/")} == null_device


def test_only_the_command_line_prints() -> None:
    for path in parts():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="print")):
                    assert part_of(path) == "cli", path


def test_only_the_screens_of_the_workbench_know_textual() -> None:
    found = set()
    for path in parts():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.ImportFrom(module=str(module)) if module.split(".")[0] == "textual":
                    found.add(str(path.relative_to(PACKAGE)))
    assert found == {"browse/app.py", "browse/panes.py", "browse/screens.py"}
