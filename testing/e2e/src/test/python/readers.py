"""Prints a table's rows, one a line, as another engine reads them.

readers.py pyiceberg|spark TABLE COLUMN:TYPE…   by catalog and store of the profile
readers.py duckdb FOLDER COLUMN:TYPE…           the Parquet files in a folder
readers.py encodings FOLDER                     of each column in these files
readers.py sql STATEMENT                        what Spark answers
"""

import struct
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def main() -> None:
    engine, source, *columns = sys.argv[1:]
    types = dict(column.split(":") for column in columns)
    for row in READERS[engine](source, types):
        print("|".join(text(value) for value in row))


def text(value: Any) -> str:
    match value:
        case None:
            return "-"
        case bool():
            return str(value).lower()
        case Decimal():
            return format(value, "f")
        case float():
            # Its bits: every engine has digits of its own for it.
            return str(struct.unpack(">q", struct.pack(">d", value))[0])
        case bytes() | bytearray():
            return value.hex()
        case datetime():
            return str((value - EPOCH) // timedelta(microseconds=1))
        case _:
            return str(value)


def pyiceberg(table: str, types: dict[str, str]) -> Iterable[list[Any]]:
    import freshet

    # Not by the helper's own table, which makes doubles of decimals.
    rows = freshet.connect()._catalog.load_table(table).scan().to_arrow()
    for row in rows.to_pylist():
        yield [row[column] for column in types]


def spark(table: str, types: dict[str, str]) -> Iterable[list[Any]]:
    import freshet

    frame = freshet.connect().spark().table(f"lake.{table}")
    # Spark hands times over in the zone of the machine.
    times = {"timestamptz": "unix_micros({0}) as {0}"}
    yield from frame.selectExpr(*expressions(types, times)).collect()


def duckdb(folder: str, types: dict[str, str]) -> Iterable[list[Any]]:
    import duckdb

    times = {"timestamptz": "epoch_us({0})"}
    query = f"select {', '.join(expressions(types, times))} from read_parquet('{folder}/*.parquet')"
    yield from duckdb.sql(query).fetchall()


def encodings(folder: str, types: dict[str, str]) -> Iterable[list[Any]]:
    import duckdb

    query = f"select path_in_schema, encodings from parquet_metadata('{folder}/*.parquet')"
    yield from duckdb.sql(query).fetchall()


def sql(statement: str, types: dict[str, str]) -> Iterable[list[Any]]:
    import freshet

    yield from freshet.connect().spark().sql(statement).collect()


def expressions(types: dict[str, str], special: dict[str, str]) -> list[str]:
    return [special.get(kind, "{0}").format(column) for column, kind in types.items()]


READERS = {
    "pyiceberg": pyiceberg,
    "spark": spark,
    "duckdb": duckdb,
    "encodings": encodings,
    "sql": sql,
}

if __name__ == "__main__":
    main()
