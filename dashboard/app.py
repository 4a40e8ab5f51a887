"""Dasher supply: which markets have a problem, since when, why, and where in them.

Run by `./freshet dashboard`; Streamlit calls this file anew for each look.
"""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import streamlit as st

from supply.board import LEFT_BEHIND, Board, Finding, read_hours, read_now
from supply.diagnosis import (
    FAR_PART,
    RESERVE_FROM_OPEN_ORDERS,
    RESERVE_PART,
    SHORT_ORDERS,
    SHORT_PART,
    SPIKE_FACTOR,
    SPIKE_ORDERS,
    TIGHT_ORDERS,
    TIGHT_PART,
)
from supply.figures import Dasher, Market, Place
from supply.hours import Hour, last_mark
from supply.lake import Address, Lake, LakeError, bound
from supply.places import centre, name
from supply.staleness import Stamp, Verdict, of_rows, stamp
from supply.view import charts, html
from supply.words import count, count_shown, duration, no_cells, plain

THEME = Path(__file__).parent / "supply" / "view" / "theme.css"
EVERY = timedelta(seconds=10)
CARDS = 12
MOST_DASHERS = 500
ALL_CELLS = "All cells"


@st.cache_resource(max_entries=20)
def lake(cut: str | None) -> Lake:
    return Lake(Address.of(os.environ), cut)


def asked_cut() -> str | None:
    """What the address says: ?cut=cut_2026_11_29_07 shows that hour, not now."""
    return st.query_params.get("cut")


def present() -> datetime:
    """The moment that ages are told from; at a cut, its hour."""
    cut = asked_cut()
    return datetime.now(UTC) if cut is None else bound(cut)


@st.cache_resource
def memory() -> dict[str | None, Board]:
    """The last board that could be read of each cut, to fall back on while Trino is away."""
    return {}


def budget(contract: str) -> timedelta | None:
    """What `freshet dashboard` read from the contract."""
    budgets = json.loads(os.environ.get("FRESHET_BUDGETS", "{}"))
    return timedelta(seconds=budgets[contract]) if contract in budgets else None


@st.cache_data(ttl=5, show_spinner=False)
def as_of_now(cut: str | None) -> datetime | None:
    return lake(cut).as_of()


# A minute may still be told anew, but seldom: half a minute later is soon enough to see that.
@st.cache_data(ttl=30, show_spinner=False, max_entries=20)
def board_at(as_of: datetime, cut: str | None) -> Board:
    return read_now(lake(cut), as_of, days_before(last_mark(as_of), cut), places(cut))


@st.cache_data(ttl=300, show_spinner=False)
def places(cut: str | None) -> dict[str, Place]:
    return lake(cut).places()


@st.cache_data(ttl=300, show_spinner=False, max_entries=5)
def days_before(mark: datetime, cut: str | None) -> dict[str, list[tuple[float, float]]]:
    return lake(cut).earlier_days(mark)


@st.cache_data(ttl=300, show_spinner=False, max_entries=5)
def hours_at(mark: datetime, cut: str | None) -> dict[str, dict[datetime, Hour]]:
    return read_hours(lake(cut), mark)


@st.cache_data(ttl=30, show_spinner=False, max_entries=50)
def dashers_at(market: str, as_of: datetime, cut: str | None) -> list[Dasher]:
    return lake(cut).dashers(market, as_of)


def page() -> None:
    st.set_page_config(page_title="Dasher supply · Freshet", page_icon="🚲", layout="wide")
    # With something beside it the style stays in its place, and comes before what it dresses.
    st.html(f"<style>{THEME.read_text()}</style><i hidden></i>")
    live()


@st.fragment(run_every=EVERY)
def live() -> None:
    # What stays in its place from look to look is replaced without a flicker.
    waiting = st.empty()
    cut = asked_cut()
    if cut not in memory():
        waiting.html(html.masthead(None, None, datetime.now(UTC)) + html.skeletons())
    board, trouble = read(cut)
    now = datetime.now(UTC) if board is None else present()
    waiting.empty()
    if board is None:
        st.html(html.masthead(None, None, now))
        nothing(trouble)
        return
    mark = stamp(board.as_of, now, budget("market_supply"))
    st.html(html.masthead(board, mark, now))
    if cut is not None:
        st.caption(f"As it was before {now:%Y-%m-%d %H:%M} UTC: {cut}")
    warn(mark, trouble)
    overview(board, now)
    by_hour(board, now)
    market(board, now)


