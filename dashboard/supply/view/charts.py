"""Charts of one market: how it got here, and where in it dashers and orders are."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import altair as alt
import h3

# Altair takes pandas and numpy as it finds them, even while another look is still loading them.
import pandas  # noqa: F401

from supply.diagnosis import reached
from supply.figures import Cell, Market
from supply.places import centre
from supply.view.tones import BUSY, IDLE, NEAR, WAIT

FAR_CELL = "Orders wait, nobody idle near"
NEAR_CELL = "Orders wait, somebody idle near"
IDLE_CELL = "Idle dashers, no order waits"
BUSY_CELL = "Busy dashers or open orders only"
TONES = {FAR_CELL: WAIT, NEAR_CELL: NEAR, IDLE_CELL: IDLE, BUSY_CELL: BUSY}


def dashers_over_time(market: Market) -> alt.Chart:
    """Busy and idle stacked: together they are who is online."""
    rows = [
        {"time": _local(market, m), "Dashers": value, "kind": kind}
        for m in market.minutes
        for kind, value in (("Idle", m.idle_dashers), ("Busy", m.busy_dashers))
    ]
    kinds = {"Busy": BUSY, "Idle": IDLE}
    chart = _time_chart(rows, "Dashers", kinds)
    if len(market.minutes) == 1:
        return chart.mark_bar(opacity=0.75, width=24)
    return chart.mark_area(opacity=0.75, interpolate="step-after")


def orders_over_time(market: Market) -> alt.Chart:
    rows = [
        {"time": _local(market, m), "Orders": value, "kind": kind}
        for m in market.minutes
        for kind, value in (
            ("Without a dasher", m.unassigned_orders),
            ("Waiting", m.ready_orders),
        )
    ]
    kinds = {"Without a dasher": NEAR, "Waiting": WAIT}
    chart = _time_chart(rows, "Orders", kinds)
    if len(market.minutes) == 1:
        return chart.mark_point(filled=True, size=90)
    return chart.mark_line(strokeWidth=2.2, interpolate="step-after")


def _local(market: Market, minute) -> str:
    local = minute.event_time.astimezone(ZoneInfo(market.place.time_zone))
    return local.replace(tzinfo=None).isoformat()


def _time_chart(rows: list[dict], unit: str, tones: dict[str, str]) -> alt.Chart:
    return (
        alt.Chart(alt.Data(values=rows), height=230)
        .encode(
            x=alt.X("time:T", title=None, axis=alt.Axis(format="%H:%M", tickCount=4, grid=False)),
            y=alt.Y(
                f"{unit}:Q", title=None, axis=alt.Axis(tickMinStep=1, tickCount=4, format="d")
            ),
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=list(tones), range=list(tones.values())),
                legend=alt.Legend(title=None, orient="top", symbolType="square", offset=4),
            ),
            order=alt.Order("kind:N"),
            tooltip=[
                alt.Tooltip("time:T", format="%H:%M", title="Local time"),
                alt.Tooltip("kind:N", title="Which"),
                alt.Tooltip(f"{unit}:Q"),
            ],
        )
        .configure_view(strokeWidth=0)
    )


def kind_of(cell: Cell, near: set[str]) -> str:
    if cell.ready_orders > 0:
        return NEAR_CELL if cell.cell in near else FAR_CELL
    return IDLE_CELL if cell.idle_dashers > 0 else BUSY_CELL


def main_part(cells: Sequence[Cell]) -> list[Cell]:
    """Without the stray cells of wrong positions, far from all others: they would shrink the map."""
    if len(cells) < 3:
        return list(cells)
    middle = centre(cells)
    return [c for c in cells if _is_near(c.cell, middle)]


def _is_near(one: str, other: str) -> bool:
    try:
        return h3.grid_distance(one, other) <= 20
    except h3.H3BaseException:
        return False


def cell_map(
    cells: Sequence[Cell], names: dict[str, str], selected: str | None, ink: str
) -> alt.LayerChart:
    """Hexagons without a base map: nothing is fetched from anywhere."""
    near = reached(cells)
    shapes, labels = [], []
    for cell in main_part(cells):
        properties = {
            "cell": cell.cell,
            "where": names[cell.cell],
            "kind": kind_of(cell, near),
            "waiting": cell.ready_orders,
            "idle": cell.idle_dashers,
            "busy": cell.busy_dashers,
            "open": cell.open_orders,
            "chosen": cell.cell == selected,
        }
        # The renderer wants rings clockwise, otherwise it paints the rest of the world.
        ring = [[lng, lat] for lat, lng in reversed(h3.cell_to_boundary(cell.cell))]
        shapes.append(
            {
                "type": "Feature",
                "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
                **properties,
            }
        )
        latitude, longitude = h3.cell_to_latlng(cell.cell)
        text = f"{cell.ready_orders} wait" if cell.ready_orders else ""
        if cell.idle_dashers:
            text += ("\n" if text else "") + f"{cell.idle_dashers} idle"
        labels.append({"latitude": latitude, "longitude": longitude, "text": text})

    pick = alt.selection_point(fields=["cell"], name="cell", empty=False)
    hexagons = (
        alt.Chart(alt.Data(values=shapes))
        .mark_geoshape(strokeWidth=1.5, fillOpacity=0.55)
        .encode(
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=list(TONES), range=list(TONES.values())),
                legend=None,
            ),
            stroke=alt.condition("datum.chosen", alt.value(ink), alt.value("#ffffff55")),
            strokeWidth=alt.condition("datum.chosen", alt.value(4), alt.value(1.2)),
            tooltip=[
                alt.Tooltip("where:N", title="Where"),
                alt.Tooltip("kind:N", title="Cell"),
                alt.Tooltip("waiting:Q", title="Waiting orders"),
                alt.Tooltip("idle:Q", title="Idle dashers"),
                alt.Tooltip("busy:Q", title="Busy dashers"),
                alt.Tooltip("open:Q", title="Open orders"),
            ],
        )
        .add_params(pick)
    )
    texts = (
        alt.Chart(alt.Data(values=[label for label in labels if label["text"]]))
        .mark_text(fontSize=12, fontWeight=600, lineBreak="\n", lineHeight=14, color=ink)
        .encode(longitude="longitude:Q", latitude="latitude:Q", text="text:N")
    )
    return (
        alt.layer(hexagons, texts)
        .properties(height=460)
        .project(type="mercator")
        .configure_view(strokeWidth=0)
    )
