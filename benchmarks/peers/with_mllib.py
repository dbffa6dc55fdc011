"""Pairs by MinHashLSH of Spark MLlib, as its documentation shows it.

Characters without white space, NGram of five, HashingTF, MinHashLSH, and approxSimilarityJoin
of the frame with itself, which computes the distance of each candidate. Nothing of it runs in
Python.

References
----------
https://spark.apache.org/docs/latest/ml-features.html#minhash-for-jaccard-distance
"""

from __future__ import annotations

from collections.abc import Iterator

from pyspark.ml import Pipeline
from pyspark.ml.feature import HashingTF, MinHashLSH, NGram
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import col, expr

from benchmarks.peers.running import SHINGLE_SIZE, THRESHOLD
from benchmarks.peers.spark_running import Job, write_pairs

N_TABLES = 8
N_FEATURES = 2**30
"""A power of two, as documented, below the prime of MinHashLSH (2,038,074,743): of the 2,000
shingles of a text hardly two fall together. Vectors are sparse, so that width costs nothing."""
_CHARACTERS = r"split(regexp_replace(text, '(?U)\\s+', ''), '')"
"""White space as Python has it, the ideographic blank too."""


def find_pairs(job: Job) -> Iterator[tuple[str, str]]:
    """Pairs within the distance, the lesser identifier first."""
    session = SparkSession.builder.master(job.master).config(map=dict(job.conf)).getOrCreate()
    documents = session.read.json(str(job.corpus), schema="id string, text string")
    hashed = _hashed(documents.select("id", expr(_CHARACTERS).alias("characters")))
    lsh = MinHashLSH(inputCol="features", outputCol="hashes", numHashTables=N_TABLES, seed=0)
    model = lsh.fit(hashed)
    sketched = model.transform(hashed)
    joined = model.approxSimilarityJoin(sketched, sketched, round(1 - THRESHOLD, 6), "distance")
    pairs = joined.select(col("datasetA.id").alias("a"), col("datasetB.id").alias("b"))
    for row in pairs.where("a < b").collect():
        yield row["a"], row["b"]
    session.stop()


def _hashed(documents: DataFrame) -> DataFrame:
    ngrams = NGram(n=SHINGLE_SIZE, inputCol="characters", outputCol="shingles")
    hashing = HashingTF(
        inputCol="shingles", outputCol="features", numFeatures=N_FEATURES, binary=True
    )
    features = Pipeline(stages=[ngrams, hashing]).fit(documents).transform(documents)
    return features.select("id", "features")


if __name__ == "__main__":
    write_pairs(find_pairs)
