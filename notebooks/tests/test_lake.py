import contextlib
import os
import re
import tempfile
import unittest
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import trino
import yaml
from pyiceberg.catalog import METADATA, delete_files
from pyiceberg.catalog.noop import NoopCatalog
from pyiceberg.io.pyarrow import PyArrowFileIO
from pyiceberg.manifest import write_manifest_list
from pyiceberg.table import CommitTableResponse
from pyiceberg.table import Table as IcebergTable
from pyiceberg.table.metadata import TableMetadata, TableMetadataV2
from pyiceberg.table.update import TableRequirement, TableUpdate, update_table_metadata
from pyiceberg.typedef import Identifier

import freshet
from freshet import lineage, warehouse
from freshet.errors import WrongUse
from freshet.settings import EMBEDDED, Settings

PAGE = Path(__file__).parents[2] / "docs" / "reading-without-the-helper.md"
PROFILE = {
    "catalog.uri": "http://catalog:8181",
    "catalog.token": "a-token",
    "catalog.warehouse": "s3://lake/warehouse",
    "s3.endpoint": "http://store:9000",
    "s3.region": "us-east-1",
    "s3.access-key": "a-key",
    "s3.secret-key": "a-secret",
    "s3.path-style-access": True,
}
FIRST, SECOND = 5_829_000_000_000_000_001, 5_829_000_000_000_000_002
FIRST_AT = datetime(2026, 3, 1, tzinfo=UTC)
SECOND_AT = FIRST_AT + timedelta(hours=1)
SCHEMA = {
    "type": "struct",
    "schema-id": 0,
    "fields": [
        {"id": 1, "name": "order_id", "required": False, "type": "long"},
        {"id": 2, "name": "state", "required": False, "type": "string"},
        {"id": 3, "name": "market", "required": False, "type": "string"},
    ],
}


class LakeTest(unittest.TestCase):
    def setUp(self) -> None:
        self.lake = freshet.Lake(
            Settings("profile.yaml", {"catalog.uri": "http://catalog:8181"}, {})
        )
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.lake._catalog = self.catalog = OrdersCatalog(Path(folder))

    def refuses(self, message: str) -> contextlib.AbstractContextManager[Any]:
        return self.assertRaisesRegex(WrongUse, re.escape(message))


class SnapshotTest(LakeTest):
    def test_is_named_by_a_snapshot_an_id_or_a_tag(self) -> None:
        first = self.lake.table("order_events").history()[0]
        self.lake.table("order_events", snapshot=first).keep("2026")

        names: list[Any] = [first, FIRST, str(FIRST), np.int64(FIRST), "2026"]
        for name in names:
            with self.subTest(kind=type(name).__name__):
                table = self.lake.table("order_events", snapshot=name)
                self.assertEqual(table.snapshot, first)

    def test_is_named_by_a_snapshot_in_a_pin_too(self) -> None:
        orders = self.lake.table("order_events", snapshot=FIRST)
        pin = {**orders.dataset().pin, "snapshot_id": orders.snapshot}

        self.assertEqual(self.lake.dataset(pin).snapshot_id, FIRST)

    def test_is_told_by_its_id_where_it_is_gone(self) -> None:
        gone = freshet.Snapshot(7, FIRST_AT, "append", None)

        with self.refuses("raw.order_events has no snapshot 7; it may have expired"):
            self.lake.table("order_events", snapshot=gone)

    def test_of_a_time_is_the_newest_that_there_was(self) -> None:
        before_the_second = SECOND_AT - timedelta(seconds=1)
        soon = datetime.now(UTC) + timedelta(seconds=30)

        for time, expected in ((before_the_second, FIRST), (SECOND_AT, SECOND), (soon, SECOND)):
            with self.subTest(time=time):
                snapshot = self.lake.table("order_events", as_of=time).snapshot
                self.assertEqual(snapshot and snapshot.id, expected)

    def test_of_a_time_to_come_is_refused(self) -> None:
        tomorrow = datetime.now(UTC) + timedelta(days=1)

        with self.assertRaisesRegex(
            WrongUse, f"as_of is {re.escape(str(tomorrow))}, which is yet to come; it is now 20"
        ):
            self.lake.table("order_events", as_of=tomorrow)


