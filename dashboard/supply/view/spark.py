"""The last hour of a market as a small picture, on the axis that it shares with all markets."""

from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from supply.board import MINUTE
from supply.figures import Minute
from supply.view.tones import IDLE, WAIT

WIDTH, HEIGHT = 240, 42
FLOOR, HEADROOM = HEIGHT - 2, 4


def spark(minutes: Sequence[Minute], window: tuple[datetime, datetime]) -> str:
    """Idle dashers as areas, waiting orders as lines, and gaps where no minute was told.

    window: the first minute and the last, for all markets the same
    """
    begin, end = window
    known = [m for m in minutes if begin <= m.event_time <= end]
    if not known or begin == end:
        return '<div class="spark"></div>'
    top = max(1, *(max(m.idle_dashers, m.ready_orders) for m in known))

    def points(run: list[tuple[datetime, Minute]], value: Callable[[Minute], int]) -> list[str]:
        return [
            f"{WIDTH * ((at - begin) / (end - begin)):.1f},"
            f"{FLOOR - (FLOOR - HEADROOM) * value(m) / top:.1f}"
            for at, m in run
        ]

    areas, lines = "", ""
    for run in map(_seen, runs(known)):
        areas += _area(points(run, lambda m: m.idle_dashers))
        lines += _line(points(run, lambda m: m.ready_orders))
    # As a picture: Streamlit takes drawings out of a page's HTML.
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'preserveAspectRatio="none">{areas}{lines}</svg>'
    )
    data = b64encode(drawing.encode()).decode()
    span = f"{begin:%H:%M} to {end:%H:%M} UTC"
    label = (
        f"{span}, {len(known)} of {(end - begin) // MINUTE + 1} minutes known: idle dashers from "
        f"{known[0].idle_dashers} to {known[-1].idle_dashers}, waiting orders from "
        f"{known[0].ready_orders} to {known[-1].ready_orders}"
    )
    return (
        f'<img class="spark" alt="{label}" title="{span}" src="data:image/svg+xml;base64,{data}">'
    )


def runs(minutes: Iterable[Minute]) -> list[list[Minute]]:
    """Minutes that follow one another without a gap."""
    found: list[list[Minute]] = []
    for minute in minutes:
        if found and minute.event_time - found[-1][-1].event_time <= MINUTE:
            found[-1].append(minute)
        else:
            found.append([minute])
    return found


def _seen(run: list[Minute]) -> list[tuple[datetime, Minute]]:
    """Where each minute is drawn; one without neighbours has some width, or nobody would see it."""
    if len(run) == 1:
        return [(run[0].event_time + side * MINUTE / 4, run[0]) for side in (-1, 1)]
    return [(minute.event_time, minute) for minute in run]


def _area(points: list[str]) -> str:
    left, right = points[0].split(",")[0], points[-1].split(",")[0]
    outline = " ".join([f"{left},{FLOOR}", *points, f"{right},{FLOOR}"])
    return f'<polygon points="{outline}" fill="{IDLE}" opacity=".3"/>'


def _line(points: list[str]) -> str:
    return (
        f'<polyline points="{" ".join(points)}" fill="none" stroke="{WAIT}" stroke-width="2" '
        'stroke-linejoin="round" vector-effect="non-scaling-stroke"/>'
    )
