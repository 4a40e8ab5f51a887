"""The page itself, without a browser."""

import os
import unittest
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
BUDGETS = '{"market_supply":120,"supply_cells":120,"dasher_pings":60}'


class FullLake(Lake):
    """One market, one minute of it, and its dashers."""

    def __init__(self, minute: Minute, dashers: list[Dasher]) -> None:
        self._minute = minute
        self._dashers = dashers

    def as_of(self):
        return self._minute.event_time

    def places(self):
        return {}

    def minutes(self, since, until):
        return [self._minute]

    def marks(self, since, until):
        return []

    def cells(self, since, until):
        idle = self._minute.idle_dashers
        return [cell(HERE, idle=idle, at=self._minute.event_time)] if idle else []

    def marked_cells(self, since, until):
        return []

    def earlier_days(self, as_of):
        return {}

    def dashers(self, market, as_of):
        return self._dashers


def look(settings: dict[str, str]) -> str:
    st.cache_data.clear()
    st.cache_resource.clear()
    with mock.patch.dict(os.environ, settings):
        app = AppTest.from_file(APP, default_timeout=60).run()
    assert not app.exception, app.exception
    bodies = [element.proto.body for element in app.get("html")]
    return " ".join(body for body in bodies if not body.startswith("<style>"))


def look_at(lake: Lake) -> str:
    with mock.patch("supply.lake.Lake", lambda address: lake):
        return look({**NOBODY_LISTENS, "FRESHET_BUDGETS": BUDGETS})


class ThePage(unittest.TestCase):
    def test_it_says_that_trino_is_away_and_what_to_do(self):
        page = look(NOBODY_LISTENS)

        self.assertIn("Trino does not answer at 127.0.0.1:1", page)
        self.assertIn("<code>./freshet up</code>", page)

    def test_dashers_of_a_minute_within_its_budget_are_fresh(self):
        as_of = datetime.now(UTC) - timedelta(seconds=90)
        pinged = Dasher("7", as_of - timedelta(seconds=1), HERE, None)

        page = look_at(FullLake(minute(event_time=as_of), [pinged]))

        self.assertIn("1 dasher, 1 idle", page)
        self.assertNotIn("stamp late", page)

    def test_pings_that_end_before_the_minute_name_their_budget(self):
        as_of = datetime.now(UTC) - timedelta(seconds=90)
        pinged = Dasher("7", as_of - timedelta(minutes=3), HERE, None)

        page = look_at(FullLake(minute(event_time=as_of), [pinged]))

        self.assertIn("4 min old, budget 60 s of dasher_pings", page)

    def test_it_does_not_say_that_nobody_is_online_where_nobody_is_heard(self):
        as_of = datetime.now(UTC) - timedelta(seconds=90)
        silent = minute(
            event_time=as_of, online_dashers=0, busy_dashers=0, idle_dashers=0, ready_orders=4
        )

        page = look_at(FullLake(silent, []))

        self.assertIn("Short: no dasher is heard", page)
        self.assertIn("No dasher is heard, and of 35 open orders none says where", page)
        self.assertNotIn("Nobody is online", page)


if __name__ == "__main__":
    unittest.main()
