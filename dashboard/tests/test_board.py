"""What belongs together on the board, and what is usual."""

import unittest
from dataclasses import replace
from datetime import timedelta

from supply.board import arrange, read_now
from supply.diagnosis import Cause, Status
from supply.figures import Place
from supply.hours import hours, last_mark
from supply.lake import Lake
from supply.staleness import stamp
from supply.usual import usual
from supply.view import charts, html
from supply.words import evidence, no_cells, plain
from tests.figures import FAR, HERE, NOON, cell, minute, minutes_before

NOBODY_HEARD = (
    "Not one dasher has sent a position in the last 5 minutes: nobody is online, or pings do not "
    "get through."
)


class LateCells(Lake):
    """A market that is minutes behind another, with one cell."""

    def __init__(self, behind: timedelta) -> None:
        self._at = NOON - behind

    def minutes(self, since, until):
        return [minute(event_time=self._at), minute(market="other")]

    def cells(self, since, until):
        return [cell(HERE, idle=12, at=self._at)] if since < self._at <= until else []


class Boards(unittest.TestCase):
    def test_the_worst_market_comes_first(self):
        board = arrange(
            NOON,
            [minute(market="a"), minute(market="b", ready_orders=9), minute(market="c")],
            [],
            {},
            {},
        )

        self.assertEqual([f.market.place.market for f in board.findings], ["b", "a", "c"])

    def test_a_market_that_was_left_behind_is_unknown(self):
        old = minute(market="b", ready_orders=9, event_time=NOON - timedelta(minutes=6))
        board = arrange(NOON, [minute(market="a"), old], [], {}, {})

        self.assertIs(board.of("b").diagnosis.status, Status.UNKNOWN)

    def test_a_market_has_its_cells_until_it_is_left_behind(self):
        for minutes, status, cells in ((5, Status.BALANCED, 1), (6, Status.UNKNOWN, 0)):
            with self.subTest(minutes=minutes):
                found = read_now(LateCells(timedelta(minutes=minutes)), NOON, {}, {}).of("tiny")

                self.assertIs(found.diagnosis.status, status)
                self.assertEqual(len(found.market.cells), cells)

    def test_only_cells_of_the_same_minute_count(self):
        old = cell(FAR, idle=9, at=NOON - timedelta(minutes=1))
        board = arrange(NOON, [minute()], [old, cell(HERE, ready=1)], {}, {})

        self.assertEqual([c.cell for c in board.of("tiny").market.cells], [HERE])

    def test_a_market_without_a_place_is_named_by_its_key(self):
        board = arrange(NOON, [minute(market="san_francisco")], [], {}, {})

        self.assertEqual(board.findings[0].market.place.name, "San Francisco")


class UsualDays(unittest.TestCase):
    def test_usual_is_the_median_of_earlier_days(self):
        found = usual([(10, 30), (40, 50), (20, 40)], [], minute())

        self.assertEqual((found.created_in_quarter, found.online_dashers), (20, 40))
        self.assertEqual(found.basis, "median of the last 3 days")

    def test_on_a_first_day_it_is_the_hour_before_this_quarter(self):
        before = minutes_before(75, created_orders=2)
        found = usual([(99, 99)], before, before[-1])

        self.assertEqual((found.created_in_quarter, found.basis), (30, "the hour before"))

    def test_an_hour_without_orders_is_no_measure(self):
        before = minutes_before(75, created_orders=0)

        self.assertIsNone(usual([], before, before[-1]))

    def test_in_a_first_quarter_it_is_unknown(self):
        self.assertIsNone(usual([], minutes_before(20), minute()))


class Hours(unittest.TestCase):
    def test_an_hour_says_how_much_of_it_was_short_and_mostly_why(self):
        marks = [
            minute(event_time=NOON + timedelta(minutes=5 * i), ready_orders=9 if i < 3 else 0)
            for i in range(1, 13)
        ]
        cells = [
            c
            for mark in marks
            for c in (cell(FAR, idle=12, at=mark.event_time), cell(HERE, ready=9, at=mark.event_time))
        ]

        hour = hours(marks, cells)["tiny"][NOON]

        self.assertEqual((hour.marks, hour.short, hour.tight), (12, 2, 0))
        self.assertIs(hour.cause, Cause.WRONG_CELLS)

    def test_a_bad_start_of_which_alone_is_known_makes_no_bad_hour(self):
        short = minute(ready_orders=5, idle_dashers=0)

        hour = hours([short], [])["tiny"][NOON - timedelta(hours=1)]

        self.assertEqual((hour.marks, hour.short), (1, 1))
        self.assertAlmostEqual(hour.problem_part, 1 / 12)

    def test_of_an_hour_in_which_nobody_was_online_nothing_is_known(self):
        closed = minute(online_dashers=0, busy_dashers=0, idle_dashers=0, open_orders=0)

        self.assertEqual(hours([closed], [])["tiny"], {})

    def test_marks_are_five_minutes_apart(self):
        self.assertEqual(last_mark(NOON + timedelta(minutes=4, seconds=59)), NOON)
        self.assertEqual(last_mark(NOON), NOON)

    def test_the_minute_that_ends_an_hour_belongs_to_it(self):
        self.assertEqual(list(hours([minute()], [])["tiny"]), [NOON - timedelta(hours=1)])


