"""Writes the rows of Parquet files once more, as cheaply as a column library can.

The rows lie in memory before the clock runs: in columns, in the order in which they came. One figure
is for sorting and writing them, the other for writing them once they are sorted. One thread.
"""

import argparse
import json
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

ORDER = ["market", "dasher_id", "event_time"]

# Of few values or of none; numbers and times do better as differences.
TEXTS = ["market", "_origin"]


def write(rows: pa.Table, file: Path) -> None:
    numbers = [name for name in rows.column_names if name not in TEXTS]
    pq.write_table(
        rows,
        file,
        row_group_size=rows.num_rows,
        compression="zstd",
        compression_level=3,  # what Iceberg's writers use
        use_dictionary=TEXTS,
        column_encoding={name: "DELTA_BINARY_PACKED" for name in numbers},
        store_decimal_as_integer=True,
    )


def peak_megabytes() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) >> 10
    return 0


class Clock:
    def __init__(self) -> None:
        self.wall = time.perf_counter()
        self.cpu = time.process_time()

    def read(self) -> dict[str, float]:
        return {
            "wall_seconds": time.perf_counter() - self.wall,
            "cpu_seconds": time.process_time() - self.cpu,
        }


def measure(source: Path) -> dict[str, dict[str, float]]:
    arrived = pq.read_table(source, use_threads=False).combine_chunks()
    file = source.with_suffix(".again")
    both = Clock()
    in_order = arrived.sort_by([(name, "ascending") for name in ORDER])
    writing = Clock()
    write(in_order, file)
    figures = {"write": writing.read(), "sort_and_write": both.read()}
    for figure in figures.values():
        figure["operations"] = in_order.num_rows
        figure["bytes_per_row"] = file.stat().st_size / in_order.num_rows
        figure["peak_rss_mb"] = peak_megabytes()

    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("sources", type=Path, nargs="+", help="each measured after the last")
    arguments = parser.parse_args()
    pa.set_cpu_count(1)

    arguments.json.write_text(json.dumps([measure(source) for source in arguments.sources]))


if __name__ == "__main__":
    main()
