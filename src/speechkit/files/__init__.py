"""Files in, documents out; results in, files out: the only code that opens files."""

from speechkit.files.decode import Decoded, decode
from speechkit.files.ids import STDIN, document_ids
from speechkit.files.readers import read_bytes, read_documents
from speechkit.files.writers import (
    check_file,
    check_folder,
    file_names,
    safe_name,
    write_file,
    write_folder,
)

__all__ = [
    "STDIN",
    "Decoded",
    "check_file",
    "check_folder",
    "decode",
    "document_ids",
    "file_names",
    "read_bytes",
    "read_documents",
    "safe_name",
    "write_file",
    "write_folder",
]