class WrongKindTest(LakeTest):
    """What nobody asked for is told with what is right."""

    def test_of_a_profile(self) -> None:
        with self.refuses("The profile is 7, of type int; it must be the path of a file"):
            freshet.connect(7)  # type: ignore[arg-type]

    def test_of_a_table(self) -> None:
        with self.refuses("The table is 7, of type int; it must be its name, like 'order_events'"):
            self.lake.table(7)  # type: ignore[arg-type]

    def test_of_a_snapshot(self) -> None:
        right = "it must be a Snapshot, its id, or the name of a tag"
        for value, kind in ((5.5, "float"), (True, "bool"), ([FIRST], "list")):
            with self.subTest(kind=kind), self.refuses(f", of type {kind}; {right}"):
                self.lake.table("order_events", snapshot=value)  # type: ignore[arg-type]

    def test_of_a_time(self) -> None:
        for value, kind in ((date(2026, 3, 1), "date"), ("2026-03-01", "str")):
            with self.subTest(kind=kind), self.refuses(f", of type {kind}; it must be a datetime"):
                self.lake.table("order_events", as_of=value)  # type: ignore[arg-type]

    def test_of_a_pin(self) -> None:
        with self.refuses("The pin is 'garbage', of type str; it must be what Dataset.pin gave"):
            self.lake.dataset("garbage")  # type: ignore[arg-type]

    def test_in_a_pin(self) -> None:
        pin = self.lake.table("order_events").dataset(["state"]).pin

        for key, value, what in (
            ("table", 7, "The table is 7, of type int"),
            ("snapshot_id", None, "The snapshot is None, of type NoneType"),
            ("columns", "state", "columns is 'state', of type str"),
            ("where", 7, "where is 7, of type int"),
        ):
            with self.subTest(key=key), self.refuses(what):
                self.lake.dataset({**pin, key: value})

    def test_of_columns(self) -> None:
        orders = self.lake.table("order_events")
        right = 'it must be names of columns, like ["order_id", "state"]'

        for read in (orders.arrow, orders.pandas, orders.dataset):
            with self.subTest(read=read.__name__), self.refuses(f"of type str; {right}"):
                read("state")
        with self.refuses(f"columns is 7, of type int; {right}"):
            list(orders.batches(7))  # type: ignore[arg-type]
        with self.refuses("A column is 7, of type int; it must be a name, like 'order_id'"):
            orders.arrow([7])  # type: ignore[list-item]

    def test_of_a_filter_or_a_limit(self) -> None:
        orders = self.lake.table("order_events")

        with self.refuses("where is 7, of type int; it must be a filter, like \"market = 'boston'"):
            orders.pandas(where=7)  # type: ignore[arg-type]
        with self.refuses("where is None, of type NoneType; it must be a filter"):
            orders.dataset(where=None)  # type: ignore[arg-type]
        for limit in ("10", -1, True):
            with self.subTest(limit=limit), self.refuses("it must be a whole number, 0 or more"):
                orders.pandas(limit=limit)  # type: ignore[arg-type]

    def test_of_a_query(self) -> None:
        with self.refuses("The query is 7, of type int; it must be SQL"):
            self.lake.sql(7)  # type: ignore[arg-type]
        for parameters, kind in (("boston", "str"), (None, "NoneType"), ({"a": 1}, "dict")):
            with self.subTest(kind=kind), self.refuses(f", of type {kind}; it must be a list"):
                self.lake.sql("select ?", parameters)  # type: ignore[arg-type]

    def test_of_a_parameter(self) -> None:
        connection = mock.MagicMock()
        cursor = connection.__enter__.return_value.cursor.return_value
        cursor.execute.side_effect = trino.exceptions.NotSupportedError("Query parameter of type")

        with (
            mock.patch.object(warehouse, "_connection", return_value=connection),
            self.refuses("Trino does not take a parameter: Query parameter of type"),
        ):
            self.lake.sql("select ?", [object()])

    def test_of_a_tag_or_its_age(self) -> None:
        orders = self.lake.table("order_events")

        with self.refuses("The tag is 7, of type int; it must be a name, like 'eta-2026-03'"):
            orders.keep(7)  # type: ignore[arg-type]
        for age in ("a year", 0, 0.5):
            with self.subTest(age=age), self.refuses("it must be a whole number, 1 or more"):
                orders.keep("a-tag", max_age_days=age)  # type: ignore[arg-type]


