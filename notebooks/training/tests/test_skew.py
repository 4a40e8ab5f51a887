import json
import unittest
from datetime import date
from pathlib import Path
from unittest import mock

import pandas as pd

from freshet.errors import WrongUse
from training import __main__ as program
from training import skew
from training.dataset import Features
from training.lake_features import COMPUTED

FEATURES = Features.current()
BEGIN = pd.Timestamp("2026-03-02T12:00:00Z")
NORTH = 1 / 111_195


def time(seconds: float) -> pd.Timestamp:
    return BEGIN + pd.Timedelta(seconds=seconds)


def step(version: int, state: str, seconds: int, received: float | None = None) -> dict:
    return {
        "market": "oslo",
        "order_id": 5,
        "order_version": version,
        "state": state,
        "event_time": time(seconds),
        "dasher_id": 1,
        "pickup_latitude": 60.0,
        "pickup_longitude": 10.0,
        "dropoff_latitude": 60.02,
        "dropoff_longitude": 10.0,
        "_received_at": time(seconds if received is None else received),
        "_stream_partition": 0,
        "_offset": version,
    }


def ping(seconds: int, meters: float, received: float | None = None, offset: int = 0) -> dict:
    return {
        "market": "oslo",
        "dasher_id": 1,
        "order_id": None,
        "event_time": time(seconds),
        "latitude": 60 + meters * NORTH,
        "longitude": 10.0,
        "_received_at": time(seconds if received is None else received),
        "_stream_partition": 0,
        "_offset": offset or seconds,
    }


def prediction(seconds: int, stage: str = "to_customer", **known: float) -> dict:
    """With what is known of an order that was picked up at 0 and driven by 8 m/s since."""
    values = {name: 0.0 for name in FEATURES.names} | known
    return {
        "event_time": time(seconds),
        "market": "oslo",
        "order_id": 5,
        "order_version": 1,
        "stage": stage,
        "features": [values[name] for name in FEATURES.names],
        "_stream_partition": 0,
        "_offset": seconds,
    }


def causes(
    predictions: list[dict], orders: list[dict], pings: list[dict]
) -> list[dict[str, str]]:
    found = skew.compare(
        pd.DataFrame(predictions), pd.DataFrame(orders), pd.DataFrame(pings), FEATURES
    )
    return [
        dict(zip(COMPUTED, (skew.CAUSES[cause] for cause in row), strict=True))
        for row in found.causes
    ]


PICKED_UP = step(1, "picked_up", 0)
DRIVEN = [ping(10 * n, 80 * n) for n in range(1, 10)]


class DeclarationTest(unittest.TestCase):
    def test_computes_what_rests_on_the_order_in_its_order_and_units(self) -> None:
        self.assertEqual(tuple(COMPUTED), FEATURES.of("order"))
        for name, (unit, _) in COMPUTED.items():
            self.assertEqual(unit, FEATURES.declared[name]["unit"], name)

    def test_leaves_nothing_out_that_is_no_market_s(self) -> None:
        self.assertEqual(
            set(FEATURES.names), set(FEATURES.of("order")) | set(FEATURES.of("market"))
        )

    def test_does_not_know_what_is_declared_as_known(self) -> None:
        self.assertEqual(FEATURES.unknown("stood_seconds"), -1)
        with self.assertRaisesRegex(ValueError, "stage is declared as always known"):
            FEATURES.unknown("stage")


