"""A result in, a string, bytes or a Rich renderable out; nothing here prints or asks the terminal.

`json` and `tables` are for programs, `terminal` and `html` for readers. Each module is
imported by itself, so that who wants JSON waits for no drawing library.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # at run time, a split need not wait for the results of the analyses
    from speechkit.model import SplitResult
    from speechkit.results import (
        Agreement,
        Codebook,
        Comparison,
        Concordance,
        Diagnosis,
        Duplicates,
        Emphasis,
        Keywords,
    )

    Result = (
        SplitResult
        | Duplicates[Any]
        | Comparison
        | Keywords
        | Concordance
        | Emphasis
        | Codebook
        | Agreement
        | Diagnosis
    )
    """What the commands show."""
