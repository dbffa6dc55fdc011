"""A Spark of this process and a cluster, for all tests that need one; skipped where none is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from benchmarks.cluster import Cluster
from engines.cluster import small_cluster
from speechkit.engines.session import open_session

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """A session of two threads on this machine."""
    pytest.importorskip("pyspark.sql", reason="the extra spark is not installed")
    if shutil.which("java") is None:
        pytest.skip("there is no Java")
    with open_session("local[2]", FEW_PARTITIONS) as session:
        yield session


FEW_PARTITIONS = (
    ("spark.ui.enabled", "false"),
    ("spark.sql.shuffle.partitions", "4"),
    ("spark.default.parallelism", "4"),
    ("spark.sql.codegen.wholeStage", "false"),
    ("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1"),
)
"""For a hundred rows: to compile what is done with them takes longer than to do it."""


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A master and two workers; who kills one puts another in its place."""
    pytest.importorskip("pyspark.sql", reason="the extra spark is not installed")
    if shutil.which("java") is None:
        pytest.skip("there is no Java")
    with small_cluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running
