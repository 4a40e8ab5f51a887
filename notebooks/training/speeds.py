"""How fast one usually gets ahead in each market and area, for each hour of the week in UTC.

What the ETA job measures as it runs, measured over days of the lake by the same rules
(`Track` and `DasherRule` in `serving/redis-eta`); the job reads the file by `eta.speed-history`.
"""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from pathlib import Path

import h3
import numpy as np
import pandas as pd

from freshet import Lake, Table
from freshet.errors import WrongUse
from training.places import meters_between

PINGS, ORDERS = "dasher_pings", "order_events"
HEADER = ("market", "part", "hour_of_week", "meters_per_second")
AREA_RESOLUTION, WHOLE_MARKET = 7, "market"
# Ten minutes of driving: what the job, too, takes a part's speed for known from.
TRUSTED_SECONDS = 600
_PING = ["market", "dasher_id", "order_id", "event_time", "latitude", "longitude"]
_ORDER = ["market", "order_id", "dasher_id", "state", "event_time"]
_OVER = ("delivered", "cancelled")

# As Track has them: meters per second and meters that a receiver can err by; a stretch's seconds.
_MAX_SPEED, _NOISE_METERS = 50, 100
_MIN_SECONDS, _MAX_SECONDS = 10, 180
# As DasherRule: who carries no food and hardly moves is waiting, and no traffic.
_MIN_METERS = 30
_MILLIS = 1000
_HOURS = 168


@dataclass(frozen=True)
class Fix:
    millis: int
    latitude: float
    longitude: float

    def meters_to(self, other: Fix) -> float:
        return meters_between(self, other)

    def seconds_to(self, later: Fix) -> float:
        return (later.millis - self.millis) / _MILLIS

    def reaches(self, later: Fix) -> bool:
        return self.meters_to(later) <= _NOISE_METERS + _MAX_SPEED * self.seconds_to(later)


@dataclass(frozen=True)
class Stretch:
    """What was travelled straight up to a fix, the index of which is its ping's."""

    ping: int
    meters: float
    seconds: float


class Verdict(Enum):
    """What a ping turned out to be; one that is stale says nothing that was not known."""

    BELIEVED, STALE, SUSPECT = range(3)


@dataclass
class Track:
    """Which of a dasher's pings can be believed, as they come."""

    anchor: Fix | None = None
    last: Fix | None = None
    suspect: Fix | None = None

    def next(self, fix: Fix) -> tuple[Verdict, tuple[float, float] | None]:
        """With the meters and seconds of the stretch that ends there, if one does."""
        if self.last is None:
            return self._restart(fix)
        if fix.millis <= self.last.millis or fix == self.suspect:
            return Verdict.STALE, None
        if not self.last.reaches(fix):
            suspect = self.suspect
            if suspect is not None and fix.millis > suspect.millis and suspect.reaches(fix):
                return self._restart(fix)
            self.suspect = fix
            return Verdict.SUSPECT, None
        if self.last.seconds_to(fix) > _MAX_SECONDS:
            return self._restart(fix)
        anchor, seconds = self.anchor, self.anchor.seconds_to(fix)
        self.last, self.suspect = fix, None
        if seconds < _MIN_SECONDS:
            return Verdict.BELIEVED, None
        self.anchor = fix

        return Verdict.BELIEVED, (
            (anchor.meters_to(fix), seconds) if seconds <= _MAX_SECONDS else None
        )

    def _restart(self, fix: Fix) -> tuple[Verdict, None]:
        self.anchor, self.last, self.suspect = fix, fix, None
        return Verdict.BELIEVED, None


def stretches(fixes: Iterable[Fix]) -> Iterator[Stretch]:
    """Of one dasher's pings, in the order of their times."""
    track = Track()
    for ping, fix in enumerate(fixes):
        _, stretch = track.next(fix)
        if stretch is not None:
            yield Stretch(ping, *stretch)


@dataclass
class Speeds:
    """What was travelled, summed up by market, part and hour of the week."""

    pings: int = 0
    sums: dict[tuple[str, str, int], list[float]] = field(
        default_factory=lambda: defaultdict(lambda: [0.0, 0.0])
    )

    def add(self, market: str, cell: str, millis: int, meters: float, seconds: float) -> None:
        for part in (cell, WHOLE_MARKET):
            total = self.sums[(market, part, hour_of_week(millis))]
            total[0] += meters
            total[1] += seconds

    def rows(self) -> list[tuple[str, str, int, str]]:
        """Of what enough is known; sorted, so that equal pings are equal bytes."""
        return [
            (*key, f"{meters / seconds:.3f}")
            for key, (meters, seconds) in sorted(self.sums.items())
            if seconds >= TRUSTED_SECONDS
        ]


