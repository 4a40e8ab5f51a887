import json
from unittest import mock

from pyiceberg.types import DateType

from freshet import cuts, warehouse
from tests.test_lake import FIRST, LakeTest


class CutTest(LakeTest):
    CUT = "cut_2026_03_01_01"

    def setUp(self) -> None:
        super().setUp()
        self.lake.table("order_events", snapshot=FIRST).keep(self.CUT)
        self.properties = {
            "freshet.cut.delivery": "{}",
            "freshet.cut-table.raw.order_events": json.dumps(
                {"domain": "delivery", "snapshot": FIRST, "event_time": "state"}
            ),
        }
        self.enterContext(
            mock.patch.object(
                self.catalog, "load_namespace_properties", lambda name: self.properties
            )
        )

    def test_is_its_snapshot_and_of_that_what_happened_before_its_hour(self) -> None:
        orders = self.lake.table("order_events", cut=self.CUT)

        self.assertEqual(orders.snapshot and orders.snapshot.id, FIRST)
        self.assertEqual(orders.dataset().where, "state < '2026-03-01T01:00:00+00:00'")
        self.assertEqual(
            orders.dataset(where="market = 'boston'").where,
            "(market = 'boston') and state < '2026-03-01T01:00:00+00:00'",
        )
        self.assertEqual(
            str(orders._scan().row_filter),
            str(self.lake.table("order_events").only(orders._within)._scan().row_filter),
        )

    def test_of_days_is_what_has_ended_everywhere(self) -> None:
        for cut, day in (("cut_2026_03_01_11", "2026-02-28"), ("cut_2026_03_01_12", "2026-03-01")):
            self.assertEqual(cuts.condition(cut, "local_day", DateType()), f"local_day < '{day}'")

    def test_is_told_where_it_is_none(self) -> None:
        for name in ("cut_today", "cut_2026_02_31_01", "2026-03-01"):
            with self.refuses(f"'{name}' is no cut such as cut_2026_11_29_07"):
                self.lake.table("order_events", cut=name)
        with self.refuses("order_events has no tag cut_2026_03_01_02 any more"):
            self.lake.table("order_events", cut="cut_2026_03_01_02")
        self.properties.pop("freshet.cut-table.raw.order_events")
        with self.refuses(f"{self.CUT} has no raw.order_events"):
            self.lake.table("order_events", cut=self.CUT)
        self.properties.clear()
        with self.refuses(f"There is no {self.CUT}"):
            self.lake.table("order_events", cut=self.CUT)
        with self.refuses("Name a snapshot, a time or a cut, and only one of them"):
            self.lake.table("order_events", cut=self.CUT, snapshot=FIRST)

    def test_of_a_question_is_the_schema_of_its_views(self) -> None:
        with mock.patch.object(warehouse, "ask") as ask:
            self.lake.sql("select 1 from order_events", cut=self.CUT)

        self.assertEqual(ask.call_args.args[3], self.CUT)
