"""Whether the features that the job recorded are those that the lake's rows make.

Rows are put in the order of their times, as a query would have them. Where that gives another
value, they are read as they were received: what is then equal differs because something came late.
What depends on which of the two streams was read first is raced. What is left has no such excuse.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np
import pandas as pd

from freshet import Lake
from freshet.errors import WrongUse
from training.dataset import KEYS, Features
from training.lake_features import COMPUTED, Step
from training.places import Place
from training.replay import OrderKey, Ping, Replay, Told
from training.speeds import Fix, millis_of

PREDICTIONS, ORDERS, PINGS = "eta_predictions", "order_events", "dasher_pings"
CAUSES = ("equal", "late", "raced", "unexplained")
EQUAL, LATE, RACED, UNEXPLAINED = range(len(CAUSES))

# Floats that were added in another order; a float has seven digits. A degree is added to nothing:
# of it, 1e-5 are a meter.
_RELATIVE, _ABSOLUTE = 2e-6, 1e-5
_ADDED_TO_NOTHING = ("degrees", "code", "flag")
# By how much one stream may have been read before the other.
_RACE = pd.Timedelta(seconds=2)
# An order is remembered for a day, a dasher's last order for six hours.
_ORDERS_BEFORE, _PINGS_BEFORE = timedelta(hours=24), timedelta(hours=6)
_EXAMPLES = 5
_ARRIVED = ["_received_at", "_stream_partition", "_offset"]
_ORDER = ["market", "order_id", "order_version", "state", "event_time", "dasher_id"]
_PLACES = ["pickup_latitude", "pickup_longitude", "dropoff_latitude", "dropoff_longitude"]
_PING = ["market", "dasher_id", "order_id", "event_time", "latitude", "longitude"]
_PREDICTION = [*KEYS, "stage", "features", "_stream_partition", "_offset"]


@dataclass(frozen=True)
class Skew:
    """One row a prediction, one column a feature that was computed: why it differs, if it does."""

    features: Features
    predictions: pd.DataFrame
    causes: np.ndarray
    served: np.ndarray
    computed: np.ndarray
    # Predictions whose features another version of the job has computed: nothing is said of them.
    other_versions: int = 0

    def count(self, cause: int) -> int:
        return int((self.causes == cause).sum())

    def told(self) -> dict[str, Any]:
        return {
            "predictions": len(self.predictions),
            "other_versions": self.other_versions,
            "values": int(self.causes.size),
            **{cause: self.count(number) for number, cause in enumerate(CAUSES)},
            "features": [
                {"name": name}
                | {
                    cause: int((self.causes[:, column] == number).sum())
                    for number, cause in enumerate(CAUSES)
                }
                for column, name in enumerate(COMPUTED)
            ],
            "as_recorded": list(self.features.of("market")),
            "examples": list(self._examples()),
        }

    def _examples(self) -> Iterator[dict[str, Any]]:
        """The worst cause first."""
        rows, columns = np.nonzero(self.causes)
        worst = np.argsort(-self.causes[rows, columns], kind="stable")[:_EXAMPLES]
        for row, column in zip(rows[worst], columns[worst], strict=True):
            prediction, computed = self.predictions.iloc[row], self.computed[row, column]
            yield {
                "market": prediction["market"],
                "order_id": int(prediction["order_id"]),
                "order_version": int(prediction["order_version"]),
                "event_time": prediction["event_time"].isoformat(),
                "feature": list(COMPUTED)[column],
                "cause": CAUSES[self.causes[row, column]],
                "served": float(self.served[row, column]),
                # A number that JSON has; none where no row of the lake leads to that prediction.
                "computed": None if np.isnan(computed) else float(computed),
            }


def measure(lake: Lake, day: date, market: str | None) -> Skew:
    """Of the predictions of that day in UTC, of one market or all."""
    features = Features.current()
    begin = datetime.combine(day, time(), UTC)
    where = "" if market is None else f" and market = '{market}'"
    of_day = _between(begin, timedelta(0)) + where
    predictions = lake.table(PREDICTIONS).pandas(
        _PREDICTION, f"{of_day} and features_version = {features.version}"
    )
    if predictions.empty:
        raise WrongUse(
            f"{PREDICTIONS} has no prediction of {day} with features of version"
            f" {features.version}; choose a day on which the ETA job ran"
        )

    others = lake.table(PREDICTIONS).pandas(
        ["features_version"], f"{of_day} and features_version != {features.version}"
    )
    found = compare(
        predictions,
        lake.table(ORDERS).pandas(
            [*_ORDER, *_PLACES, *_ARRIVED], _between(begin, _ORDERS_BEFORE) + where
        ),
        lake.table(PINGS).pandas([*_PING, *_ARRIVED], _between(begin, _PINGS_BEFORE) + where),
        features,
    )

    return replace(found, other_versions=len(others))


def compare(
    predictions: pd.DataFrame, orders: pd.DataFrame, pings: pd.DataFrame, features: Features
) -> Skew:
    """As tables have them, with what they rest on; rows that were written twice may be there."""
    once = [*KEYS, "stage"]
    predictions = predictions.sort_values([*once, "_stream_partition", "_offset"], kind="stable")
    predictions = predictions.drop_duplicates(once).reset_index(drop=True)
    columns = [features.names.index(name) for name in COMPUTED]
    served = np.array(predictions["features"].tolist(), dtype=np.float32)[:, columns]
    rows = _Rows(orders, pings)
    computed = _replayed(rows.by_time(), predictions, features)
    relative = _relative(features)
    causes = np.where(_same(served, computed, relative), EQUAL, UNEXPLAINED)
    for cause, order, seen_at_once in (
        (LATE, timedelta(0), True),
        (RACED, -_RACE, True),
        (RACED, _RACE, True),
        (RACED, timedelta(0), False),
    ):
        left = np.flatnonzero((causes == UNEXPLAINED).any(axis=1))
        if left.size:
            other = _replayed(
                rows.by_arrival(order), predictions.iloc[left], features, seen_at_once
            )
            explained = (causes[left] == UNEXPLAINED) & _same(served[left], other, relative)
            causes[left] = np.where(explained, cause, causes[left])

    return Skew(features, predictions, causes, served, computed)


class _Rows:
    """Steps and pings of the lake, in one order or another."""

    def __init__(self, orders: pd.DataFrame, pings: pd.DataFrame) -> None:
        self._rows = np.empty(len(orders) + len(pings), dtype=object)
        self._rows[:] = [*_steps(orders), *_pings(pings)]
        keys = [_keys(orders, 0), _keys(pings, 1)]
        self._keys = pd.concat(keys, ignore_index=True)

    def by_time(self) -> Iterator[Step | Ping]:
        return self._sorted(self._keys, ["millis", "stream", "version", "received", "offset"])

    def by_arrival(self, orders_later: timedelta) -> Iterator[Step | Ping]:
        later = self._keys["stream"].eq(0) * pd.Timedelta(orders_later)
        keys = self._keys.assign(received=self._keys["received"] + later)

        return self._sorted(keys, ["received", "stream", "partition", "offset"])

    def _sorted(self, keys: pd.DataFrame, by: list[str]) -> Iterator[Step | Ping]:
        return iter(self._rows[keys.sort_values(by, kind="stable").index.to_numpy()])


def _keys(frame: pd.DataFrame, stream: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "millis": millis_of(frame["event_time"]),
            "stream": stream,
            "version": frame["order_version"] if "order_version" in frame else 0,
            "received": frame["_received_at"],
            "partition": frame["_stream_partition"],
            "offset": frame["_offset"],
        }
    )


def _steps(orders: pd.DataFrame) -> Iterator[Step]:
    millis = millis_of(orders["event_time"]).tolist()
    for at, row in zip(millis, orders[_ORDER + _PLACES].itertuples(index=False), strict=True):
        yield Step(
            row.market,
            int(row.order_id),
            int(row.order_version),
            row.state,
            at,
            _whole(row.dasher_id),
            _place(row.pickup_latitude, row.pickup_longitude),
            _place(row.dropoff_latitude, row.dropoff_longitude),
        )


def _pings(pings: pd.DataFrame) -> Iterator[Ping]:
    millis = millis_of(pings["event_time"]).tolist()
    for at, row in zip(millis, pings[_PING].itertuples(index=False), strict=True):
        fix = Fix(at, float(row.latitude), float(row.longitude))
        yield Ping(row.market, int(row.dasher_id), _whole(row.order_id), fix)


def _replayed(
    rows: Iterator[Step | Ping],
    predictions: pd.DataFrame,
    features: Features,
    seen_at_once: bool = True,
) -> np.ndarray:
    """Not a number where no row leads to a prediction."""
    keys = list(_told(predictions))
    wanted: dict[OrderKey, set[Told]] = defaultdict(set)
    for order, told in keys:
        wanted[order].add(told)
    found = Replay(features, wanted, seen_at_once).read(rows).found
    nothing = (np.nan,) * len(COMPUTED)

    return np.array([found.get(key, nothing) for key in keys], dtype=np.float32)


def _told(predictions: pd.DataFrame) -> Iterator[tuple[OrderKey, Told]]:
    millis = millis_of(predictions["event_time"]).tolist()
    for at, row in zip(millis, predictions.itertuples(index=False), strict=True):
        yield (row.market, int(row.order_id)), Told(int(row.order_version), at, row.stage)


def _relative(features: Features) -> np.ndarray:
    """How far a value may be from the served one, as a share of it; one for each column."""
    units = [features.declared[name]["unit"] for name in COMPUTED]

    return np.array([0.0 if unit in _ADDED_TO_NOTHING else _RELATIVE for unit in units])


def _same(served: np.ndarray, computed: np.ndarray, relative: np.ndarray) -> np.ndarray:
    return np.abs(computed - served) <= _ABSOLUTE + relative * np.abs(served)


def _whole(number: float | None) -> int | None:
    return None if pd.isna(number) else int(number)


def _place(latitude: float | None, longitude: float | None) -> Place | None:
    unknown = pd.isna(latitude) or pd.isna(longitude)
    return None if unknown else Place(float(latitude), float(longitude))


def _between(begin: datetime, before: timedelta) -> str:
    end = begin + timedelta(days=1)
    return f"event_time >= '{(begin - before).isoformat()}' and event_time < '{end.isoformat()}'"
