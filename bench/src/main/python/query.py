"""Asks DuckDB a question in SQL over folders of Parquet files, on all processors.

The clock runs while it plans and answers, the rows in Python's hands. DuckDB is as it is set by
itself, but for memory: a half of the machine's, as the platform and the page cache need some too.
"""

import argparse
import json
import time
from pathlib import Path

import duckdb

# As Spark calls it.
MICROS = "create macro unix_micros(moment) as epoch_us(moment)"


def ask(arguments: argparse.Namespace) -> tuple[list[tuple], dict[str, float]]:
    connection = duckdb.connect()
    connection.execute(f"set memory_limit = '{half_of_memory_megabytes()}MB'")
    connection.execute(f"set temp_directory = '{arguments.spills}'")
    wall, cpu = time.perf_counter(), time.process_time()
    connection.execute(MICROS)
    for view in arguments.view:
        name, folder = view.split("=", 1)
        connection.execute(
            f"create view {name} as select * from read_parquet('{folder}/*.parquet')"
        )
    rows = connection.execute(arguments.query.read_text("utf-8")).fetchall()

    return rows, {
        "rows": len(rows),
        "wall_seconds": time.perf_counter() - wall,
        "cpu_seconds": time.process_time() - cpu,
    }


def half_of_memory_megabytes() -> int:
    for line in Path("/proc/meminfo").read_text("utf-8").splitlines():
        if line.startswith("MemTotal:"):
            return int(line.split()[1]) >> 11
    raise SystemExit("/proc/meminfo does not say how much memory there is")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--query", type=Path, required=True)
    parser.add_argument("--answer", type=Path, required=True, help="gets a row a line, with tabs")
    parser.add_argument("--spills", type=Path, required=True, help="for what memory can't hold")
    parser.add_argument("--view", action="append", required=True, help="NAME=FOLDER")
    arguments = parser.parse_args()

    rows, figures = ask(arguments)
    lines = ("\t".join(str(value) for value in row) for row in rows)
    arguments.answer.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    arguments.json.write_text(json.dumps(figures))


if __name__ == "__main__":
    main()
