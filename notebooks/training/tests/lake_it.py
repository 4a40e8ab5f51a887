"""A training set from real tables, and a model from it; TrainingIT names their profile."""

import shutil
import tempfile
import unittest
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from unittest import mock

import pyarrow as pa
import pyarrow.parquet as pq
from pyiceberg.exceptions import NamespaceAlreadyExistsError, NoSuchTableError

import freshet
from freshet.errors import WrongUse
from training import dataset, skew, speeds, train
from training.tests import test_skew
from training.tests.lake_tables import ORDER, PREDICTION, TIME, append
from training.tests.readers import TIMES
from training.tests.rows import FEATURES

NAMESPACE = "python_training"
PREDICTIONS, ORDERS = f"{NAMESPACE}.eta_predictions", f"{NAMESPACE}.order_events"
PINGS, CARRIED = f"{NAMESPACE}.dasher_pings", f"{NAMESPACE}.carried_orders"
PING = pa.schema(
    [
        pa.field("market", pa.string()),
        pa.field("dasher_id", pa.int64()),
        pa.field("order_id", pa.int64()),
        pa.field("event_time", TIME),
        pa.field("latitude", pa.decimal128(9, 6)),
        pa.field("longitude", pa.decimal128(9, 6)),
    ]
)
CARRIED_ORDER = ORDER.append(pa.field("dasher_id", pa.int64()))


class DatasetTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.lake = freshet.connect()
        cls.catalog = cls.lake._catalog
        try:
            cls.catalog.create_namespace(NAMESPACE)
        except NamespaceAlreadyExistsError:
            pass

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        for name, value in (("PREDICTIONS", PREDICTIONS), ("ORDERS", ORDERS)):
            patched = mock.patch.object(dataset, name, value)
            patched.start()
            self.addCleanup(patched.stop)
        for name, schema in ((PREDICTIONS, PREDICTION), (ORDERS, ORDER)):
            try:
                self.catalog.drop_table(name)
            except NoSuchTableError:
                pass
            self.catalog.create_table(name, schema=schema)

    def append(self, factor: float, first: int = 0) -> None:
        append(self.catalog, (PREDICTIONS, ORDERS), factor, first)

    def test_the_same_name_gives_the_same_bytes_whatever_is_written_meanwhile(self) -> None:
        self.append(2)
        made = dataset.create(self.lake, self.folder / "march")
        self.append(3, first=10_000)

        shutil.rmtree(made.folder)
        again = dataset.create(self.lake, self.folder / "march")

        self.assertEqual(made.manifest["rows"], 4500)
        self.assertEqual(again.manifest["sha256"], made.manifest["sha256"])
        self.assertEqual(again.manifest["tables"], made.manifest["tables"])
        self.assertIn("dataset-march", self.lake.table(PREDICTIONS).tags())

    def test_reads_both_tables_as_they_were_at_one_time(self) -> None:
        self.append(2)
        before = max(
            self.lake.table(name).snapshot.committed_at for name in (PREDICTIONS, ORDERS)
        ) + timedelta(milliseconds=1)
        self.append(3, first=10_000)

        made = dataset.create(self.lake, self.folder / "before", as_of=before)

        self.assertEqual(made.manifest["orders"], 1500)

    def test_leaves_out_features_of_another_version(self) -> None:
        self.append(2)
        later = mock.patch.object(
            dataset.Features,
            "current",
            return_value=dataset.Features(FEATURES.version + 1, FEATURES.names),
        )
        with later, self.assertRaisesRegex(WrongUse, "no prediction with features of version"):
            dataset.create(self.lake, self.folder / "later")

    def test_refuses_another_time_for_a_set_that_was_made(self) -> None:
        self.append(2)
        made = dataset.create(self.lake, self.folder / "made", as_of=datetime.now(UTC))
        again = dataset.create(self.lake, self.folder / "made", as_of=datetime.now(UTC))
        self.assertEqual(again.manifest, made.manifest)

        self.append(3, first=10_000)
        with self.assertRaisesRegex(WrongUse, "made was made before, of .* as of another time"):
            dataset.create(self.lake, self.folder / "made", as_of=datetime.now(UTC))

    def test_keeps_its_snapshots_until_it_is_dropped(self) -> None:
        self.append(2)
        made = dataset.create(self.lake, self.folder / "march")
        refs = [self.catalog.load_table(name).metadata.refs for name in (PREDICTIONS, ORDERS)]
        self.assertEqual([ref["dataset-march"].max_ref_age_ms for ref in refs], [None, None])

        dataset.dropping(self.lake, made.folder).run()

        for name in (PREDICTIONS, ORDERS):
            self.assertEqual(self.lake.table(name).tags(), {})
        self.assertFalse(made.folder.exists())

    def test_leaves_no_tags_of_a_set_without_rows(self) -> None:
        self.append(2)
        with self.assertRaisesRegex(WrongUse, "no prediction with features"):
            dataset.create(self.lake, self.folder / "none", settle=timedelta(days=400))

        for name in (PREDICTIONS, ORDERS):
            self.assertEqual(self.lake.table(name).tags(), {})

    def test_tells_times_as_finely_as_every_engine_can_read_them(self) -> None:
        self.append(2)
        made = dataset.create(self.lake, self.folder / "times")

        schema = pq.read_schema(made.folder / "data.parquet")
        self.assertEqual([schema.field(name).type for name in TIMES], [TIME, TIME])

    def test_a_model_learns_from_it(self) -> None:
        self.append(2)

        trained = train.train(dataset.create(self.lake, self.folder / "set"), "eta-1", None)

        metrics = trained.manifest["metrics"]
        self.assertLess(metrics["model"]["mae_seconds"], metrics["calibration"]["mae_seconds"])


