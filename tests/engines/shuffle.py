"""What Spark does between two steps, in one process: blobs of one bucket come together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from speechkit.engines.blobs import KINDS, Blob, Table


def dealt(blobs: Iterable[Blob], *kinds: str) -> list[dict[str, Table]]:
    """The rows of these kinds, those of each bucket together."""
    buckets: dict[int, dict[str, list[bytes]]] = defaultdict(lambda: defaultdict(list))
    for blob in blobs:
        buckets[blob.bucket][blob.kind].append(blob.data)
    return [
        {kind: np.frombuffer(b"".join(found[kind]), KINDS[kind]) for kind in kinds}
        for _, found in sorted(buckets.items())
        if any(kind in found for kind in kinds)
    ]
