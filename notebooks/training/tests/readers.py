"""Writes a small set, or the rows of a set's file as an engine reads them, one a line.

readers.py write FOLDER            a set, as `create` writes one
readers.py ENGINE FILE OUTPUT      pyarrow, duckdb, polars or spark

Engines lie in environments of other modules, which have nothing of ours: each imports its own.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

TIMES, VALUES = ["event_time", "delivered_at"], ["market", "order_id", "seconds", "rolling_speed"]


def main(engine: str, file: str, *output: str) -> None:
    if engine == "write":
        write(Path(file))
    else:
        lines = ("|".join(map(repr, row)) for row in ENGINES[engine](file))
        Path(*output).write_text("".join(f"{line}\n" for line in lines), "utf-8")


def write(folder: Path) -> None:
    from training import dataset
    from training.tests.rows import FEATURES, orders

    rows = orders(20, 2)
    # As fine as what comes from tables: Spark reads no nanoseconds.
    dataset.write(rows.astype(dict.fromkeys(TIMES, "datetime64[us, UTC]")), folder, FEATURES, {})


def pyarrow(file: str) -> Iterable[Iterable[Any]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(file)
    times = [table[name].cast(pa.int64()).to_pylist() for name in TIMES]
    return zip(*times, *(table[name].to_pylist() for name in VALUES), strict=True)


def duckdb(file: str) -> Iterable[Iterable[Any]]:
    import duckdb

    times = ", ".join(f"epoch_us({name})" for name in TIMES)
    return duckdb.sql(f"select {times}, {', '.join(VALUES)} from '{file}'").fetchall()


def polars(file: str) -> Iterable[Iterable[Any]]:
    import polars as pl

    times = [pl.col(name).dt.epoch("us") for name in TIMES]
    return pl.scan_parquet(file).select(*times, *VALUES).collect().rows()


def spark(file: str) -> Iterable[Iterable[Any]]:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", False)
    times = [f"unix_micros({name})" for name in TIMES]
    return map(tuple, builder.getOrCreate().read.parquet(file).selectExpr(*times, *VALUES).collect())


ENGINES = {"pyarrow": pyarrow, "duckdb": duckdb, "polars": polars, "spark": spark}

if __name__ == "__main__":
    main(*sys.argv[1:])