def read(cut: str | None) -> tuple[Board | None, LakeError | None]:
    """The newest board; the last one that is known beside what went wrong since."""
    try:
        as_of = as_of_now(cut)
        board = None if as_of is None else board_at(as_of, cut)
        if board is not None:
            memory()[cut] = board
        return board, None
    except LakeError as e:
        return memory().get(cut), e


def nothing(trouble: LakeError | None) -> None:
    if trouble is not None:
        st.html(html.note(trouble.what, trouble.remedy, trouble.detail, alarm=True))
    else:
        st.html(
            html.note(
                "No supply has been told yet",
                "The first figures come when a minute of pings is over. Start the pipeline with "
                "`./freshet up` and let some dashers drive, for instance with `./freshet simulate`. "
                "This page looks again by itself.",
            )
        )


def warn(mark: Stamp, trouble: LakeError | None) -> None:
    """Keeps its place on the page when there is nothing to warn of."""
    banner = st.empty()
    if trouble is not None:
        banner.html(
            html.banner(
                trouble.what, f"What you see is the last that was known. {trouble.remedy}"
            )
        )
    elif mark.verdict is Verdict.LATE:
        banner.html(
            html.banner(
                f"These figures are {duration(mark.age)} old",
                "No newer minute has been told: either no dasher sends pings any more, or the "
                "pipeline stands. `./freshet status` and `./freshet freshness` tell which.",
            )
        )


def overview(board: Board, now: datetime) -> None:
    window = board.last_hour()
    with st.container(key="cards"):
        for finding in board.findings[:CARDS]:
            place = finding.market.place
            with st.container(border=True, key=f"card-{place.market}"):
                as_of = finding.market.now.event_time
                mark = stamp(as_of, now, budget("market_supply"))
                st.html(html.card(finding, window, mark, now))
                st.button(
                    f"Look into {plain(place.name)}",
                    key=f"look-{place.market}",
                    on_click=choose,
                    args=(place.market,),
                    width="stretch",
                )
    if len(board.findings) > CARDS:
        st.caption(f"{count(len(board.findings) - CARDS, 'more market')} in the list below")


def choose(market: str) -> None:
    st.session_state["market"] = market


def by_hour(board: Board, now: datetime) -> None:
    st.html(
        html.section(
            "By hour",
            stamp(board.as_of, now, budget("market_supply")),
            now,
            "The last 24 hours of each market, judged every five minutes by the same rules",
        )
    )
    part(lambda: st.html(html.hours_table(board, hours_at(last_mark(board.as_of), asked_cut()))))


def market(board: Board, now: datetime) -> None:
    names = {f.market.place.market: f.market.place.name for f in board.findings}
    asked = st.query_params.get("market")
    if "market" not in st.session_state or st.session_state["market"] not in names:
        st.session_state["market"] = asked if asked in names else next(iter(names))
    with st.container(key="market-head"):
        chosen = st.selectbox(
            "Market", list(names), format_func=names.__getitem__, key="market", width=300
        )
    st.query_params["market"] = chosen
    found = board.of(chosen)
    as_of = found.market.now.event_time
    mark = stamp(as_of, now, budget("market_supply"))
    local = as_of.astimezone(ZoneInfo(found.market.place.time_zone))
    st.html(html.section(names[chosen], mark, now, f"{local:%A, %H:%M} there"))
    left, right = st.columns([5, 7], gap="large")
    with left:
        st.html(html.finding(found))
        with st.expander("How this is decided"):
            st.markdown(RULES)
    with right:
        one, two = st.columns(2, gap="medium")
        one.html(html.heading("Dashers online"))
        one.altair_chart(charts.dashers_over_time(found.market))
        two.html(html.heading("Orders without a dasher"))
        two.altair_chart(charts.orders_over_time(found.market))
    cells(found, board.as_of, now)


