"""Compares tables that a test has written; python -m training.tests.skew_from_csv FOLDER

Whoever wants the job's own words: FeatureSkewIT in serving/redis-eta writes them and reads
skew.json.
"""

import json
import sys
from pathlib import Path

import pandas as pd

from training import skew
from training.dataset import Features


def read(folder: Path, table: str) -> pd.DataFrame:
    rows = pd.read_csv(folder / f"{table}.csv")
    for column in {"event_time", "_received_at"} & set(rows.columns):
        rows[column] = pd.to_datetime(rows[column], unit="ms", utc=True)

    return rows


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    predictions = read(folder, skew.PREDICTIONS)
    predictions["features"] = [
        [float(value) for value in line.split(" ")] for line in predictions["features"]
    ]
    found = skew.compare(
        predictions, read(folder, skew.ORDERS), read(folder, skew.PINGS), Features.current()
    )
    (folder / "skew.json").write_text(json.dumps(found.told()), "utf-8")
