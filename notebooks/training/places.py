"""Straight ways between places, as `Position` in `serving/redis-eta` measures them."""

from __future__ import annotations

from math import cos, hypot, radians
from typing import NamedTuple, Protocol

_EARTH_RADIUS_METERS = 6_371_000


class Somewhere(Protocol):
    @property
    def latitude(self) -> float: ...

    @property
    def longitude(self) -> float: ...


class Place(NamedTuple):
    latitude: float
    longitude: float


def meters_east(here: Somewhere, there: Somewhere) -> float:
    mean = radians((here.latitude + there.latitude) / 2)

    return _EARTH_RADIUS_METERS * radians(there.longitude - here.longitude) * cos(mean)


def meters_north(here: Somewhere, there: Somewhere) -> float:
    return _EARTH_RADIUS_METERS * radians(there.latitude - here.latitude)


def meters_between(here: Somewhere, there: Somewhere) -> float:
    return hypot(meters_east(here, there), meters_north(here, there))