def cells(found: Finding, board_as_of: datetime, now: datetime) -> None:
    its = found.market.cells
    as_of = found.market.now.event_time
    st.html(
        html.section(
            "Where",
            stamp(as_of if its else None, now, budget("supply_cells")),
            now,
            "H3 cells of about 5 km², named from the busiest; an idle dasher reaches its own and "
            "those beside it",
        )
    )
    if not its:
        st.html(html.note("No cell to show", no_cells(found.market.now, board_as_of, now)))
        return
    key = f"cell-{found.market.place.market}"
    ids = [c.cell for c in sorted(its, key=lambda c: (-c.ready_orders, -c.idle_dashers, c.cell))]
    middle = centre(its)
    names = {c.cell: name(c.cell, middle) for c in its}
    labels = {
        c.cell: f"{names[c.cell]} · {c.ready_orders} waiting, {c.idle_dashers} idle" for c in its
    }
    picked = st.session_state.get(f"map-{key}", {}).get("selection", {}).get("cell", [])
    if picked and st.session_state.get(f"picked-{key}") != picked:
        st.session_state[f"picked-{key}"] = picked
        st.session_state[key] = picked[0]["cell"] if picked[0]["cell"] in ids else ALL_CELLS
    if st.session_state.get(key) not in [ALL_CELLS, *ids]:
        st.session_state[key] = ALL_CELLS
    left, right = st.columns([6, 5], gap="large")
    with right:
        cell = st.selectbox(
            "Cell", [ALL_CELLS, *ids], format_func=lambda c: labels.get(c, c), key=key
        )
        part(lambda: dashers(found, names, None if cell == ALL_CELLS else cell, now))
    with left:
        st.altair_chart(
            charts.cell_map(its, names, None if cell == ALL_CELLS else cell, ink()),
            on_select="rerun",
            key=f"map-{key}",
        )
        st.html(html.key([(tone, kind) for kind, tone in charts.TONES.items()]))


def ink() -> str:
    return "#f3f6f8" if st.context.theme.type == "dark" else "#12181d"


def dashers(
    found: Finding, names: dict[str, str], cell: str | None, now: datetime
) -> None:
    everybody = dashers_at(
        found.market.place.market, found.market.now.event_time, asked_cut()
    )
    mark = stamp_of_dashers(found.market, everybody, now)
    its = [d for d in everybody if cell is None or d.cell == cell]
    its = sorted(its, key=lambda d: (not d.is_idle, d.dasher_id))
    shown = its[:MOST_DASHERS]
    idle = sum(d.is_idle for d in its)
    st.html(
        html.section(
            f"{count_shown(len(its), len(shown), 'dasher')}, {idle} idle", mark, now
        )
    )
    if not its:
        st.caption("No dasher is heard here.")
        return
    st.dataframe(
        {
            "Dasher": [d.dasher_id for d in shown],
            "State": ["Idle" if d.is_idle else "Busy" for d in shown],
            "Order": [None if d.order_id is None else str(d.order_id) for d in shown],
            "Last ping": [f"{d.seen:%H:%M:%S}" for d in shown],
            "Where": [names.get(d.cell, "elsewhere") for d in shown],
            "H3 cell": [d.cell for d in shown],
        },
        hide_index=True,
        height=330,
        placeholder="none",
    )


def stamp_of_dashers(market: Market, everybody: list[Dasher], now: datetime) -> Stamp:
    """Whatever the cell: where a cell's dashers have been quiet for long, nothing is late."""
    minute = stamp(market.now.event_time, now, budget("market_supply"))
    if market.now.online_dashers == 0:
        return minute
    newest = max((d.seen for d in everybody), default=None)
    return of_rows(minute, stamp(newest, now, budget("dasher_pings"), "dasher_pings"))


def part(show: Callable[[], None]) -> None:
    """A part that fails leaves the others standing."""
    try:
        show()
    except LakeError as e:
        st.html(html.note(e.what, e.remedy, e.detail, alarm=True))


RULES = f"""
A market is judged by its **waiting** orders: ready at the restaurant, and nobody on the way to them.

| | |
|---|---|
| **Short** | at least {SHORT_ORDERS} wait, and they are {SHORT_PART:.0%} of all open orders |
| **Tight** | at least {TIGHT_ORDERS} wait, and they are {TIGHT_PART:.0%}; or of at least \
{RESERVE_FROM_OPEN_ORDERS} open orders more lack a dasher than dashers are idle, and those are at \
most {RESERVE_PART:.0%} of all online, rounded up |
| **Unknown** | no dasher is heard, or the newest minute is {duration(LEFT_BEHIND)} older than \
that of others |
| **Balanced** | otherwise |

Why: where not one dasher has sent a position in the last 5 minutes, **no dasher is heard**: \
nobody is online, or pings do not get through. With as many idle dashers as orders wait, the \
question is where they stand. When {FAR_PART:.0%} of what waits has no idle dasher in its cell or \
beside it, they are **idle in the wrong cells**; else they are near, and **orders are not taken**. \
Without that reserve there is a **demand spike** when orders of the last 15 minutes are \
{SPIKE_FACTOR} times the usual and at least {SPIKE_ORDERS} more; else **too few are online**.

The definitions stand in the contracts `market_supply` and `supply_cells`, the rules in \
`dashboard/supply/diagnosis.py`.
"""


page()
