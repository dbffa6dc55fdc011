"""Occurrences of many terms in; how evenly each is spread over the parts of a text out.

References
----------
Gries (2008), "Dispersions and adjusted frequencies in corpora".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:  # at run time numpy.typing takes as long as half of NumPy
    from numpy.typing import NDArray


def deviations_of_proportions(
    term: NDArray[np.intp], part: NDArray[np.intp], sizes: NDArray[np.intp], n_terms: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Gries's DP of many terms, and in how many parts of the text each stands (its range).

    Parameters
    ----------
    term, part
        Of each occurrence, in ascending order of the term and then of the part; shape
        (n_occurrences,). Every term occurs.
    sizes
        Lengths of the parts; shape (n_parts,).

    Returns
    -------
    tuple of ndarray
        Both of shape (n_terms,).

    Examples
    --------
    >>> of_two = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 0])
    >>> [values.tolist() for values in deviations_of_proportions(*of_two, np.array([20, 20]), 2)]
    [[0.0, 0.5], [2, 1]]
    """
    if not n_terms:
        return np.zeros(0), np.zeros(0, np.int64)
    opens = np.ones(len(term), np.bool_)
    opens[1:] = (term[1:] != term[:-1]) | (part[1:] != part[:-1])
    at = np.flatnonzero(opens)
    owner, counts = term[at], np.diff(np.append(at, len(term)))
    seen = counts / np.bincount(term, minlength=n_terms)[owner]
    expected = sizes[part[at]] / sizes.sum()
    # A part without the term adds its own share; together they have what the others leave.
    apart = np.bincount(owner, weights=np.abs(seen - expected) - expected, minlength=n_terms)
    return 0.5 * (1.0 + apart).astype(np.float64), np.bincount(owner, minlength=n_terms)