class CompareTest(unittest.TestCase):
    def test_finds_values_of_a_ping_and_of_a_step_equal(self) -> None:
        first, later = causes(
            [
                prediction(0, stage_seconds=0, setting_out=1, start_meters=2223.9, speed=-1),
                prediction(60, stage_seconds=60, travelled_meters=480, speed=8, pace=7),
            ],
            [PICKED_UP],
            DRIVEN,
        )

        for name in ("stage_seconds", "setting_out", "start_meters", "speed"):
            self.assertEqual(first[name], "equal", name)
        for name in ("stage_seconds", "travelled_meters", "speed"):
            self.assertEqual(later[name], "equal", name)
        self.assertEqual(later["pace"], "unexplained")

    def test_finds_a_place_ten_meters_off_different(self) -> None:
        rows = ([step(1, "picked_up", 0)], [ping(0, 0), ping(60, 480)])

        near = causes([prediction(60, latitude=60 + 480 * NORTH)], *rows)[0]
        off = causes([prediction(60, latitude=60 + 490 * NORTH)], *rows)[0]

        self.assertEqual((near["latitude"], off["latitude"]), ("equal", "unexplained"))

    def test_calls_late_what_was_not_known_when_it_was_predicted(self) -> None:
        pings = [ping(10, 80), ping(20, 200, received=31, offset=40), ping(30, 240, offset=30)]

        found, other = causes(
            [prediction(30, speed=8, stage_seconds=30), prediction(10, speed=4)],
            [PICKED_UP],
            pings,
        )[::-1]

        self.assertEqual((found["speed"], found["stage_seconds"]), ("late", "equal"))
        # What the ping of 20 s would have made of it, but served for another.
        self.assertEqual(other["speed"], "unexplained")

    def test_calls_raced_what_follows_from_which_stream_was_read_first(self) -> None:
        # The ping of 1 s was read before the step, and found no order to be a sighting of.
        pings = [ping(1, -40), ping(30, 240)]

        found = causes([prediction(30, travelled_meters=240)], [PICKED_UP], pings)[0]

        self.assertEqual(found["travelled_meters"], "raced")

    def test_a_silence_rests_on_what_was_known_when_it_began(self) -> None:
        found = causes(
            [prediction(270, unheard_seconds=180, stage_seconds=270)], [PICKED_UP], DRIVEN
        )[0]

        self.assertEqual((found["unheard_seconds"], found["stage_seconds"]), ("equal", "equal"))

    def test_a_prediction_that_no_row_leads_to_is_unexplained(self) -> None:
        found = causes([prediction(30, "wait")], [PICKED_UP], DRIVEN)[0]

        self.assertEqual(set(found.values()), {"unexplained"})

    def test_takes_a_prediction_that_was_written_twice_once(self) -> None:
        twice = [prediction(30), prediction(30) | {"_offset": 99}]

        self.assertEqual(len(causes(twice, [PICKED_UP], DRIVEN)), 1)

    def test_tells_examples_in_json(self) -> None:
        found = skew.compare(
            pd.DataFrame([prediction(30, "wait")]),
            pd.DataFrame([PICKED_UP]),
            pd.DataFrame(DRIVEN),
            FEATURES,
        ).told()

        self.assertIsNone(found["examples"][0]["computed"])
        self.assertEqual(found["unexplained"], found["values"])
        json.dumps(found, allow_nan=False)


class ProgramTest(unittest.TestCase):
    TOLD = {
        "predictions": 10,
        "values": 210,
        "equal": 208,
        "late": 1,
        "raced": 1,
        "unexplained": 0,
        "features": [],
        "as_recorded": [],
        "examples": [],
        "other_versions": 0,
    }

    def code(self, *arguments: str, **told: int) -> int:
        settings = mock.Mock(profile=Path("profile.yaml"))
        found = mock.Mock()
        found.told.return_value = self.TOLD | told
        with (
            mock.patch.object(program.Settings, "load", return_value=settings),
            mock.patch.object(program.freshet, "connect"),
            mock.patch.object(skew, "measure", return_value=found),
            mock.patch("builtins.print"),
        ):
            return program.main(["skew", "--day=2026-03-02", *arguments])

    def test_fails_when_more_is_late_or_unexplained_than_allowed(self) -> None:
        self.assertEqual(self.code(), 0)
        self.assertEqual(self.code(late=3), program.SKEWED)
        self.assertEqual(self.code("--allow-late=0.05", late=3), 0)
        self.assertEqual(self.code(unexplained=1), program.SKEWED)
        self.assertEqual(self.code("--allow-unexplained=1", unexplained=1), 0)

    def test_says_when_there_is_nothing_to_compare(self) -> None:
        lake = mock.Mock()
        lake.table.return_value.pandas.return_value = pd.DataFrame()

        with self.assertRaisesRegex(WrongUse, "choose a day on which the ETA job ran"):
            skew.measure(lake, date(2026, 3, 2), None)


if __name__ == "__main__":
    unittest.main()