def hour_of_week(millis: int) -> int:
    """0 begins on Monday; the first hour of 1970 was a Thursday's."""
    return (millis // (3600 * _MILLIS) + 72) % _HOURS


def measure(pings: pd.DataFrame, carried: pd.DataFrame, speeds: Speeds) -> None:
    """Adds the travels of whole tracks, as tables have pings and orders have been carried.

    carried: from when to when a dasher carried an order, as `carrying` finds it
    """
    speeds.pings += len(pings)
    carries = dict(iter(carried.groupby(["market", "dasher_id"])[["millis", "millis_over"]]))
    pings = pings.sort_values(["market", "dasher_id", "event_time"], kind="stable")
    for (market, dasher), track in pings.groupby(["market", "dasher_id"], sort=False):
        millis = millis_of(track["event_time"])
        latitudes, longitudes = track["latitude"].to_numpy(), track["longitude"].to_numpy()
        fixes = map(Fix, millis.tolist(), latitudes.tolist(), longitudes.tolist())
        laden = track["order_id"].notna().to_numpy() | _within(
            millis, carries.get((market, dasher))
        )
        for each in stretches(fixes):
            if each.meters >= _MIN_METERS or laden[each.ping]:
                cell = h3.latlng_to_cell(
                    latitudes[each.ping], longitudes[each.ping], AREA_RESOLUTION
                )
                speeds.add(market, cell, int(millis[each.ping]), each.meters, each.seconds)


def carrying(orders: pd.DataFrame) -> pd.DataFrame:
    """From when to when each order was carried, in milliseconds, by whom."""
    orders = orders.assign(millis=millis_of(orders["event_time"]))
    keys = ["market", "order_id"]
    taken = orders[(orders["state"] == "picked_up") & orders["dasher_id"].notna()]
    begin = taken.sort_values("millis", kind="stable").drop_duplicates(keys)
    over = orders[orders["state"].isin(_OVER)].groupby(keys, as_index=False)["millis"].min()
    both = begin.merge(over, on=keys, how="left", suffixes=("", "_over"))

    return both[["market", "dasher_id", "millis", "millis_over"]]


def millis_of(times: pd.Series) -> np.ndarray:
    return times.dt.tz_convert(None).to_numpy().astype("datetime64[ms]").astype(np.int64)


def _within(millis: np.ndarray, carries: pd.DataFrame | None) -> np.ndarray:
    within = np.zeros(len(millis), dtype=bool)
    for begin, end in () if carries is None else carries.itertuples(index=False):
        within |= (millis >= begin) & (np.isnan(end) | (millis < end))

    return within


def write(lake: Lake, first: date, last: date, file: Path) -> dict[str, object]:
    """Measures the days and writes the file in one step, as the job may be reading it."""
    if last < first:
        raise WrongUse(f"The last day, {last}, lies before the first, {first}")
    pings, orders = lake.table(PINGS), lake.table(ORDERS)
    speeds = Speeds()
    for day in pd.date_range(first, last).date:
        measure(
            pings.pandas(_PING, _of(day, timedelta(0))),
            carrying(orders.pandas(_ORDER, f"{_of(day, timedelta(hours=3))} and synthetic = false")),
            speeds,
        )
    rows = speeds.rows()
    if not rows:
        raise WrongUse(
            f"{pings.name} tells of no part of a market and no hour in which {TRUSTED_SECONDS} s"
            f" were travelled from {first} to {last}; choose more days"
        )
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    with beside.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow(HEADER)
        lines.writerows(rows)
    beside.replace(file)

    return {
        "file": str(file),
        "pings": speeds.pings,
        "speeds": len(rows),
        "markets": len({row[0] for row in rows}),
        "areas": len({row[:2] for row in rows if row[1] != WHOLE_MARKET}),
        "tables": [_described(table) for table in (pings, orders)],
    }


def _of(day: date, before: timedelta) -> str:
    """Orders that a day's pings are about may have been picked up the day before."""
    begin = datetime.combine(day, time(), UTC)
    end = begin + timedelta(days=1)

    return f"event_time >= '{(begin - before).isoformat()}' and event_time < '{end.isoformat()}'"


def _described(table: Table) -> dict[str, object]:
    return {"table": table.name, "snapshot_id": table.snapshot.id if table.snapshot else None}
