"""The page itself, without a browser."""

import os
import unittest
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import streamlit as st
from streamlit.testing.v1 import AppTest

from supply.figures import Dasher, Minute
from supply.lake import Lake
from tests.figures import HERE, cell, minute

APP = str(Path(__file__).parent.parent / "app.py")
NOBODY_LISTENS = {"FRESHET_TRINO_HOST": "127.0.0.1", "FRESHET_TRINO_PORT": "1"}
# Of hours, for the page goes by the wall clock, and may take its time.
BUDGETS = '{"market_supply":21600,"supply_cells":21600,"dasher_pings":3600}'
AGO = timedelta(hours=2)


class FullLake(Lake):
    """Minutes of markets, idle dashers of each in one cell, and the same list of dashers."""

    def __init__(self, told: list[Minute], dashers: list[Dasher]) -> None:
        self._told = told
        self._dashers = dashers

    def as_of(self):
        return max(m.event_time for m in self._told)

    def places(self):
        return {}

    def minutes(self, since, until):
        return [m for m in self._told if since < m.event_time <= until]

    def marks(self, since, until):
        return []

    def cells(self, since, until):
        return [
            replace(cell(HERE, idle=m.idle_dashers, at=m.event_time), market=m.market)
            for m in self.minutes(since, until)
            if m.idle_dashers
        ]

    def marked_cells(self, since, until):
        return []

    def earlier_days(self, as_of):
        return {}

    def dashers(self, market, as_of):
        return self._dashers


def look(settings: dict[str, str], cut: str | None = None) -> str:
    st.cache_data.clear()
    st.cache_resource.clear()
    with mock.patch.dict(os.environ, settings):
        app = AppTest.from_file(APP, default_timeout=60)
        if cut is not None:
            app.query_params["cut"] = cut
        app.run()
    assert not app.exception, app.exception
    bodies = [element.proto.body for element in app.get("html")]
    captions = [caption.value for caption in app.caption]
    return " ".join([*(body for body in bodies if not body.startswith("<style>")), *captions])


def look_at(lake: Lake, cut: str | None = None) -> str:
    with mock.patch("supply.lake.Lake", lambda address, cut: lake):
        return look({**NOBODY_LISTENS, "FRESHET_BUDGETS": BUDGETS}, cut)


class ThePage(unittest.TestCase):
    def test_it_says_that_trino_is_away_and_what_to_do(self):
        page = look(NOBODY_LISTENS)

        self.assertIn("Trino does not answer at 127.0.0.1:1", page)
        self.assertIn("<code>./freshet up</code>", page)

    def test_dashers_of_a_minute_within_its_budget_are_fresh(self):
        as_of = datetime.now(UTC) - AGO
        pinged = Dasher("7", as_of - timedelta(seconds=1), HERE, None)

        page = look_at(FullLake([minute(event_time=as_of)], [pinged]))

        self.assertIn("1 dasher, 1 idle", page)
        self.assertNotIn("stamp late", page)

    def test_pings_that_end_before_the_minute_name_their_budget(self):
        as_of = datetime.now(UTC) - AGO
        pinged = Dasher("7", as_of - timedelta(hours=2), HERE, None)

        page = look_at(FullLake([minute(event_time=as_of)], [pinged]))

        self.assertIn("old, budget 1 h of dasher_pings", page)

    def test_at_a_cut_ages_are_told_from_its_hour(self):
        as_of = datetime(2026, 3, 1, 11, 59, tzinfo=UTC)
        pinged = Dasher("7", as_of - timedelta(seconds=1), HERE, None)

        page = look_at(FullLake([minute(event_time=as_of)], [pinged]), "cut_2026_03_01_12")

        self.assertIn("As it was before 2026-03-01 12:00 UTC: cut_2026_03_01_12", page)
        self.assertNotIn("stamp late", page)

    def test_it_says_what_is_no_cut(self):
        page = look(NOBODY_LISTENS, "cut_2026; drop")

        self.assertIn("“cut_2026; drop” is no cut such as", page)

    def test_it_does_not_say_that_nobody_is_online_where_nobody_is_heard(self):
        as_of = datetime.now(UTC) - AGO
        silent = minute(
            event_time=as_of, online_dashers=0, busy_dashers=0, idle_dashers=0, ready_orders=4
        )

        page = look_at(FullLake([silent], []))

        self.assertIn("Short: no dasher is heard", page)
        self.assertIn("No dasher is heard; the cells of 35 open orders have not come", page)
        self.assertNotIn("Nobody is online", page)

    def test_it_says_why_a_market_left_behind_has_no_cells(self):
        as_of = datetime.now(UTC) - AGO
        behind = minute(event_time=as_of - timedelta(minutes=20))

        page = look_at(FullLake([behind, minute(market="other", event_time=as_of)], []))

        self.assertIn("are not read: the market is more than 5 min behind others.", page)


if __name__ == "__main__":
    unittest.main()
