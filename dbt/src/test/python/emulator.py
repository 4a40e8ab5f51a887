"""An emulated Snowflake on a free port of the loopback.

serve FILE   fills it with the tables of a JSON file, prints its port, ends with standard input
rows PORT QUERY …   prints what each query gives, one JSON line a query
"""

import datetime
import decimal
import json
import os
import sys
from pathlib import Path
from typing import Any

import snowflake.connector
from fakesnow import server as emulated
from fakesnow.server import shared_fs

DATABASE = "lake"


def connect(port: int) -> snowflake.connector.SnowflakeConnection:
    return snowflake.connector.connect(
        user="fake",
        password="snow",
        account="fakesnow",
        host="127.0.0.1",
        port=port,
        protocol="http",
        database=DATABASE,
        session_parameters={"CLIENT_OUT_OF_BAND_TELEMETRY_ENABLED": False},
    )


def literal(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value)


def fill(port: int, tables: list[dict[str, Any]]) -> None:
    duckdb = shared_fs.duck_conn.cursor()
    with connect(port) as connection, connection.cursor() as cursor:
        cursor.execute(f"create database if not exists {DATABASE}")
        for table in tables:
            name = f"{DATABASE}.{table['schema']}.{table['name']}"
            columns = ", ".join(f"{column} {kind}" for column, kind in table["columns"].items())
            cursor.execute(f"create schema if not exists {DATABASE}.{table['schema']}")
            cursor.execute(f"create or replace table {name} ({columns})")
            rows = [
                "(" + ", ".join(literal(row.get(column)) for column in table["columns"]) + ")"
                for row in table["rows"]
            ]
            if rows:
                # Straight to the engine beneath: the emulator would translate each value.
                duckdb.execute(f"insert into {name} values {', '.join(rows)}")


def text(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float | decimal.Decimal):
        return f"{value:.6f}"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def rows(port: int, queries: list[str]) -> None:
    with connect(port) as connection, connection.cursor() as cursor:
        for query in queries:
            found = cursor.execute(query).fetchall()
            print(json.dumps(sorted("|".join(text(value) for value in row) for row in found)))


def serve(tables: Path) -> None:
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # the server logs each request there
    with emulated() as server:
        fill(server["port"], json.loads(tables.read_text()))
        print(server["port"], file=answer, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(Path(sys.argv[2]))
    else:
        rows(int(sys.argv[2]), sys.argv[3:])
