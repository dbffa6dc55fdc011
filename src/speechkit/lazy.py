"""A name that a package offers in; what it stands for, loaded when it is first named, out."""

from __future__ import annotations

import sys
from collections.abc import Mapping


def load(package: str, homes: Mapping[str, str], name: str) -> object:
    """What a package's `__getattr__` gives for a name; afterwards it is there.

    Parameters
    ----------
    package
        The package's `__name__`.
    homes
        The module below it in which each public name lives.

    Raises
    ------
    AttributeError
        When the package has no such name.
    """
    if name not in homes:
        raise AttributeError(f"module {package!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{package}.{homes[name]}"), name)
    setattr(sys.modules[package], name, value)
    return value
