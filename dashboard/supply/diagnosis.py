"""Whether a market has a supply problem, and why: the rules, without clock, table or page.

A market is judged by its *waiting* orders: those that are ready at the restaurant while nobody is on
the way to them (`ready_orders`). Orders without a dasher whose kitchen is still at work are normal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from math import ceil

import h3

from supply.figures import Cell, Minute, Usual

# A market is short when as many orders wait, and as large a part of all that are open.
SHORT_ORDERS, SHORT_PART = 3, 0.10
# It is tight before that, or when its reserve is used up: at most this part of the dashers, rounded
# up, is idle, fewer than orders lack one, and so many are open that chance does not decide.
TIGHT_ORDERS, TIGHT_PART = 2, 0.05
RESERVE_PART, RESERVE_FROM_OPEN_ORDERS = 0.05, 5
# Idle dashers stand in the wrong cells when at least this part of what waits is out of their reach.
FAR_PART = 0.5
# One cell and its neighbours: about three kilometres, ten minutes.
REACH_IN_CELLS = 1
# Demand has leapt when it is so many times the usual, and by so many orders in a quarter of an hour.
SPIKE_FACTOR, SPIKE_ORDERS = 1.5, 5


class Status(Enum):
    SHORT = "short"
    TIGHT = "tight"
    BALANCED = "balanced"
    UNKNOWN = "unknown"


class Cause(Enum):
    WRONG_CELLS = "wrong_cells"
    NOT_TAKEN = "not_taken"
    DEMAND_SPIKE = "demand_spike"
    TOO_FEW_ONLINE = "too_few_online"
    NONE_HEARD = "none_heard"


@dataclass(frozen=True)
class Diagnosis:
    status: Status
    cause: Cause | None = None
    far_orders: int = 0

    @property
    def is_problem(self) -> bool:
        return self.status in (Status.SHORT, Status.TIGHT)


def status(minute: Minute) -> Status:
    """How bad it is."""
    waiting = minute.ready_orders
    if waiting >= SHORT_ORDERS and waiting >= SHORT_PART * minute.open_orders:
        return Status.SHORT
    some_wait = waiting >= TIGHT_ORDERS and waiting >= TIGHT_PART * minute.open_orders
    no_reserve = (
        minute.open_orders >= RESERVE_FROM_OPEN_ORDERS
        and minute.idle_dashers <= ceil(RESERVE_PART * minute.online_dashers)
        and minute.idle_dashers < minute.unassigned_orders
    )
    if some_wait or no_reserve:
        return Status.TIGHT
    # Closed, or silent: without a dasher there is no supply to be in balance with anything.
    return Status.UNKNOWN if minute.online_dashers == 0 else Status.BALANCED


def reached(cells: Iterable[Cell]) -> set[str]:
    """The cells that an idle dasher stands in or beside."""
    return {
        near
        for cell in cells
        if cell.idle_dashers > 0
        for near in h3.grid_disk(cell.cell, REACH_IN_CELLS)
    }


def far_orders(cells: Iterable[Cell]) -> int:
    """How many of the waiting orders have no idle dasher in their cell or one beside it."""
    cells = list(cells)
    near = reached(cells)
    return sum(cell.ready_orders for cell in cells if cell.cell not in near)


def has_leapt(created_in_quarter: int, usual: Usual | None) -> bool:
    """Whether demand is far above what is usual."""
    if usual is None:
        return False
    return (
        created_in_quarter >= SPIKE_FACTOR * usual.created_in_quarter
        and created_in_quarter >= usual.created_in_quarter + SPIKE_ORDERS
    )


def diagnose(
    minute: Minute, cells: Iterable[Cell], created_in_quarter: int, usual: Usual | None
) -> Diagnosis:
    """What is wrong, and why.

    Where no dasher is heard at all, their phones or the stream of pings are to be looked at first.
    With enough idle dashers for what waits, the question is where they stand; without, whether
    there is more demand or less supply than usual.
    """
    found = status(minute)
    if found is Status.BALANCED:
        return Diagnosis(found)
    if minute.online_dashers == 0:
        return Diagnosis(found, Cause.NONE_HEARD, minute.ready_orders)
    far = far_orders(cells)
    if minute.ready_orders > 0 and minute.idle_dashers >= minute.ready_orders:
        cause = Cause.WRONG_CELLS if far >= FAR_PART * minute.ready_orders else Cause.NOT_TAKEN
    elif has_leapt(created_in_quarter, usual):
        cause = Cause.DEMAND_SPIKE
    else:
        cause = Cause.TOO_FEW_ONLINE
    return Diagnosis(found, cause, far)
