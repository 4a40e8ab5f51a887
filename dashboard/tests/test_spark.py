"""What the small pictures of the last hour show, and where."""

import re
import unittest
from base64 import b64decode
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree

from supply.board import Board, arrange
from supply.figures import Minute
from supply.staleness import stamp
from supply.view import html
from tests.figures import NOON, minute, minutes_before

MINUTE = timedelta(minutes=1)
HUMP = NOON - 10 * MINUTE
# More than are idle at any minute, so that only the hump touches the top.
WAITING = 20
WIDTH, TOP = 240, 4


def market(name: str, minutes: int) -> list[Minute]:
    """Nothing waits, but for one minute that all markets share."""
    return [
        replace(m, market=name, ready_orders=WAITING if m.event_time == HUMP else 0)
        for m in minutes_before(minutes)
    ]


def board(*minutes: list[Minute]) -> Board:
    return arrange(NOON, [m for its in minutes for m in its], [], {}, {})


def drawn(board: Board, name: str, shape: str) -> list[list[tuple[float, float]]]:
    """The points of each line or area on a market's card."""
    page = html.card(board.of(name), board.last_hour(), stamp(NOON, NOON, None), NOON)
    picture = re.search(r"base64,([^\"]+)", page)
    if picture is None:
        return []
    return [
        [tuple(map(float, point.split(","))) for point in element.attrib["points"].split()]
        for element in ElementTree.fromstring(b64decode(picture[1])).iter()
        if element.tag.endswith(shape)
    ]


def hump(board: Board, name: str) -> list[float]:
    return [x for line in drawn(board, name, "polyline") for x, y in line if y == TOP]


class Sparks(unittest.TestCase):
    def test_what_happened_at_one_minute_stands_at_one_place_on_all_cards(self):
        both = board(market("a", 60), market("b", 20))

        self.assertEqual(hump(both, "a"), [round(WIDTH * 49 / 59, 1)])
        self.assertEqual(hump(both, "b"), hump(both, "a"))

    def test_a_market_that_began_later_begins_farther_right(self):
        both = board(market("a", 60), market("b", 20))

        self.assertEqual(drawn(both, "a", "polyline")[0][0][0], 0)
        self.assertAlmostEqual(drawn(both, "b", "polyline")[0][0][0], WIDTH * 40 / 59, places=1)

    def test_a_market_that_fell_silent_ends_before_the_others(self):
        silent = [m for m in market("b", 60) if m.event_time <= NOON - 3 * MINUTE]
        both = board(market("a", 60), silent)

        self.assertEqual(drawn(both, "a", "polyline")[0][-1][0], WIDTH)
        self.assertAlmostEqual(drawn(both, "b", "polyline")[0][-1][0], WIDTH * 56 / 59, places=1)

    def test_minutes_that_were_not_told_are_a_gap(self):
        gap = [m for m in market("b", 60) if not NOON - 30 * MINUTE < m.event_time < HUMP]
        both = board(market("a", 60), gap)

        for shape in ("polyline", "polygon"):
            self.assertEqual(len(drawn(both, "a", shape)), 1)
            self.assertEqual(len(drawn(both, "b", shape)), 2)

    def test_a_minute_without_neighbours_is_seen(self):
        alone = [minute(market="b", event_time=HUMP, ready_orders=WAITING)]
        both = board(market("a", 60), alone)

        (left, _), (right, _) = drawn(both, "b", "polyline")[0]
        self.assertLess(left, hump(both, "a")[0])
        self.assertGreater(right, hump(both, "a")[0])

    def test_the_window_is_an_hour_at_most(self):
        self.assertEqual(board(market("a", 90)).last_hour(), (NOON - 59 * MINUTE, NOON))

    def test_where_no_market_has_an_hour_it_begins_with_the_first(self):
        self.assertEqual(
            board(market("a", 3), market("b", 12)).last_hour(), (NOON - 11 * MINUTE, NOON)
        )

    def test_a_market_left_behind_for_more_than_an_hour_has_none(self):
        old = [minute(market="b", event_time=NOON - 70 * MINUTE)]

        self.assertEqual(drawn(board(market("a", 60), old), "b", "polyline"), [])

    def test_a_first_minute_makes_no_picture(self):
        self.assertEqual(drawn(board([minute()]), "tiny", "polyline"), [])


if __name__ == "__main__":
    unittest.main()
