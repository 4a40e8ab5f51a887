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
from pyiceberg.exceptions import CommitFailedException, ForbiddenError, ServerError
from pyiceberg.io.pyarrow import PyArrowFileIO

import freshet
from freshet import lineage, warehouse
from freshet.errors import FreshetError, LakeAway, WrongUse
from freshet.settings import EMBEDDED, Settings
from tests.orders_catalog import FIRST, FIRST_AT, SECOND, SECOND_AT, OrdersCatalog

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

    def test_makes_one_that_stays_until_it_is_let_go(self) -> None:
        orders = self.lake.table("order_events", snapshot=FIRST)

        orders.keep("eta-2026-03", max_age_days=None)

        self.assertIsNone(self.catalog.metadata.refs["eta-2026-03"].max_ref_age_ms)
        self.assertEqual(orders.tags(), {"eta-2026-03": FIRST})
        # Whichever snapshot it was that the table is held at.
        self.lake.table("order_events").let_go("eta-2026-03")
        self.assertEqual(orders.tags(), {})

    def test_lets_go_of_nothing_but_tags(self) -> None:
        orders = self.lake.table("order_events")
        orders.keep("eta-2026-03")

        for name in ("main", "eta-2026-02"):
            with self.refuses(f"has no tag {name}; "):
                orders.let_go(name)

    def test_says_who_may_not_write_tags_and_that_another_was_first(self) -> None:
        orders = self.lake.table("order_events")
        for failure, message in (
            (ForbiddenError("needs maintain"), "lets nobody of this login change a-tag: needs"),
            (CommitFailedException("a-tag was made"), "try it again: a-tag was made"),
            (ServerError("no idea"), "could not write a-tag: no idea"),
        ):
            with (
                self.subTest(failure=failure),
                mock.patch.object(self.catalog, "commit_table", side_effect=failure),
                self.assertRaisesRegex(FreshetError, message) as raised,
            ):
                orders.keep("a-tag")
            mended = isinstance(failure, ForbiddenError)
            self.assertIsInstance(raised.exception, WrongUse if mended else LakeAway)

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