class Pages(unittest.TestCase):
    def test_what_comes_from_outside_is_escaped(self):
        place = {"tiny": Place("tiny", "<script>alert(1)</script>", "UTC")}
        board = arrange(NOON, [minute()], [], {}, place)

        page = html.card(
            board.findings[0], board.last_hour(), stamp(NOON, NOON, None), NOON
        )

        self.assertNotIn("<script>", page)

    def test_a_name_in_a_label_is_no_markdown(self):
        self.assertEqual(
            plain("![x](http://a.b/c)"), r"\!\[x\]\(http\:\/\/a\.b\/c\)"
        )
        self.assertEqual(plain("Foz do Iguaçu\n\n# 2"), r"Foz do Iguaçu \# 2")

    def test_evidence_begins_with_what_decided(self):
        cells = [cell(FAR, idle=12), cell(HERE, ready=4)]
        found = arrange(NOON, [minute(ready_orders=4)], cells, {}, {}).findings[0]

        self.assertEqual(
            evidence(found.market, found.diagnosis)[0],
            "4 of 4 waiting orders have no idle dasher in their cell or beside it, while 12 stand "
            "elsewhere.",
        )

    def test_evidence_of_nobody_heard_says_each_thing_once(self):
        silent = minute(online_dashers=0, busy_dashers=0, idle_dashers=0, ready_orders=4)
        found = arrange(NOON, [silent], [], {"tiny": [(30, 40), (30, 40)]}, {}).findings[0]

        self.assertEqual(
            evidence(found.market, found.diagnosis),
            [
                NOBODY_HEARD,
                "2 orders in the last 15 minutes; usual are 30 (median of the last 2 days).",
                "Usual are 40 dashers online (median of the last 2 days).",
                "35 open orders: 6 without a dasher, 4 of them ready and getting cold.",
            ],
        )

    def test_where_no_order_is_open_none_is_counted(self):
        silent = minute(online_dashers=0, busy_dashers=0, idle_dashers=0)
        closed = replace(silent, open_orders=0, unassigned_orders=0)
        found = arrange(NOON, [closed], [], {}, {}).findings[0]

        self.assertEqual(evidence(found.market, found.diagnosis)[-1], "No order is open.")

    def test_a_card_of_nobody_heard_does_not_say_that_nothing_is_known(self):
        silent = minute(online_dashers=0, busy_dashers=0, idle_dashers=0, unassigned_orders=0)
        board = arrange(NOON, [silent], [], {}, {})

        page = html.card(
            board.findings[0], board.last_hour(), stamp(NOON, NOON, None), NOON
        )

        self.assertIn("No dasher is heard", page)
        self.assertNotIn("Nothing is known", page)

    def test_an_hour_of_nobody_heard_is_in_the_table_and_its_key(self):
        silent = minute(online_dashers=0, busy_dashers=0, idle_dashers=0, ready_orders=4)
        board = arrange(NOON, [silent], [], {}, {})

        table = html.hours_table(board, hours([silent], []))

        self.assertIn("mostly no dasher is heard", table)
        self.assertIn("<b>H</b> No dasher is heard", table)

    def test_without_cells_it_says_why(self):
        silent = minute(online_dashers=0, busy_dashers=0, idle_dashers=0)

        for told, why in (
            (minute(), "The cells of this minute have not come yet."),
            (replace(silent, open_orders=0), "No dasher is heard, and no order is open."),
            (
                replace(silent, open_orders=4),
                "No dasher is heard; the cells of 4 open orders have not come, or no order says "
                "where it is picked up.",
            ),
        ):
            with self.subTest(why=why):
                self.assertEqual(no_cells(told, NOON, NOON), why)

    def test_of_a_market_left_behind_it_says_that_no_cells_were_asked_for(self):
        told = minute(event_time=NOON - timedelta(minutes=20))
        behind = "UTC are not read: the market is more than 5 min behind others."

        self.assertEqual(no_cells(told, NOON, NOON), f"The cells of 11:40 {behind}")
        self.assertEqual(
            no_cells(told, NOON, NOON + timedelta(days=1)),
            f"The cells of 2 Mar 2026, 11:40 {behind}",
        )

    def test_a_wrong_position_does_not_shrink_the_map(self):
        null_island = cell("87754e64dffffff", idle=1)
        near = [cell(HERE, idle=5), cell(FAR, idle=1)]

        self.assertEqual(charts.main_part([*near, null_island]), near)


if __name__ == "__main__":
    unittest.main()
