"""The ETA's features computed from rows of the lake, without the job that recorded them.

`EtaFeature` in `serving/redis-eta` declares them, and `features.json` is its declaration; here is
only what steps and sightings tell of an order, and the features that rest on it alone. The others
are what the market had taught the job by then, and stand as they were recorded. `replay` brings
rows to orders.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from training.dataset import Features
from training.places import Place, meters_between, meters_east, meters_north

# In the order of their codes, as OrderState and Stage have them.
STATES = (
    *("created", "confirmed", "preparing", "ready", "dasher_assigned", "picked_up"),
    *("delivered", "cancelled"),
)
STAGES = ("preparation", "to_restaurant", "to_customer", "wait")
PREPARATION, TO_RESTAURANT, TO_CUSTOMER, WAIT = STAGES
FINAL = ("delivered", "cancelled")
_CARRIED = ("picked_up", "delivered")

# As WaitRule and CauseRule have them.
_ARRIVED_METERS, _LEFT_METERS = 100, 250
_STANDING_METERS = 80
_PACE_SECONDS = 150
_HOUR_MILLIS, _DEGREES_PER_HOUR, _DAY_HOURS, _FIRST_DAY = 3_600_000, 15, 24, 3


class Step(NamedTuple):
    """A row of order_events."""

    market: str
    order_id: int
    version: int
    state: str
    millis: int
    dasher_id: int | None
    pickup: Place | None
    dropoff: Place | None


@dataclass(frozen=True)
class Course:
    """How the dasher went in a stage; in single precision, as the job remembers it."""

    start: np.float32
    travelled: np.float32
    speed: np.float32
    pace: np.float32
    approach: np.float32

    def beginning(self, left: float) -> Course:
        return self if self.start >= 0 else replace(self, start=np.float32(left))

    def on(self, meters: float, seconds: float, nearer: float) -> Course:
        newest = np.float32(meters / seconds)
        share = 1 - math.exp(-seconds / _PACE_SECONDS)
        pace = float(self.pace) + share * float(newest - self.pace)

        return Course(
            self.start,
            self.travelled + np.float32(meters),
            newest,
            newest if self.pace < 0 else np.float32(pace),
            np.float32(nearer / seconds),
        )


@dataclass
class Order:
    """What its steps and its dasher's pings tell of an order, so far."""

    not_yet: Course
    version: int = -1
    state: str = ""
    state_since: int = 0
    dasher: int | None = None
    pickup: Place | None = None
    dropoff: Place | None = None
    stage: str = ""
    stage_since: int = 0
    last_seen: int = -1
    place: Place | None = None
    arrived: bool = False
    stood_since: int | None = None
    stood: Place | None = None
    course: Course = field(init=False)

    def __post_init__(self) -> None:
        self.course = self.not_yet

    @property
    def is_over(self) -> bool:
        return self.state in FINAL

    @property
    def goal(self) -> Place | None:
        return self.dropoff if self.stage == TO_CUSTOMER else self.pickup

    def whereabouts(self) -> tuple[int, Place] | None:
        if self.stage == TO_CUSTOMER and self.pickup and self.last_seen < self.stage_since:
            return self.stage_since, self.pickup
        if self.dasher is None or self.place is None:
            return None

        return self.last_seen, self.place

    def step(self, step: Step) -> tuple[int, Place] | None:
        """Takes a step that is newer than those before; where its dasher is then."""
        keeps = step.dasher_id is None and step.state in _CARRIED
        dasher = self.dasher if keeps else step.dasher_id
        given_away = self.dasher is not None and self.dasher != dasher
        self.version, self.state, self.state_since = step.version, step.state, step.millis
        self.dasher = dasher
        self.pickup = step.pickup or self.pickup
        self.dropoff = step.dropoff or self.dropoff
        if given_away:
            self.arrived, self.place = False, None
        stage = self._stage()
        if stage != self.stage or given_away:
            self._enter(stage, step.millis)
        picked_up = step.state == "picked_up" and self.pickup is not None
        fix = (step.millis, self.pickup) if picked_up else self.whereabouts()
        if fix is not None and self.goal is not None:
            self.course = self.course.beginning(meters_between(fix[1], self.goal))

        return fix

    def see(self, dasher: int, millis: int, place: Place) -> bool:
        """Whether it is a sighting of this order: of its dasher, and newer than what is known."""
        late = millis <= self.last_seen or millis < self.state_since
        if self.is_over or self.dasher != dasher or late:
            return False
        before = self.whereabouts()
        self.last_seen, self.place = millis, place
        self._come_and_go(millis, place)
        self._go_on(before, millis, place)
        if self.stood_since is None or meters_between(place, self.stood) > _STANDING_METERS:
            self.stood_since, self.stood = millis, place

        return True

    def legs(self, millis: int, fix: tuple[int, Place] | None) -> list[tuple[float | None, bool]]:
        """Of each its meters, None where nobody knows them, and whether it begins just now."""
        nobody_knows = (None, True)
        between = (
            meters_between(self.pickup, self.dropoff) if self.pickup and self.dropoff else None
        )
        hand_over = (between, True)
        if self.stage == TO_RESTAURANT and fix is not None and self.pickup is not None:
            return [(meters_between(fix[1], self.pickup), False), nobody_knows, hand_over]
        if self.stage != TO_CUSTOMER:
            return [nobody_knows, hand_over]
        if fix is None:
            return [hand_over]
        if self.dropoff is None:
            return [nobody_knows]

        return [(meters_between(fix[1], self.dropoff), millis == self.stage_since)]

    def _stage(self) -> str:
        if self.state == "cancelled" and self.stage:
            return self.stage
        if self.state in _CARRIED:
            return TO_CUSTOMER
        if self.dasher is None:
            return PREPARATION

        return WAIT if self.arrived else TO_RESTAURANT

    def _enter(self, stage: str, millis: int) -> None:
        self.stage, self.stage_since = stage, millis
        self.stood_since, self.course = None, self.not_yet

    def _come_and_go(self, millis: int, place: Place) -> None:
        if self.pickup is None:
            return
        meters = meters_between(place, self.pickup)
        if self.stage == TO_RESTAURANT and meters <= _ARRIVED_METERS:
            self._enter(WAIT, millis)
            self.arrived = True
        elif self.stage == WAIT and meters > _LEFT_METERS:
            self._enter(TO_RESTAURANT, millis)
            self.arrived = False

    def _go_on(self, before: tuple[int, Place] | None, millis: int, place: Place) -> None:
        if self.goal is None:
            return
        left = meters_between(place, self.goal)
        course = self.course.beginning(left)
        if before is not None and millis > before[0]:
            nearer = meters_between(before[1], self.goal) - left
            seconds = (millis - before[0]) / 1000
            course = course.on(meters_between(before[1], place), seconds, nearer)
        self.course = course


