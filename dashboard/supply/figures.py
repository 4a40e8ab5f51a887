"""What the dashboard knows, as the contracts market_supply and supply_cells name it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Minute:
    """A market at the end of a minute."""

    market: str
    event_time: datetime
    online_dashers: int
    busy_dashers: int
    idle_dashers: int
    open_orders: int
    unassigned_orders: int
    ready_orders: int
    created_orders: int
    longest_wait_seconds: int | None = None


@dataclass(frozen=True)
class Cell:
    """An H3 cell of a market at the end of a minute."""

    market: str
    cell: str
    event_time: datetime
    online_dashers: int
    busy_dashers: int
    idle_dashers: int
    open_orders: int
    unassigned_orders: int
    ready_orders: int


@dataclass(frozen=True)
class Dasher:
    """A dasher who was online, and why it counts as busy or idle."""

    dasher_id: str
    seen: datetime
    cell: str
    order_id: int | None

    @property
    def is_idle(self) -> bool:
        return self.order_id is None


@dataclass(frozen=True)
class Place:
    """What people call a market, and whose clock it lives by."""

    market: str
    name: str
    time_zone: str


@dataclass(frozen=True)
class Usual:
    """What a market usually sees at this time of day, and how that is known."""

    created_in_quarter: float
    online_dashers: float
    basis: str


@dataclass(frozen=True)
class Market:
    """One market now: its newest minute, the way there, and what lies in its cells."""

    place: Place
    now: Minute
    minutes: tuple[Minute, ...] = ()
    cells: tuple[Cell, ...] = ()
    usual: Usual | None = None
    created_in_quarter: int = 0
