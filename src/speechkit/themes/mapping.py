"""Profiles of speeches in, speeches and themes in one plane out."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from speechkit.results import EmphasisMap, MapPoint
from speechkit.themes.collection import Collection
from speechkit.themes.scoring import Floats

MIN_TEXTS = 3
"""Texts from which there are two axes."""
_NOTHING = 1e-12


def map_emphasis(collection: Collection) -> EmphasisMap | None:
    """The plane that shows most of how the speeches differ: correspondence analysis of shares.

    Each text weighs the same; a version that does not count is placed among the others and moves
    nothing. Speeches near each other give the themes like weights; a speech lies on the side of
    the themes it stresses. It describes these speeches and tests nothing.

    Returns
    -------
    EmphasisMap or None
        None for fewer than `MIN_TEXTS` texts with a theme, or where all are alike. Speeches in
        principal coordinates, themes in standard ones shrunk to the same spread.

    References
    ----------
    Greenacre (2017), *Correspondence Analysis in Practice*, chapters 8 and 12.
    """
    shares = collection.shares_of(collection.texts)
    if len(shares) < MIN_TEXTS:
        return None
    masses = shares.mean(axis=0)
    some = masses > _NOTHING
    masses = masses[some]
    scaled = (shares[:, some] - masses) / np.sqrt(masses)
    # Without BLAS, whose sums depend on the number of its threads.
    inertia, axes = np.linalg.eigh(np.einsum("st,su->tu", scaled, scaled) / len(shares))
    inertia, axes = inertia[::-1], axes[:, ::-1]
    total = float(np.maximum(inertia, 0.0).sum())
    if total <= _NOTHING or int(some.sum()) < MIN_TEXTS:
        return None
    axes = _turned(axes[:, :2])
    themes_at = axes / np.sqrt(masses)[:, None] * np.sqrt(np.maximum(inertia[:2], 0.0))
    found = [p for p in collection.profiles if not p.is_empty]
    own = np.array([p.shares[some] for p in found])
    speeches_at = np.einsum("st,ta->sa", (own - masses) / np.sqrt(masses), axes)
    themes = collection.codebook.themes
    named = [theme for theme, there in zip(themes, some.tolist(), strict=True) if there]
    return EmphasisMap(
        (float(inertia[0]) / total, max(0.0, float(inertia[1])) / total),
        _points((profile.speech.id for profile in found), speeches_at),
        _points((theme.id for theme in named), themes_at),
    )


def _points(ids: Iterable[str], places: Floats) -> tuple[MapPoint, ...]:
    return tuple(MapPoint(id_, *at) for id_, at in zip(ids, places.tolist(), strict=True))


def _turned(axes: Floats) -> Floats:
    """Axes turned so that the theme farthest out on each lies on the positive side."""
    farthest = np.argmax(np.round(np.abs(axes), 9), axis=0)
    signs = np.sign(axes[farthest, range(axes.shape[1])])
    return np.asarray(axes * np.where(signs == 0, 1.0, signs))
