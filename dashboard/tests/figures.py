"""Figures for tests: a market with nothing special about it, and what a test changes in it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from supply.figures import Cell, Minute

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HERE = "872830828ffffff"
BESIDE = "87283082cffffff"
FAR = "872830952ffffff"

CALM = Minute(
    market="tiny",
    event_time=NOON,
    online_dashers=40,
    busy_dashers=28,
    idle_dashers=12,
    open_orders=35,
    unassigned_orders=6,
    ready_orders=0,
    created_orders=2,
)


def minute(**changes) -> Minute:
    return replace(CALM, **changes)


def minutes_before(count: int, **changes) -> list[Minute]:
    """One a minute, the last of them at noon."""
    return [
        minute(event_time=NOON - timedelta(minutes=back), **changes)
        for back in range(count - 1, -1, -1)
    ]


def cell(name: str, *, idle: int = 0, ready: int = 0, at: datetime = NOON) -> Cell:
    return Cell("tiny", name, at, idle, 0, idle, ready, ready, ready)
