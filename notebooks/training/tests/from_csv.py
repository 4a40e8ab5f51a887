"""Makes a training set of rows that a test has written; python -m training.tests.from_csv FILE SET"""

import sys
from pathlib import Path

import pandas as pd

from training import dataset

if __name__ == "__main__":
    rows = pd.read_csv(sys.argv[1])
    for column in ("event_time", "delivered_at"):
        rows[column] = pd.to_datetime(rows[column], unit="ms", utc=True)
    features = dataset.Features.current()
    names = list(features.names)
    rows[names] = rows[names].astype("float32")
    dataset.write(rows, Path(sys.argv[2]), features, {})
