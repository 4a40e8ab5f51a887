"""Everything that one look at the dashboard shows, read at one moment."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from supply.diagnosis import Diagnosis, Status, diagnose
from supply.figures import Cell, Market, Minute, Place
from supply.hours import Hour, hours
from supply.lake import Lake
from supply.usual import created_in_quarter, usual

RECENT = timedelta(hours=2)
LOOK_BACK = timedelta(hours=24)
LEFT_BEHIND = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)
WORST_FIRST = [Status.SHORT, Status.TIGHT, Status.UNKNOWN, Status.BALANCED]


@dataclass(frozen=True)
class Finding:
    market: Market
    diagnosis: Diagnosis


@dataclass(frozen=True)
class Board:
    """as_of: the newest minute of any market. findings: the worst first."""

    as_of: datetime
    findings: tuple[Finding, ...]

    def of(self, market: str) -> Finding:
        return next(f for f in self.findings if f.market.place.market == market)

    def last_hour(self) -> tuple[datetime, datetime]:
        """Its first minute and its last, for all markets the same; it begins with the first that
        any of them has.
        """
        earliest = self.as_of - timedelta(hours=1) + MINUTE
        told = (m.event_time for f in self.findings for m in f.market.minutes)
        return min((at for at in told if at >= earliest), default=self.as_of), self.as_of


def read_now(
    lake: Lake,
    as_of: datetime,
    days: dict[str, list[tuple[float, float]]],
    places: dict[str, Place],
) -> Board:
    """The board at a minute that was told."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        minutes = pool.submit(lake.minutes, as_of - RECENT, as_of)
        # A minute more, for `since` is left out: who is just not left behind has cells too.
        cells = pool.submit(lake.cells, as_of - LEFT_BEHIND - MINUTE, as_of)
        return arrange(as_of, minutes.result(), cells.result(), days, places)


def read_hours(lake: Lake, mark: datetime) -> dict[str, dict[datetime, Hour]]:
    with ThreadPoolExecutor(max_workers=2) as pool:
        marks = pool.submit(lake.marks, mark - LOOK_BACK, mark)
        cells = pool.submit(lake.marked_cells, mark - LOOK_BACK, mark)
        return hours(marks.result(), cells.result())


def arrange(
    as_of: datetime,
    minutes: list[Minute],
    cells: list[Cell],
    days: dict[str, list[tuple[float, float]]],
    places: dict[str, Place],
) -> Board:
    """Puts together what belongs to one market, and judges it."""
    findings = []
    for name in sorted({minute.market for minute in minutes}):
        its = tuple(sorted((m for m in minutes if m.market == name), key=lambda m: m.event_time))
        now = its[-1]
        market = Market(
            place=places.get(name, Place(name, name.replace("_", " ").title(), "UTC")),
            now=now,
            minutes=its,
            cells=tuple(c for c in cells if c.market == name and c.event_time == now.event_time),
            usual=usual(days.get(name, []), its, now),
            created_in_quarter=created_in_quarter(its, now),
        )
        findings.append(Finding(market, judge(market, as_of)))
    findings.sort(key=lambda f: (WORST_FIRST.index(f.diagnosis.status), -f.market.now.ready_orders))
    return Board(as_of, tuple(findings))


def is_left_behind(now: Minute, as_of: datetime) -> bool:
    return as_of - now.event_time > LEFT_BEHIND


def judge(market: Market, as_of: datetime) -> Diagnosis:
    """A market that others have left behind says nothing about now."""
    if is_left_behind(market.now, as_of):
        return Diagnosis(Status.UNKNOWN)
    return diagnose(market.now, market.cells, market.created_in_quarter, market.usual)
