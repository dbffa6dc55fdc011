"""Vertices and edges in, the component of each vertex out: stands for GraphFrames.

Only for where its jar cannot be had. Edges are united on the driver, the least vertex naming
its component.
"""

from __future__ import annotations

from pyspark.sql import DataFrame


class GraphFrame:
    """As much of it as one peer uses."""

    def __init__(self, vertices: DataFrame, edges: DataFrame) -> None:
        self._vertices = vertices
        self._edges = edges

    def connectedComponents(self) -> DataFrame:  # noqa: N802 # the name it has there
        """Columns `id` and `component`."""
        parent: dict[int, int] = {}

        def find(vertex: int) -> int:
            while (above := parent.setdefault(vertex, vertex)) != vertex:
                parent[vertex] = parent[above]
                vertex = above
            return vertex

        for row in self._edges.select("src", "dst").collect():
            low, high = sorted((find(row["src"]), find(row["dst"])))
            parent[high] = low
        rows = [(vertex, find(vertex)) for vertex in parent]
        return self._vertices.sparkSession.createDataFrame(rows, "id long, component long")
