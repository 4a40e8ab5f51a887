"""How old a number is, held against the budget that its contract gives it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum


class Verdict(Enum):
    FRESH = "fresh"
    LATE = "late"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Stamp:
    """As of when a number is, how old that makes it, and whether that is all right.

    whose: the table that has the budget, where that is another than one would think
    """

    as_of: datetime | None
    age: timedelta | None
    budget: timedelta | None
    verdict: Verdict
    whose: str | None = None


def stamp(
    as_of: datetime | None, now: datetime, budget: timedelta | None, whose: str | None = None
) -> Stamp:
    """Unknown without data, without a budget, or when the data claims to be of the future."""
    if as_of is None:
        return Stamp(None, None, budget, Verdict.UNKNOWN, whose)
    age = now - as_of
    if budget is None or age < -timedelta(minutes=1):
        return Stamp(as_of, age, budget, Verdict.UNKNOWN, whose)
    verdict = Verdict.FRESH if age <= budget else Verdict.LATE
    return Stamp(as_of, max(age, timedelta(0)), budget, verdict, whose)


def of_rows(minute: Stamp, rows: Stamp) -> Stamp:
    """Of a list that shows the rows behind a minute that was told: it is as old as the minute, and
    no row could be newer. Only rows that end before it, by more than their own table's budget, or
    that are missing, make the list older; without that budget its age cannot be judged.
    """
    if minute.as_of is None or rows.as_of is None or rows.budget is None:
        return rows
    is_behind = minute.as_of - rows.as_of > rows.budget
    return rows if is_behind else minute
