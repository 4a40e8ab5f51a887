"""Where in a market a cell lies, as people say it."""

from collections.abc import Iterable
from math import atan2, cos, degrees, radians

import h3

from supply.figures import Cell

_WINDS = ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"]


def centre(cells: Iterable[Cell]) -> str:
    """The cell with most dashers and orders: what a market's other cells are named from."""
    return max(cells, key=lambda c: (c.online_dashers + c.open_orders, c.cell)).cell


def name(cell: str, middle: str) -> str:
    """Busiest cell; 4.2 km north-east of it. An H3 index says nothing to whoever must send dashers
    there.
    """
    if cell == middle:
        return "Busiest cell"
    here, there = h3.cell_to_latlng(middle), h3.cell_to_latlng(cell)
    kilometres = h3.great_circle_distance(here, there, unit="km")
    north = there[0] - here[0]
    east = ((there[1] - here[1] + 180) % 360 - 180) * cos(radians(here[0]))
    wind = _WINDS[round(degrees(atan2(east, north)) / 45) % 8]
    return f"{kilometres:.1f} km {wind}"
