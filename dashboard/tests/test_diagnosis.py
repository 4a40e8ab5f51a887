"""The rules that say whether a market has a supply problem, and why."""

import unittest
from dataclasses import replace

from supply.diagnosis import Cause, Status, diagnose, far_orders, status
from supply.figures import Usual
from tests.figures import BESIDE, CALM, FAR, HERE, cell, minute

USUAL = Usual(created_in_quarter=30, online_dashers=40, basis="median of the last 5 days")


class HowBadItIs(unittest.TestCase):
    def test_a_market_whose_orders_find_dashers_is_balanced(self):
        self.assertIs(status(CALM), Status.BALANCED)

    def test_orders_without_a_dasher_are_normal_while_the_kitchen_is_at_work(self):
        self.assertIs(status(minute(unassigned_orders=30)), Status.BALANCED)

    def test_three_waiting_orders_of_thirty_make_it_short(self):
        self.assertIs(status(minute(ready_orders=3, open_orders=30)), Status.SHORT)

    def test_three_waiting_orders_of_many_more_do_not(self):
        self.assertIs(status(minute(ready_orders=3, open_orders=31)), Status.TIGHT)
        self.assertIs(status(minute(ready_orders=3, open_orders=61)), Status.BALANCED)

    def test_one_waiting_order_is_never_a_problem(self):
        self.assertIs(status(minute(ready_orders=1, open_orders=1)), Status.BALANCED)

    def test_a_used_up_reserve_makes_it_tight_before_anything_waits(self):
        self.assertIs(status(minute(idle_dashers=2, unassigned_orders=6)), Status.TIGHT)

    def test_a_reserve_is_more_than_a_twentieth_of_the_dashers(self):
        self.assertIs(status(minute(idle_dashers=3, unassigned_orders=6)), Status.BALANCED)

    def test_a_twentieth_of_the_dashers_is_rounded_up(self):
        few = minute(online_dashers=10, busy_dashers=9, idle_dashers=1, unassigned_orders=6)

        self.assertIs(status(few), Status.TIGHT)
        self.assertIs(status(replace(few, busy_dashers=8, idle_dashers=2)), Status.BALANCED)

    def test_a_reserve_for_all_orders_without_a_dasher_is_enough(self):
        self.assertIs(status(minute(idle_dashers=2, unassigned_orders=2)), Status.BALANCED)

    def test_a_market_without_a_dasher_is_not_balanced(self):
        silent = minute(online_dashers=0, busy_dashers=0, idle_dashers=0, open_orders=0)

        self.assertIs(status(replace(silent, unassigned_orders=0)), Status.UNKNOWN)
        self.assertIs(status(replace(silent, open_orders=3, unassigned_orders=3)), Status.UNKNOWN)

    def test_orders_that_wait_are_a_problem_even_if_nobody_is_online(self):
        alone = minute(online_dashers=0, busy_dashers=0, idle_dashers=0, ready_orders=4)

        self.assertIs(status(alone), Status.SHORT)

    def test_no_reserve_is_needed_where_nothing_is_asked_for(self):
        self.assertIs(status(minute(idle_dashers=0, unassigned_orders=0)), Status.BALANCED)
        self.assertIs(
            status(minute(idle_dashers=0, open_orders=4, unassigned_orders=4)), Status.BALANCED
        )


class WhereIdleDashersStand(unittest.TestCase):
    def test_an_idle_dasher_reaches_its_cell_and_those_beside_it(self):
        self.assertEqual(far_orders([cell(HERE, idle=1, ready=2), cell(BESIDE, ready=3)]), 0)

    def test_no_farther(self):
        self.assertEqual(far_orders([cell(FAR, idle=9), cell(HERE, ready=4)]), 4)

    def test_nothing_waits_where_nothing_is(self):
        self.assertEqual(far_orders([]), 0)


class Why(unittest.TestCase):
    def test_a_balanced_market_has_no_cause(self):
        self.assertIsNone(diagnose(CALM, [], 30, USUAL).cause)

    def test_idle_dashers_out_of_reach_are_in_the_wrong_cells(self):
        found = diagnose(
            minute(ready_orders=4), [cell(FAR, idle=12), cell(HERE, ready=4)], 30, USUAL
        )

        self.assertIs(found.cause, Cause.WRONG_CELLS)
        self.assertEqual(found.far_orders, 4)

    def test_idle_dashers_within_reach_do_not_take_the_orders(self):
        cells = [cell(BESIDE, idle=12), cell(HERE, ready=4)]

        self.assertIs(diagnose(minute(ready_orders=4), cells, 30, USUAL).cause, Cause.NOT_TAKEN)

    def test_half_of_what_waits_out_of_reach_is_enough(self):
        far_ring = [cell(BESIDE, idle=12), cell(HERE, ready=2), cell("872830876ffffff", ready=2)]

        self.assertIs(
            diagnose(minute(ready_orders=4), far_ring, 30, USUAL).cause, Cause.WRONG_CELLS
        )

    def test_without_reserve_a_leap_of_orders_is_a_demand_spike(self):
        short = minute(ready_orders=6, idle_dashers=1)

        self.assertIs(diagnose(short, [], 45, USUAL).cause, Cause.DEMAND_SPIKE)
        self.assertIs(diagnose(short, [], 44, USUAL).cause, Cause.TOO_FEW_ONLINE)

    def test_a_few_orders_more_are_no_spike_in_a_small_market(self):
        short = minute(ready_orders=6, idle_dashers=1)
        quiet = Usual(created_in_quarter=2, online_dashers=8, basis="the hour before")

        self.assertIs(diagnose(short, [], 6, quiet).cause, Cause.TOO_FEW_ONLINE)

    def test_where_nothing_is_known_of_usual_days_too_few_are_online(self):
        short = minute(ready_orders=6, idle_dashers=1)

        self.assertIs(diagnose(short, [], 500, None).cause, Cause.TOO_FEW_ONLINE)

    def test_where_not_one_has_sent_a_position_it_says_so(self):
        silent = minute(ready_orders=6, online_dashers=0, busy_dashers=0, idle_dashers=0)

        self.assertIs(diagnose(silent, [], 500, USUAL).cause, Cause.NONE_HEARD)

    def test_it_says_so_too_where_too_little_waits_for_a_problem(self):
        silent = minute(ready_orders=1, online_dashers=0, busy_dashers=0, idle_dashers=0)
        found = diagnose(replace(silent, open_orders=1, unassigned_orders=1), [], 0, USUAL)

        self.assertEqual((found.status, found.cause), (Status.UNKNOWN, Cause.NONE_HEARD))
        self.assertFalse(found.is_problem)


if __name__ == "__main__":
    unittest.main()
