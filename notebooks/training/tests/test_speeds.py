import csv
import tempfile
import unittest
from collections import defaultdict
from datetime import date
from pathlib import Path
from unittest import mock

import h3
import pandas as pd

from freshet.errors import WrongUse
from training import speeds
from training.speeds import Fix, Speeds
from training.tests.make_tracks import FILE

TUESDAY_NINE = pd.Timestamp("2026-11-03T09:30:00Z")
HOUR = 33
NORTH = 1 / 111_195


def pings(dasher: int, steps: list[tuple[int, float]], order: int | None = None) -> list[dict]:
    """Each so many seconds and meters to the north of the first."""
    return [
        {
            "market": "oslo",
            "dasher_id": dasher,
            "order_id": order,
            "event_time": TUESDAY_NINE + pd.Timedelta(seconds=seconds),
            "latitude": 59.9 + meters * NORTH,
            "longitude": 10.7,
        }
        for seconds, meters in steps
    ]


def order(state: str, seconds: int, dasher: int | None = 1) -> dict:
    return {
        "market": "oslo",
        "order_id": 5,
        "dasher_id": dasher,
        "state": state,
        "event_time": TUESDAY_NINE + pd.Timedelta(seconds=seconds),
    }


NO_ORDERS = pd.DataFrame([order("delivered", 0)])


def measured(rows: list[dict], orders: pd.DataFrame = NO_ORDERS) -> Speeds:
    found = Speeds()
    speeds.measure(pd.DataFrame(rows), speeds.carrying(orders), found)

    return found


class TrackTest(unittest.TestCase):
    def test_finds_the_stretches_that_the_job_finds(self) -> None:
        tracks: dict[str, list[dict]] = defaultdict(list)
        with FILE.open(encoding="utf-8") as lines:
            for line in csv.DictReader(lines):
                tracks[line["track"]].append(line)

        for track in tracks.values():
            fixes = [
                Fix(int(ping["millis"]), float(ping["latitude"]), float(ping["longitude"]))
                for ping in track
            ]
            wanted = [
                (number, float(ping["meters"]), float(ping["seconds"]))
                for number, ping in enumerate(track)
                if ping["meters"]
            ]
            found = [(each.ping, each.meters, each.seconds) for each in speeds.stretches(fixes)]
            self.assertEqual([each[0] for each in found], [each[0] for each in wanted])
            for each, other in zip(found, wanted, strict=True):
                self.assertAlmostEqual(each[1], other[1], places=5)
                self.assertAlmostEqual(each[2], other[2])


class SpeedsTest(unittest.TestCase):
    def test_adds_up_a_market_and_its_area_by_the_hour_of_the_week(self) -> None:
        found = measured(pings(1, [(0, 0), (60, 600), (120, 900)]))

        area = h3.latlng_to_cell(59.9, 10.7, 7)
        for part in ("market", area):
            meters, seconds = found.sums[("oslo", part, HOUR)]
            self.assertAlmostEqual(meters, 900, delta=1)
            self.assertEqual(seconds, 120)

    def test_leaves_out_who_waits_and_counts_who_stands_with_food(self) -> None:
        waiting = pings(1, [(0, 0), (60, 5), (120, 5)])
        self.assertEqual(measured(waiting).sums, {})

        naming = measured(pings(1, [(0, 0), (60, 5)], order=7))
        self.assertEqual(naming.sums[("oslo", "market", HOUR)][1], 60)

        carried = pd.DataFrame([order("picked_up", 30), order("delivered", 90, dasher=None)])
        self.assertEqual(measured(waiting, carried).sums[("oslo", "market", HOUR)][1], 60)

    def test_writes_what_enough_is_known_of_as_the_job_reads_it(self) -> None:
        found = Speeds()
        found.add("oslo", "8709990c9ffffff", 0, 3000, 599)
        found.add("oslo", "8709990caffffff", 0, 1000, 1)

        self.assertEqual(found.rows(), [("oslo", "market", 72, "6.667")])

    def test_puts_the_file_in_its_place_as_a_whole(self) -> None:
        table = mock.Mock(snapshot=None)
        table.name = "raw.dasher_pings"
        rows = pings(1, [(60 * n, 600 * n) for n in range(12)])
        table.pandas.side_effect = lambda columns, where: (
            pd.DataFrame(rows) if "latitude" in columns else NO_ORDERS
        )
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "speeds.csv"
            told = speeds.write(
                mock.Mock(table=lambda name: table), date(2026, 11, 3), date(2026, 11, 3), file
            )

            lines = file.read_text("utf-8").splitlines()
            self.assertEqual(lines[0], "market,part,hour_of_week,meters_per_second")
            self.assertIn(f"oslo,market,{HOUR},10.000", lines)
            self.assertEqual(told["pings"], 12)
            self.assertEqual([each.name for each in Path(folder).iterdir()], ["speeds.csv"])

    def test_says_when_too_little_was_travelled(self) -> None:
        table = mock.Mock(snapshot=None)
        table.name = "raw.dasher_pings"
        table.pandas.side_effect = lambda columns, where: (
            pd.DataFrame(pings(1, [(0, 0)])) if "latitude" in columns else NO_ORDERS
        )
        with (
            tempfile.TemporaryDirectory() as folder,
            self.assertRaisesRegex(WrongUse, "choose more days"),
        ):
            speeds.write(
                mock.Mock(table=lambda name: table),
                date(2026, 11, 3),
                date(2026, 11, 3),
                Path(folder) / "speeds.csv",
            )
        with self.assertRaisesRegex(WrongUse, "lies before the first"):
            speeds.write(mock.Mock(), date(2026, 11, 3), date(2026, 11, 2), Path("speeds.csv"))


if __name__ == "__main__":
    unittest.main()
