"""Makes a training set, or reads one or a table: as freshet does or by pyarrow alone.

The clock runs from connecting until the rows are there; what importing takes is not in it. Reading
is done several times, and the one of the median processor time counts.
"""

import argparse
import json
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import freshet
import pyarrow.parquet as pq
from freshet.settings import Settings
from pyarrow import fs
from training import dataset

# As the command has it.
SETTLE = timedelta(hours=2)
TIMES = 5
DATA = "data.parquet"
# What a notebook about errors asks of predictions.
COLUMNS = ["market", "order_id", "event_time", "stage", "predicted_arrival", "remaining_seconds"]


# Each gives the rows, and the bytes of their file where there is one.
def create(folder: str) -> tuple[int, int]:
    made = dataset.create(freshet.connect(), Path(folder), settle=SETTLE)

    return made.manifest["rows"], (made.folder / DATA).stat().st_size


def read_set(folder: str) -> tuple[int, int]:
    file = Path(folder) / DATA

    return len(dataset.TrainingSet.read(Path(folder)).frame()), file.stat().st_size


def bare_set(folder: str) -> tuple[int, int]:
    file = Path(folder) / DATA

    return len(pq.read_table(file).to_pandas()), file.stat().st_size


def read_table(name: str) -> tuple[int, int]:
    table = freshet.connect().table(name)

    return len(table.pandas(COLUMNS)), 0


def bare_table(paths: list[str]) -> tuple[int, int]:
    settings = Settings.load()
    store = fs.S3FileSystem(
        endpoint_override=settings.text("s3.endpoint"),
        region=settings.text("s3.region"),
        access_key=settings.text("s3.access-key"),
        secret_key=settings.text("s3.secret-key"),
    )

    return len(pq.read_table(paths, columns=COLUMNS, filesystem=store).to_pandas()), 0


def files(name: str) -> list[str]:
    tasks = freshet.connect()._load(name).scan().plan_files()

    return [task.file.file_path.removeprefix("s3://") for task in tasks]


def measured(work: Callable[[], tuple[int, int]]) -> dict[str, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    rows, size = work()

    return {
        "rows": rows,
        **({"bytes": size} if size else {}),
        "wall_seconds": time.perf_counter() - wall,
        "cpu_seconds": time.process_time() - cpu,
    }


def median(figures: list[dict[str, float]]) -> dict[str, float]:
    return sorted(figures, key=lambda each: each["cpu_seconds"])[len(figures) // 2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("what", choices=["create", "set", "bare-set", "table", "bare-table"])
    parser.add_argument("source", help="the folder of a set, or the name of a table")
    arguments = parser.parse_args()
    source = arguments.source

    works: dict[str, Callable[[], tuple[int, int]]] = {
        "create": lambda: create(source),
        "set": lambda: read_set(source),
        "bare-set": lambda: bare_set(source),
        "table": lambda: read_table(source),
    }
    if arguments.what == "bare-table":
        # Which files there are is the catalog's to say; the clock does not run yet.
        paths = files(source)
        works["bare-table"] = lambda: bare_table(paths)
    times = 1 if arguments.what == "create" else TIMES
    figures = [measured(works[arguments.what]) for _ in range(times)]
    arguments.json.write_text(json.dumps({"times": times, **median(figures)}))


if __name__ == "__main__":
    main()
