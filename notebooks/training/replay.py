"""Reads rows of `order_events` and `dasher_pings` one by one, as the ETA job reads its streams."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from training.dataset import Features
from training.lake_features import FINAL, Course, Moment, Order, Step, values
from training.places import Place
from training.speeds import Fix, Track, Verdict

# As DasherRule and Dasher have them.
_FRESH_MILLIS = 180_000
_OFFLINE_MILLIS = 300_000
_FORGET_MILLIS = 6 * 3_600_000
_MOST_ORDERS = 16

OrderKey = tuple[str, int]


class Ping(NamedTuple):
    """A row of dasher_pings."""

    market: str
    dasher_id: int
    order_id: int | None
    fix: Fix


class Told(NamedTuple):
    """Which prediction of an order it was."""

    version: int
    millis: int
    stage: str


@dataclass
class _Dasher:
    track: Track = field(default_factory=Track)
    named: int | None = None
    orders: dict[int, int] = field(default_factory=dict)
    heard: int = 0

    def hear(self, millis: int) -> None:
        """It is forgotten when it is offline and has nothing, orders when nobody speaks of them."""
        for order, since in list(self.orders.items()):
            if since + _FORGET_MILLIS <= millis:
                del self.orders[order]
        if not self.orders and millis - self.heard > _OFFLINE_MILLIS:
            self.track = Track()
        self.heard = max(self.heard, millis)

    def order_ids(self) -> list[int]:
        extra = [] if self.named is None or self.named in self.orders else [self.named]
        return [*self.orders, *extra]

    def take(self, order: int, millis: int) -> None:
        self.orders.pop(order, None)
        self.orders[order] = millis
        if len(self.orders) > _MOST_ORDERS:
            del self.orders[next(iter(self.orders))]

    def release(self, order: int) -> None:
        self.orders.pop(order, None)
        if self.named == order:
            self.named = None


class Replay:
    """Reads rows one by one and computes what is wanted of predictions as it comes by."""

    def __init__(
        self,
        features: Features,
        wanted: dict[OrderKey, set[Told]],
        seen_at_once: bool = True,
    ) -> None:
        """seen_at_once: whether an order is seen where its new dasher was a moment before"""
        self.found: dict[tuple[OrderKey, Told], tuple[float, ...]] = {}
        self._features = features
        self._wanted = {
            key: sorted(told, key=lambda each: each.millis) for key, told in wanted.items()
        }
        self._seen_at_once = seen_at_once
        self._orders: dict[OrderKey, Order] = {}
        self._dashers: dict[tuple[str, int], _Dasher] = defaultdict(_Dasher)
        self._not_yet = Course(
            start=np.float32(features.unknown("start_meters")),
            travelled=np.float32(0),
            speed=np.float32(features.unknown("speed")),
            pace=np.float32(features.unknown("pace")),
            approach=np.float32(features.unknown("approach")),
        )

    def read(self, rows: Iterable[Step | Ping]) -> Replay:
        for row in rows:
            if isinstance(row, Step):
                self._step(row)
            else:
                self._ping(row)
        for key in list(self._wanted):
            self._pass(key, math.inf)

        return self

    def _step(self, step: Step) -> None:
        key = (step.market, step.order_id)
        order = self._orders.get(key)
        if order is not None and step.version <= order.version:
            return
        self._pass(key, step.millis)
        had = None if order is None or order.is_over else order.dasher
        if order is None or order.is_over:
            order = self._orders[key] = Order(self._not_yet)
        fix = order.step(step)
        self._tell(key, order, step.millis, fix)
        if had is not None and had != order.dasher:
            self._dashers[(step.market, had)].release(step.order_id)
        if order.dasher is not None:
            self._assign(step, order.dasher)

    def _assign(self, step: Step, dasher_id: int) -> None:
        dasher = self._dashers[(step.market, dasher_id)]
        if step.state in FINAL:
            dasher.release(step.order_id)
            return
        dasher.take(step.order_id, step.millis)
        last = dasher.track.last
        fresh = last is not None and abs(step.millis - last.millis) <= _FRESH_MILLIS
        if fresh and step.state != "picked_up" and self._seen_at_once:
            place = Place(last.latitude, last.longitude)
            millis = max(step.millis, last.millis)
            self._sight((step.market, step.order_id), dasher_id, millis, place)

    def _ping(self, ping: Ping) -> None:
        dasher = self._dashers[(ping.market, ping.dasher_id)]
        dasher.hear(ping.fix.millis)
        verdict, _ = dasher.track.next(ping.fix)
        if verdict is Verdict.STALE:
            return
        dasher.named = ping.order_id
        if verdict is Verdict.BELIEVED:
            place = Place(ping.fix.latitude, ping.fix.longitude)
            for order in dasher.order_ids():
                self._sight((ping.market, order), ping.dasher_id, ping.fix.millis, place)

    def _sight(self, key: OrderKey, dasher: int, millis: int, place: Place) -> None:
        order = self._orders.get(key)
        if order is None:
            return
        self._pass(key, millis)
        if order.see(dasher, millis, place):
            self._tell(key, order, millis, (millis, place))

    def _tell(
        self, key: OrderKey, order: Order, millis: int, fix: tuple[int, Place] | None
    ) -> None:
        told = Told(order.version, millis, order.stage)
        if told in self._wanted.get(key, ()):
            self._find(key, told, Moment(order, millis, fix))

    def _pass(self, key: OrderKey, millis: float) -> None:
        """What was told of a silence until then rests on what was known when it began."""
        order = self._orders.get(key)
        if order is None or order.is_over:
            return
        for told in [each for each in self._wanted.get(key, ()) if each.millis < millis]:
            if (order.version, order.stage) == (told.version, told.stage):
                self._find(key, told, Moment(order, told.millis, order.whereabouts()))

    def _find(self, key: OrderKey, told: Told, moment: Moment) -> None:
        self._wanted[key].remove(told)
        self.found[(key, told)] = tuple(values(moment, self._features))
