"""What a market usually sees at this time of day."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from statistics import mean, median

from supply.figures import Minute, Usual

QUARTER = timedelta(minutes=15)
LEAST_DAYS = 2
LEAST_MINUTES = 15


def created_in_quarter(minutes: Iterable[Minute], now: Minute) -> int:
    """Orders that were created in the quarter of an hour before now."""
    since = now.event_time - QUARTER
    return sum(m.created_orders for m in minutes if since < m.event_time <= now.event_time)


def usual(
    days: Sequence[tuple[float, float]], minutes: Iterable[Minute], now: Minute
) -> Usual | None:
    """The median of the same quarter of an hour on earlier days; before there are any, the hour
    that went before this quarter. None where not even that is known, or nobody ordered.

    days: orders created in the quarter and dashers online, one pair a day
    """
    if len(days) >= LEAST_DAYS:
        return Usual(
            median(created for created, _ in days),
            median(online for _, online in days),
            f"median of the last {len(days)} days",
        )
    end = now.event_time - QUARTER
    before = [m for m in minutes if end - timedelta(hours=1) < m.event_time <= end]
    if len(before) < LEAST_MINUTES or not any(m.created_orders for m in before):
        return None
    return Usual(
        mean(m.created_orders for m in before) * (QUARTER / timedelta(minutes=1)),
        mean(m.online_dashers for m in before),
        "the hour before",
    )