class ColumnsTest(LakeTest):
    def test_may_come_one_by_one(self) -> None:
        one_by_one: Any = (name for name in ["order_id", "state"])

        dataset = self.lake.table("order_events").dataset(one_by_one)

        self.assertEqual(dataset.arrow().column_names, ["order_id", "state"])


class ParametersTest(LakeTest):
    def test_may_come_one_by_one_and_reach_lineage_too(self) -> None:
        journal = Path(self.enterContext(tempfile.TemporaryDirectory())) / "reads.jsonl"
        one_by_one = (market for market in ["boston"])

        with (
            mock.patch.dict(os.environ, {lineage.JOURNAL: str(journal)}),
            mock.patch.object(warehouse, "ask") as ask,
            mock.patch.object(warehouse, "tables_of", return_value=[]) as tables_of,
        ):
            self.lake.sql("select ?", one_by_one)

        for asked in (ask, tables_of):
            self.assertEqual(asked.call_args.args[1:], ("select ?", ["boston"], None))


class KeepTest(LakeTest):
    def test_makes_a_tag(self) -> None:
        longest = "a" * 100
        for tag in ("eta-2026-03", "v1.2_final", "7", longest):
            with self.subTest(tag=tag):
                self.lake.table("order_events").keep(tag, max_age_days=2)

                made = self.catalog.metadata.refs[tag]
                self.assertEqual(made.snapshot_id, SECOND)
                self.assertEqual(made.max_ref_age_ms, 2 * 24 * 60 * 60 * 1000)

    def test_refuses_a_name_that_is_none(self) -> None:
        for tag in ("bad name!", "", "-a", ".a", "_a", "a/b", "é", "a\n", "a" * 101):
            with (
                self.subTest(tag=tag),
                self.refuses(f"{tag!r} cannot name a tag; it must be letters, digits, _, - and ."),
            ):
                self.lake.table("order_events").keep(tag)

        self.assertEqual(set(self.catalog.metadata.refs), {"main"})

    def test_refuses_the_name_of_a_branch(self) -> None:
        with self.refuses("main is a branch of raw.order_events; choose another tag"):
            self.lake.table("order_events").keep("main")

    def test_does_not_warn_of_old_metadata_that_the_catalog_has_deleted(self) -> None:
        with self.assertNoLogs("pyiceberg", "WARNING"):
            self.lake.table("order_events").keep("eta-2026-03")

    def test_leaves_other_warnings_alone(self) -> None:
        self.lake.table("order_events").keep("eta-2026-03")

        with self.assertLogs("pyiceberg", "WARNING"):
            delete_files(PyArrowFileIO(), {self.catalog.old_metadata}, METADATA)


