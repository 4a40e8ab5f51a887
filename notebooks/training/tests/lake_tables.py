"""The two tables of a training set, as far as one reads them, with made-up orders."""

import pyarrow as pa
from pyiceberg.catalog import Catalog

from training.tests.rows import FEATURES, orders

TIME = pa.timestamp("us", tz="UTC")
PREDICTION = pa.schema(
    [
        pa.field("market", pa.string()),
        pa.field("order_id", pa.int64()),
        pa.field("order_version", pa.int32()),
        pa.field("event_time", TIME),
        pa.field("features", pa.list_(pa.float32())),
        pa.field("features_version", pa.int32()),
        pa.field("_stream_partition", pa.int32()),
        pa.field("_offset", pa.int64()),
    ]
)
ORDER = pa.schema(
    [
        pa.field("market", pa.string()),
        pa.field("order_id", pa.int64()),
        pa.field("state", pa.string()),
        pa.field("event_time", TIME),
        pa.field("synthetic", pa.bool_()),
    ]
)


def append(
    catalog: Catalog, tables: tuple[str, str], factor: float, first: int = 0, count: int = 1500
) -> None:
    """Predictions and deliveries of so many orders, of which half take factor times longer."""
    predictions, deliveries = tables
    rows = orders(count, factor)
    rows["order_id"] += first
    features = rows[list(FEATURES.names)].to_numpy().tolist()
    catalog.load_table(predictions).append(
        pa.table(
            {
                "market": rows["market"],
                "order_id": rows["order_id"],
                "order_version": rows["order_version"].astype("int32"),
                "event_time": rows["event_time"],
                "features": pa.array(features, pa.list_(pa.float32())),
                "features_version": pa.array([FEATURES.version] * len(rows), pa.int32()),
                "_stream_partition": pa.array([0] * len(rows), pa.int32()),
                "_offset": pa.array(range(len(rows)), pa.int64()),
            },
        ).cast(PREDICTION)
    )
    ends = rows.drop_duplicates("order_id")
    catalog.load_table(deliveries).append(
        pa.table(
            {
                "market": ends["market"],
                "order_id": ends["order_id"],
                "state": ["delivered"] * len(ends),
                "event_time": ends["delivered_at"],
                "synthetic": [False] * len(ends),
            }
        ).cast(ORDER)
    )
