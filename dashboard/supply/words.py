"""Numbers, times and findings as people read them."""

import re
from datetime import datetime, timedelta

from supply.board import LEFT_BEHIND, is_left_behind
from supply.diagnosis import Cause, Diagnosis, Status
from supply.figures import Market, Minute, Usual
from supply.staleness import Stamp, Verdict

STATUS = {
    Status.SHORT: "Short",
    Status.TIGHT: "Tight",
    Status.BALANCED: "Balanced",
    Status.UNKNOWN: "Unknown",
}
CAUSE = {
    Cause.WRONG_CELLS: "Idle in the wrong cells",
    Cause.NOT_TAKEN: "Orders are not taken",
    Cause.DEMAND_SPIKE: "Demand spike",
    Cause.TOO_FEW_ONLINE: "Too few online",
    Cause.NONE_HEARD: "No dasher is heard",
}
LETTER = {
    Cause.WRONG_CELLS: "C",
    Cause.NOT_TAKEN: "N",
    Cause.DEMAND_SPIKE: "D",
    Cause.TOO_FEW_ONLINE: "O",
    Cause.NONE_HEARD: "H",
}
NO_REASON = {
    Status.BALANCED: "Orders find their dashers",
    Status.UNKNOWN: "Nothing is known",
}


def number(value: float) -> str:
    """1,234 in a thin-spaced, locale-free form."""
    return f"{value:,.0f}".replace(",", "\u202f")


def count(value: int, one: str) -> str:
    return f"{number(value)} {one if value == 1 else one + 's'}"


def count_shown(total: int, shown: int, one: str) -> str:
    """7 dashers; 500 of 612 dashers where not all are shown."""
    return count(total, one) if shown == total else f"{number(shown)} of {count(total, one)}"


def plain(text: str) -> str:
    """For labels that Streamlit reads as Markdown: shows the text as it is, whatever is in it."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))


def duration(value: timedelta) -> str:
    """The two biggest units at most: 48 s, 3 min, 2 h 5 min, 4 d 3 h."""
    seconds = max(int(value.total_seconds()), 0)
    if seconds < 100:
        return f"{seconds} s"
    minutes = seconds // 60
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days, hours = divmod(hours, 24)
    return f"{number(days)} d {hours} h" if hours and days < 100 else f"{number(days)} d"


def clock(moment: datetime, now: datetime) -> str:
    """The time of day, with the date where it is not today's."""
    return f"{moment:%H:%M}" if moment.date() == now.date() else f"{moment:%-d %b %Y, %H:%M}"


def age(stamp: Stamp) -> str:
    """48 s old; 4 min old, budget 2 min; 4 min old, budget 60 s of dasher_pings; no data."""
    if stamp.as_of is None or stamp.age is None:
        return "no data"
    if stamp.verdict is Verdict.UNKNOWN:
        return "from the future" if stamp.age < timedelta(0) else "budget unknown"
    text = f"{duration(stamp.age)} old"
    if stamp.verdict is Verdict.LATE and stamp.budget is not None:
        text += f", {budget(stamp.budget, stamp.whose)}"
    return text


def budget(value: timedelta, whose: str | None) -> str:
    """Budget 2 min; and whose, where it is not that of the figures around it."""
    text = f"budget {duration(value)}"
    return text if whose is None else f"{text} of {whose}"


def reason(found: Diagnosis) -> str:
    return NO_REASON[found.status] if found.cause is None else CAUSE[found.cause]


def evidence(market: Market, found: Diagnosis) -> list[str]:
    """The figures that a finding rests on, the decisive one first."""
    now = market.now
    lines = [_decisive(market, found)] if found.cause else []
    if found.cause is not Cause.DEMAND_SPIKE and market.usual:
        lines.append(_demand(market))
    if found.cause is Cause.NONE_HEARD and market.usual:
        lines.append(_usually_online(market.usual))
    elif found.cause is not Cause.TOO_FEW_ONLINE and market.usual:
        lines.append(_online(market))
    lines.append(_waiting(now))
    return lines


def _decisive(market: Market, found: Diagnosis) -> str:
    now = market.now
    if found.cause is Cause.WRONG_CELLS:
        return (
            f"{number(found.far_orders)} of {count(now.ready_orders, 'waiting order')} have no idle "
            f"dasher in their cell or beside it, while {number(now.idle_dashers)} stand elsewhere."
        )
    if found.cause is Cause.NOT_TAKEN:
        return (
            f"{count(now.idle_dashers, 'dasher')} are idle, near enough to "
            f"{count(now.ready_orders, 'waiting order')}: look at offers and refusals."
        )
    if found.cause is Cause.DEMAND_SPIKE:
        return _demand(market)
    if found.cause is Cause.NONE_HEARD:
        return (
            "Not one dasher has sent a position in the last 5 minutes: nobody is online, or pings "
            "do not get through."
        )
    return _online(market) if market.usual else (
        f"Only {number(now.idle_dashers)} of {count(now.online_dashers, 'online dasher')} idle "
        f"for {count(now.unassigned_orders, 'order')} without a dasher."
    )


def _demand(market: Market) -> str:
    return (
        f"{count(market.created_in_quarter, 'order')} in the last 15 minutes; usual are "
        f"{number(market.usual.created_in_quarter)} ({market.usual.basis})."
    )


def _online(market: Market) -> str:
    return (
        f"{count(market.now.online_dashers, 'dasher')} online, {number(market.now.idle_dashers)} of "
        f"them idle; usual are {number(market.usual.online_dashers)} ({market.usual.basis})."
    )


def _usually_online(usual: Usual) -> str:
    return f"Usual are {count(round(usual.online_dashers), 'dasher')} online ({usual.basis})."


def _waiting(now: Minute) -> str:
    if now.open_orders == 0:
        return "No order is open."
    text = (
        f"{count(now.open_orders, 'open order')}: {number(now.unassigned_orders)} without a dasher, "
        f"{number(now.ready_orders)} of them ready and getting cold"
    )
    if now.longest_wait_seconds is not None:
        wait = timedelta(seconds=now.longest_wait_seconds)
        text += f"; the oldest has been waiting for {duration(wait)}"
    return text + "."


def no_cells(minute: Minute, as_of: datetime, now: datetime) -> str:
    """Why a market has no cells at its minute: nothing is in them, or they are not known.

    as_of: that of the board
    """
    if is_left_behind(minute, as_of):
        return (
            f"The cells of {clock(minute.event_time, now)} UTC are not read: the market is more "
            f"than {duration(LEFT_BEHIND)} behind others."
        )
    if minute.online_dashers > 0:
        return "The cells of this minute have not come yet."
    if minute.open_orders == 0:
        return "No dasher is heard, and no order is open."
    return (
        f"No dasher is heard; the cells of {count(minute.open_orders, 'open order')} have not "
        "come, or no order says where it is picked up."
    )
