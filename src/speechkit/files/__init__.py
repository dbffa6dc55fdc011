"""Files in, documents out; results in, files out: the only code that opens files.

What is named here is loaded when it is first used: who wants the cache need not read documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speechkit.files.decode import decode  # now: later its module would have the name
from speechkit.lazy import load

if TYPE_CHECKING:
    from speechkit.files.labels import read_labels as read_labels
    from speechkit.files.readers import read_bytes as read_bytes
    from speechkit.files.readers import read_documents as read_documents
    from speechkit.files.sizes import file_sizes as file_sizes
    from speechkit.files.writers import SPEECHES as SPEECHES
    from speechkit.files.writers import SourceNames as SourceNames
    from speechkit.files.writers import check_file as check_file
    from speechkit.files.writers import check_folder as check_folder
    from speechkit.files.writers import new_folder as new_folder
    from speechkit.files.writers import write_file as write_file

__all__ = [
    "SPEECHES",
    "SourceNames",
    "check_file",
    "check_folder",
    "decode",
    "file_sizes",
    "new_folder",
    "read_bytes",
    "read_documents",
    "read_labels",
    "write_file",
]

_HOMES = {
    "SPEECHES": "writers",
    "SourceNames": "writers",
    "check_file": "writers",
    "check_folder": "writers",
    "file_sizes": "sizes",
    "new_folder": "writers",
    "read_bytes": "readers",
    "read_documents": "readers",
    "read_labels": "labels",
    "write_file": "writers",
}


def __getattr__(name: str) -> object:
    """Load a public name from the module it lives in."""
    return load(__name__, _HOMES, name)
