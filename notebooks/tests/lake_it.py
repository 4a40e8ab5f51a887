"""The helper against a real catalog, store, Trino and Spark; HelperIT names their profile."""

import json
import os
import tempfile
import unittest
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from unittest import mock

import pyarrow as pa
import yaml
from pyiceberg.exceptions import NamespaceAlreadyExistsError

import freshet
import run
from freshet import lineage
from freshet.errors import LakeAway, WrongUse
from training.tests.lake_tables import ORDER, PREDICTION, append

NAME = "python_helper.places"
SCHEMA = pa.schema(
    [
        pa.field("place", pa.int64(), metadata={"doc": "The place"}),
        pa.field("latitude", pa.decimal128(9, 6)),
        pa.field("seen", pa.timestamp("us", tz="UTC")),
    ]
)


class LakeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.lake = freshet.connect()
        catalog = cls.lake._catalog
        try:
            catalog.create_namespace("python_helper")
        except NamespaceAlreadyExistsError:
            catalog.drop_table(NAME)
        table = catalog.create_table(NAME, schema=SCHEMA)
        table.append(rows(1, 2))
        cls.first = table.current_snapshot().snapshot_id
        table.append(rows(3))
        cls.second = table.current_snapshot().snapshot_id

    def test_finds_a_table_by_its_name_alone(self) -> None:
        self.assertIn(NAME, self.lake.tables())
        self.assertEqual(self.lake.table("places").name, NAME)

    def test_asks_back_for_a_table_that_is_not_there(self) -> None:
        with self.assertRaisesRegex(WrongUse, "no table palces; did you mean places?"):
            self.lake.table("palces")

    def test_reads_the_newest_snapshot_and_stays_with_it(self) -> None:
        table = self.lake.table("places")
        self.assertEqual(table.snapshot.id, self.second)

        self.lake._catalog.load_table(NAME).append(rows(4))
        try:
            self.assertEqual(places(table), [1, 2, 3])
        finally:
            self.lake._catalog.load_table(NAME).delete("place == 4")

    def test_reads_an_older_snapshot_by_id_and_by_time(self) -> None:
        history = self.lake.table("places").history()
        first = history[0].committed_at

        self.assertEqual([s.id for s in history][:2], [self.first, self.second])
        self.assertEqual(places(self.lake.table("places", snapshot=self.first)), [1, 2])
        self.assertEqual(places(self.lake.table("places", as_of=first)), [1, 2])

    def test_keeps_a_snapshot_under_a_name(self) -> None:
        self.lake.table("places", snapshot=self.first).keep("trained-on")

        self.assertEqual(places(self.lake.table("places", snapshot="trained-on")), [1, 2])
        self.lake.table("places", snapshot=self.first).keep("trained-on")
        with self.assertRaisesRegex(WrongUse, "another snapshot .* called trained-on"):
            self.lake.table("places", snapshot=self.second).keep("trained-on")

    def test_says_which_snapshots_there_are(self) -> None:
        with self.assertRaisesRegex(WrongUse, f"no snapshot 7; .*from {self.first} "):
            self.lake.table("places", snapshot=7)
        with self.assertRaisesRegex(WrongUse, "no tag traned-on"):
            self.lake.table("places", snapshot="traned-on")
        with self.assertRaisesRegex(WrongUse, f"from 2001.* or before. It has .*{self.first}"):
            self.lake.table("places", as_of=datetime(2001, 1, 1, tzinfo=UTC))
        with self.assertRaisesRegex(WrongUse, "no time zone"):
            self.lake.table("places", as_of=datetime(2001, 1, 1))

    def test_gives_coordinates_as_doubles_and_the_rows_that_are_asked_for(self) -> None:
        table = self.lake.table("places", snapshot=self.second)

        one = table.arrow(columns=["place", "latitude"], where="place >= 3")

        self.assertEqual(one.to_pylist(), [{"place": 3, "latitude": 3.25}])
        self.assertEqual(table.columns["place"], "The place")

    def test_says_what_is_wrong_with_columns_and_filters(self) -> None:
        table = self.lake.table("places")

        with self.assertRaisesRegex(WrongUse, "no column latitud; did you mean latitude?"):
            table.pandas(columns=["latitud"])
        with self.assertRaisesRegex(WrongUse, "Cannot read the filter 'place ~ 3'"):
            table.pandas(where="place ~ 3")
        with self.assertRaisesRegex(WrongUse, "'plac = 3' does not fit python_helper.places"):
            table.pandas(where="plac = 3")

    def test_gives_a_pinned_dataset_again(self) -> None:
        dataset = self.lake.table("places", snapshot=self.first).dataset(["place"], "place > 1")
        again = self.lake.dataset(dataset.pin)

        self.assertEqual(again.pandas().place.tolist(), [2])
        self.assertEqual(sum(batch.num_rows for batch in again.batches()), 1)
        self.assertEqual(again.fingerprint, dataset.fingerprint)
        with self.assertRaisesRegex(WrongUse, "The pin lacks 'where'"):
            self.lake.dataset({"table": NAME, "snapshot_id": self.first, "columns": []})

    def test_reads_the_same_through_spark(self) -> None:
        frame = self.lake.table("places", snapshot=self.first).spark().orderBy("place")

        self.assertEqual(
            [(row.place, row.latitude) for row in frame.collect()],
            [(1, Decimal("1.250000")), (2, Decimal("2.250000"))],
        )

    def test_a_tag_names_the_same_rows_to_spark_and_pyiceberg_by_themselves(self) -> None:
        self.lake.table("places", snapshot=self.first).keep("dataset-march", max_age_days=None)

        query = f"select place from lake.{NAME} version as of 'dataset-march' order by place"
        by_spark = [row.place for row in self.lake.spark().sql(query).collect()]
        table = self.lake._catalog.load_table(NAME)
        snapshot = table.snapshot_by_name("dataset-march")
        by_pyiceberg = table.scan(snapshot_id=snapshot.snapshot_id).to_arrow()["place"].to_pylist()

        self.assertEqual(by_spark, [1, 2])
        self.assertEqual(sorted(by_pyiceberg), [1, 2])

    def test_notes_which_columns_were_read_or_filtered_by(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            journal = Path(folder) / "reads.jsonl"
            with mock.patch.dict(os.environ, {lineage.JOURNAL: str(journal)}):
                table = self.lake.table("places", snapshot=self.first)
                table.pandas(columns=["place"], where="latitude > 1")
                list(table.batches(columns=["seen"]))
                table.spark()
            reads = [json.loads(line) for line in journal.read_text("utf-8").splitlines()]

        self.assertEqual({read["table"] for read in reads}, {NAME})
        self.assertTrue(all(read["location"].startswith("s3://") for read in reads))
        self.assertEqual(
            [read["columns"] for read in reads],
            [["place", "latitude"], ["seen"], ["place", "latitude", "seen"]],
        )
        self.assertEqual(reads[0]["schema"][0]["description"], "The place")
        self.assertEqual([column["name"] for column in reads[1]["schema"]], SCHEMA.names)

    def test_notes_which_tables_a_query_read(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            journal = Path(folder) / "reads.jsonl"
            with mock.patch.dict(os.environ, {lineage.JOURNAL: str(journal)}):
                self.lake.sql(f"select count(*) from {NAME} where place <= ?", [2])
                self.lake.sql("select 1")
            (read,) = [json.loads(line) for line in journal.read_text("utf-8").splitlines()]

        self.assertEqual((read["table"], read["columns"]), (NAME, None))

    def test_asks_trino(self) -> None:
        answer = self.lake.sql(f"select count(*) as n from {NAME} where place <= ?", [2])

        self.assertEqual(answer.n.tolist(), [2])
        with self.assertRaisesRegex(WrongUse, "Trino refuses the query: line 1:8"):
            self.lake.sql("select nothing")

    def test_says_what_to_do_when_something_is_away(self) -> None:
        away = elsewhere({"trino.port": 1, "catalog.uri": "http://127.0.0.1:1"})

        with self.assertRaisesRegex(LakeAway, "Trino does not answer at 127.0.0.1:1; ./freshet"):
            away.freshness()
        with self.assertRaisesRegex(LakeAway, "catalog does not answer at http://127.0.0.1:1"):
            away.table("places")

    def test_says_that_a_token_is_refused(self) -> None:
        with self.assertRaisesRegex(WrongUse, "refuses the token; check catalog.token"):
            elsewhere({"catalog.token": "a-token-that-is-wrong"}).tables()


class SetNotebookTest(unittest.TestCase):
    def test_walks_through_a_set_and_leaves_no_tag(self) -> None:
        lake = freshet.connect()
        tables = ("python_sets.eta_predictions", "python_sets.order_events")
        lake._catalog.create_namespace_if_not_exists("python_sets")
        for name, schema in zip(tables, (PREDICTION, ORDER), strict=True):
            lake._catalog.create_table(name, schema=schema)
            self.addCleanup(lake._catalog.drop_table, name)
        append(lake._catalog, tables, 2, count=100)
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

        outcome = run.execute("what_a_model_learns_from", folder, folder / "reads.jsonl")

        self.assertTrue(outcome.ok, outcome.error)
        self.assertEqual([lake.table(name).tags() for name in tables], [{}, {}])


def rows(*numbers: int) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "place": number,
                "latitude": Decimal(f"{number}.250000"),
                "seen": datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=number),
            }
            for number in numbers
        ],
        SCHEMA,
    )


def places(table: freshet.Table) -> list[int]:
    return sorted(table.pandas().place.tolist())


def elsewhere(changes: dict[str, object]) -> freshet.Lake:
    """The same installation, wrongly described."""
    settings = yaml.safe_load(Path(os.environ["FRESHET_PROFILE"]).read_text(encoding="utf-8"))
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as profile:
        yaml.safe_dump(settings | changes, profile)
        profile.flush()
        return freshet.connect(profile.name)