class WithoutTheHelperTest(unittest.TestCase):
    """The snippet of the page, run as it stands there."""

    def setUp(self) -> None:
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.catalog = OrdersCatalog(folder)
        self.enterContext(contextlib.chdir(folder))
        EMBEDDED.parent.mkdir()
        EMBEDDED.write_text(yaml.safe_dump(PROFILE), encoding="utf-8")

    def test_reaches_the_catalog_as_the_helper_does(self) -> None:
        [snippet] = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)

        with mock.patch("freshet.lake.load_catalog", return_value=self.catalog) as by_the_helper:
            freshet.connect(EMBEDDED).tables()
        with mock.patch("pyiceberg.catalog.load_catalog", return_value=self.catalog) as by_the_page:
            exec(snippet, {})

        self.assertEqual(by_the_page.call_args, by_the_helper.call_args)


class OrdersCatalog(NoopCatalog):
    """Two snapshots of one table. Like Freshet's catalog, it deletes old metadata by itself."""

    def __init__(self, folder: Path) -> None:
        super().__init__("lake")
        self.old_metadata = f"{folder}/00000.metadata.json"
        self.metadata = orders(folder, self.old_metadata)

    def list_namespaces(self, namespace: str | Identifier = ()) -> list[Identifier]:
        return [("raw",)]

    def list_tables(self, namespace: str | Identifier) -> list[Identifier]:
        return [("raw", "order_events")]

    def load_table(self, identifier: str | Identifier) -> IcebergTable:
        return IcebergTable(
            ("raw", "order_events"), self.metadata, self._newest(), PyArrowFileIO(), self
        )

    def commit_table(
        self,
        table: IcebergTable,
        requirements: tuple[TableRequirement, ...],
        updates: tuple[TableUpdate, ...],
    ) -> CommitTableResponse:
        self.metadata = update_table_metadata(
            self.metadata, updates, metadata_location=self._newest()
        )
        return CommitTableResponse.model_validate(
            {"metadata": self.metadata, "metadata-location": self._newest()}
        )

    def _newest(self) -> str:
        return f"{self.metadata.location}/{len(self.metadata.refs):05}.metadata.json"


def orders(folder: Path, old_metadata: str) -> TableMetadata:
    """A table that keeps one old file of metadata, and has deleted that: only its log knows it."""
    return TableMetadataV2.model_validate(
        {
            "format-version": 2,
            "table-uuid": "9c12d441-03fe-4693-9a96-a0705ddf69c1",
            "location": str(folder),
            "last-sequence-number": 2,
            "last-updated-ms": milliseconds(SECOND_AT),
            "last-column-id": 3,
            "current-schema-id": 0,
            "schemas": [SCHEMA],
            "default-spec-id": 0,
            "partition-specs": [{"spec-id": 0, "fields": []}],
            "last-partition-id": 999,
            "default-sort-order-id": 0,
            "sort-orders": [{"order-id": 0, "fields": []}],
            "properties": {
                "write.metadata.delete-after-commit.enabled": "true",
                "write.metadata.previous-versions-max": "1",
            },
            "current-snapshot-id": SECOND,
            "snapshots": [
                empty_snapshot(folder, FIRST, None, FIRST_AT),
                empty_snapshot(folder, SECOND, FIRST, SECOND_AT),
            ],
            "refs": {"main": {"snapshot-id": SECOND, "type": "branch"}},
            "metadata-log": [
                {"metadata-file": old_metadata, "timestamp-ms": milliseconds(FIRST_AT)}
            ],
        }
    )


def empty_snapshot(folder: Path, id: int, parent: int | None, at: datetime) -> dict[str, Any]:
    """One that can be read and has no rows."""
    manifests = f"{folder}/{id}.avro"
    with write_manifest_list(2, PyArrowFileIO().new_output(manifests), id, parent, 1, "null"):
        pass

    return {
        "snapshot-id": id,
        "parent-snapshot-id": parent,
        "sequence-number": 1,
        "timestamp-ms": milliseconds(at),
        "manifest-list": manifests,
        "schema-id": 0,
        "summary": {"operation": "append"},
    }


def milliseconds(time: datetime) -> int:
    return int(time.timestamp() * 1000)
