"""The library face: the functions behind the commands, loaded when they are used."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

import speechkit
from factories import CORPUS


@pytest.mark.parametrize("name", sorted(set(speechkit.__all__) - {"__version__"}))
def test_every_public_name_is_that_of_its_module(name: str) -> None:
    home = import_module(f"speechkit.{speechkit._HOMES[name]}")
    assert getattr(speechkit, name) is getattr(home, name)
    assert getattr(speechkit, name).__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'sort'"):
        speechkit.sort  # noqa: B018  # the access is what is tested


def test_the_public_names_are_listed() -> None:
    assert dir(speechkit) == sorted(speechkit.__all__)
    assert set(speechkit._HOMES) == set(speechkit.__all__) - {"__version__"}


def test_the_functions_do_what_the_commands_do() -> None:
    (document,) = speechkit.read_documents([CORPUS])
    split = speechkit.SplitResult((speechkit.split_document(document),))
    found = speechkit.find_duplicates(split.speeches)
    assert [group.kept.id for group in found.groups] == ["speeches#3"]
    report = speechkit.build_report(split)
    assert report.duplicates.groups == found.groups


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = (
        "import sys, speechkit; print(sorted(m for m in sys.modules if m.startswith('speechkit')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['speechkit', 'speechkit.lazy']"