class Moment(NamedTuple):
    """An order at a moment, with where its dasher is."""

    order: Order
    millis: int
    fix: tuple[int, Place] | None

    @property
    def here(self) -> Place | None:
        return self.fix[1] if self.fix else self.order.pickup

    @property
    def hours(self) -> float:
        longitude = self.here.longitude if self.here else 0
        return self.millis / _HOUR_MILLIS + longitude / _DEGREES_PER_HOUR

    def legs(self) -> list[tuple[float | None, bool]]:
        return self.order.legs(self.millis, self.fix)

    def meters(self) -> float | None:
        known = [meters for meters, _ in self.legs() if meters is not None]
        return sum(known) if known else None

    def to_goal(self, measured: Callable[[Place, Place], float]) -> float | None:
        goal = self.order.dropoff
        return measured(self.here, goal) if self.here and goal else None

    def since(self, millis: int | None) -> float | None:
        return None if millis is None else max(0, self.millis - millis) / 1000


# Unit and value of each; None is what nobody knows, for which the declaration says what stands.
COMPUTED: dict[str, tuple[str, Callable[[Moment], float | None]]] = {
    "stage": ("code", lambda m: STAGES.index(m.order.stage)),
    "state": ("code", lambda m: STATES.index(m.order.state)),
    "meters": ("meters", lambda m: m.meters()),
    "leg_meters": ("meters", lambda m: m.legs()[0][0]),
    "setting_out": ("flag", lambda m: float(m.legs()[0][1])),
    "east_meters": ("meters", lambda m: m.to_goal(meters_east)),
    "north_meters": ("meters", lambda m: m.to_goal(meters_north)),
    "latitude": ("degrees", lambda m: m.here and m.here.latitude),
    "longitude": ("degrees", lambda m: m.here and m.here.longitude),
    "goal_latitude": ("degrees", lambda m: m.order.dropoff and m.order.dropoff.latitude),
    "goal_longitude": ("degrees", lambda m: m.order.dropoff and m.order.dropoff.longitude),
    "hour_of_day": ("hours", lambda m: math.fmod(m.hours, _DAY_HOURS)),
    "day_of_week": ("code", lambda m: (math.floor(m.hours / _DAY_HOURS) + _FIRST_DAY) % 7),
    "stage_seconds": ("seconds", lambda m: m.since(m.order.stage_since)),
    "unheard_seconds": (
        "seconds",
        lambda m: m.since(m.fix[0] if m.fix else m.order.state_since),
    ),
    "stood_seconds": ("seconds", lambda m: m.since(m.order.stood_since)),
    "start_meters": ("meters", lambda m: m.order.course.start),
    "travelled_meters": ("meters", lambda m: m.order.course.travelled),
    "speed": ("meters_per_second", lambda m: m.order.course.speed),
    "pace": ("meters_per_second", lambda m: m.order.course.pace),
    "approach": ("meters_per_second", lambda m: m.order.course.approach),
}


def values(moment: Moment, features: Features) -> Iterator[np.float32]:
    for name in COMPUTED:
        value = COMPUTED[name][1](moment)
        yield np.float32(features.unknown(name) if value is None else value)
