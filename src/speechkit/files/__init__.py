"""Files in, documents out; results in, files out: the only code that opens files."""

from speechkit.files.decode import decode
from speechkit.files.readers import read_bytes, read_documents
from speechkit.files.sizes import file_sizes
from speechkit.files.writers import (
    SPEECHES,
    SourceNames,
    check_file,
    check_folder,
    new_folder,
    write_file,
)

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
    "write_file",
]
