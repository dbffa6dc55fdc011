"""A wheel built from the source distribution runs in an environment that has nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from speechkit import __version__

ROOT = Path(__file__).parent.parent
DATA = {
    "LICENSE",
    "speechkit/browse/workbench.tcss",
    "speechkit/py.typed",
    "speechkit/render/html/templates/page.html.j2",
    "speechkit/render/html/templates/style.css",
    "speechkit/text/words/officialese.txt",
    "speechkit/themes/codebook.json",
}
"""Files beside the modules that a wheel must not lack."""


def test_a_wheel_from_the_source_distribution_runs_in_an_empty_environment(tmp_path: Path) -> None:
    wheel = built_wheel(tmp_path)
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    assert packed >= source_files()
    assert {name.rpartition("licenses/")[2] for name in packed} >= DATA
    assert all(name.startswith(("speechkit/", f"speechkit-{__version__}.")) for name in packed)

    python = empty_environment(tmp_path / "environment")
    run(python, "-m", "pip", "install", "--quiet", str(wheel), cwd=tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(ROOT / "corpus" / "speeches.txt", elsewhere)
    command = [str(python.with_name("speechkit")), "--version"]
    assert run(*command, cwd=elsewhere).stdout == f"speechkit {__version__}\n"
    done = run(python, "-m", "speechkit", "split", "speeches.txt", cwd=elsewhere)
    (document,) = json.loads(done.stdout)["documents"]
    assert len(document["speeches"]) == 5
    assert done.stderr == ""
    page = ("-m", "speechkit", "report", "speeches.txt", "-q", "-o", "report.html")
    assert run(python, *page, cwd=elsewhere).stderr == ""
    assert (elsewhere / "report.html").stat().st_size > 0


def built_wheel(folder: Path) -> Path:
    """A wheel made of the source distribution, not of this folder."""
    require_package_index(folder)
    run(sys.executable, "-m", "build", "--outdir", str(folder / "dist"), str(ROOT), cwd=folder)
    assert list((folder / "dist").glob("*.tar.gz"))
    (wheel,) = (folder / "dist").glob("*.whl")
    return wheel


def source_files() -> set[str]:
    """What stands in the package here, as a wheel calls it."""
    package = ROOT / "src" / "speechkit"
    files = (path for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(package.parent).as_posix() for path in files}


def require_package_index(folder: Path) -> None:
    pip = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--retries", "1")
    try:
        run(*pip, "--dest", str(folder / "index"), "hatchling", cwd=folder)
    except AssertionError as error:
        pytest.skip(f"pip reaches no package index: {str(error).splitlines()[0]}")


def empty_environment(folder: Path) -> Path:
    """The Python of a new environment."""
    venv.create(folder, with_pip=True, symlinks=os.name != "nt")
    return folder / ("Scripts" if os.name == "nt" else "bin") / "python"


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment["SPEECHKIT_CACHE"] = str(cwd / "cache")
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr or done.stdout
    return done
