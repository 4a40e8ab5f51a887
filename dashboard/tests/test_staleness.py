"""How old a number is, and how that is said."""

import unittest
from datetime import timedelta

from supply.staleness import Verdict, of_rows, stamp
from supply.words import age, clock, duration, number
from tests.figures import NOON

BUDGET = timedelta(minutes=2)


class Stamps(unittest.TestCase):
    def test_a_number_is_fresh_until_its_budget_is_used_up(self):
        self.assertIs(stamp(NOON, NOON + BUDGET, BUDGET).verdict, Verdict.FRESH)
        self.assertIs(
            stamp(NOON, NOON + BUDGET + timedelta(seconds=1), BUDGET).verdict, Verdict.LATE
        )

    def test_without_data_or_budget_nothing_is_known(self):
        self.assertIs(stamp(None, NOON, BUDGET).verdict, Verdict.UNKNOWN)
        self.assertIs(stamp(NOON, NOON, None).verdict, Verdict.UNKNOWN)

    def test_data_of_the_future_is_not_fresh(self):
        self.assertIs(stamp(NOON + timedelta(hours=1), NOON, BUDGET).verdict, Verdict.UNKNOWN)

    def test_a_clock_that_is_a_second_off_makes_no_difference(self):
        self.assertEqual(stamp(NOON + timedelta(seconds=1), NOON, BUDGET).age, timedelta(0))

    def test_a_late_number_names_the_budget_that_it_missed(self):
        self.assertEqual(age(stamp(NOON, NOON + timedelta(seconds=48), BUDGET)), "48 s old")
        self.assertEqual(
            age(stamp(NOON, NOON + timedelta(minutes=31), BUDGET)), "31 min old, budget 2 min"
        )
        self.assertEqual(age(stamp(None, NOON, BUDGET)), "no data")


class RowsBehindAMinute(unittest.TestCase):
    """Dashers of a minute, read from a table with a tighter budget than the minute's."""

    NOW = NOON + timedelta(seconds=90)

    def pinged(
        self, before_noon: timedelta | None, budget: timedelta | None = timedelta(minutes=1)
    ):
        newest = None if before_noon is None else NOON - before_noon
        rows = stamp(newest, self.NOW, budget, "dasher_pings")
        return of_rows(stamp(NOON, self.NOW, BUDGET), rows)

    def test_rows_that_reach_the_minute_are_as_old_as_it(self):
        mark = self.pinged(timedelta(seconds=1))

        self.assertEqual((mark.as_of, age(mark)), (NOON, "90 s old"))
        self.assertIs(mark.verdict, Verdict.FRESH)

    def test_rows_that_end_too_early_are_late_and_name_the_table_whose_budget_it_is(self):
        mark = self.pinged(timedelta(minutes=2))

        self.assertIs(mark.verdict, Verdict.LATE)
        self.assertEqual(age(mark), "3 min old, budget 60 s of dasher_pings")

    def test_rows_that_are_missing_are_no_data(self):
        self.assertEqual(age(self.pinged(None)), "no data")

    def test_rows_without_a_budget_are_not_called_fresh(self):
        mark = self.pinged(timedelta(seconds=1), budget=None)

        self.assertIs(mark.verdict, Verdict.UNKNOWN)
        self.assertEqual(age(mark), "budget unknown")


class Words(unittest.TestCase):
    def test_a_duration_has_two_units_at_most(self):
        self.assertEqual(duration(timedelta(seconds=99)), "99 s")
        self.assertEqual(duration(timedelta(seconds=120)), "2 min")
        self.assertEqual(duration(timedelta(hours=2, minutes=5)), "2 h 5 min")
        self.assertEqual(duration(timedelta(days=4, hours=3, minutes=7)), "4 d 3 h")
        self.assertEqual(duration(timedelta(days=6_700, hours=3)), "6\u202f700 d")

    def test_a_big_number_is_grouped(self):
        self.assertEqual(number(1234567), "1\u202f234\u202f567")

    def test_a_time_of_another_day_has_its_date(self):
        self.assertEqual(clock(NOON, NOON), "12:00")
        self.assertEqual(clock(NOON, NOON + timedelta(days=1)), "2 Mar 2026, 12:00")


if __name__ == "__main__":
    unittest.main()