class SpeedsTest(unittest.TestCase):
    def test_measures_days_of_the_lake(self) -> None:
        lake = freshet.connect()
        for name, schema in ((PINGS, PING), (CARRIED, CARRIED_ORDER)):
            lake._catalog.create_namespace_if_not_exists(NAMESPACE)
            try:
                lake._catalog.drop_table(name)
            except NoSuchTableError:
                pass
            lake._catalog.create_table(name, schema=schema)
        begin = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
        count = 40
        lake._catalog.load_table(PINGS).append(
            pa.table(
                {
                    "market": ["oslo"] * count,
                    "dasher_id": [1] * count,
                    "order_id": [None] * count,
                    "event_time": [begin + timedelta(seconds=30 * n) for n in range(count)],
                    "latitude": [Decimal("59.9") + n * Decimal("0.002") for n in range(count)],
                    "longitude": [Decimal("10.7")] * count,
                }
            ).cast(PING)
        )
        with (
            tempfile.TemporaryDirectory() as folder,
            mock.patch.object(speeds, "PINGS", PINGS),
            mock.patch.object(speeds, "ORDERS", CARRIED),
        ):
            file = Path(folder) / "speeds.csv"
            told = speeds.write(lake, begin.date(), begin.date(), file)

            self.assertEqual(told["pings"], count)
            self.assertIn("oslo,market,33,7.413", file.read_text("utf-8"))


class SkewTest(unittest.TestCase):
    def test_reads_what_a_day_s_predictions_rest_on(self) -> None:
        lake = freshet.connect()
        lake._catalog.create_namespace_if_not_exists(NAMESPACE)
        told = test_skew.prediction(60, stage_seconds=60) | {"features_version": FEATURES.version}
        rows = {
            "PREDICTIONS": ([told], []),
            "ORDERS": ([test_skew.PICKED_UP], test_skew.skew._PLACES),
            "PINGS": (test_skew.DRIVEN, ["latitude", "longitude"]),
        }
        for name, (given, places) in rows.items():
            table = f"{NAMESPACE}.skew_{name.lower()}"
            patched = mock.patch.object(skew, name, table)
            patched.start()
            self.addCleanup(patched.stop)
            try:
                lake._catalog.drop_table(table)
            except NoSuchTableError:
                pass
            arrow = _as_tables_have_it(given, places)
            lake._catalog.create_table(table, schema=arrow.schema).append(arrow)

        found = skew.measure(lake, test_skew.BEGIN.date(), "oslo")

        seconds = list(skew.COMPUTED).index("stage_seconds")
        self.assertEqual(found.causes[0, seconds], skew.EQUAL)
        with self.assertRaisesRegex(WrongUse, "choose a day on which the ETA job ran"):
            skew.measure(lake, test_skew.BEGIN.date(), "bergen")


def _as_tables_have_it(rows: list[dict], places: list[str]) -> pa.Table:
    """Times to the microsecond, and coordinates as decimals."""
    table = pa.Table.from_pylist(rows)
    for at, field in enumerate(table.schema):
        wanted = TIME if pa.types.is_timestamp(field.type) else field.type
        wanted = pa.int64() if field.name == "order_id" else wanted
        if field.name in places:
            values = [Decimal(f"{value.as_py():.6f}") for value in table[field.name]]
            table = table.set_column(at, field.name, pa.array(values, pa.decimal128(9, 6)))
        else:
            table = table.set_column(at, field.name, table[field.name].cast(wanted))

    return table


if __name__ == "__main__":
    unittest.main()
