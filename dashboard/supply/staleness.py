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
    """As of when a number is, how old that makes it, and whether that is all right."""

    as_of: datetime | None
    age: timedelta | None
    budget: timedelta | None
    verdict: Verdict


def stamp(as_of: datetime | None, now: datetime, budget: timedelta | None) -> Stamp:
    """Unknown without data, without a budget, or when the data claims to be of the future."""
    if as_of is None:
        return Stamp(None, None, budget, Verdict.UNKNOWN)
    age = now - as_of
    if budget is None or age < -timedelta(minutes=1):
        return Stamp(as_of, age, budget, Verdict.UNKNOWN)
    verdict = Verdict.FRESH if age <= budget else Verdict.LATE
    return Stamp(as_of, max(age, timedelta(0)), budget, verdict)
