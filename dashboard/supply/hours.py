"""How each market's last hours went, from one minute in five."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import mean

from supply.diagnosis import Cause, Status, diagnose
from supply.figures import Cell, Minute, Usual


@dataclass(frozen=True)
class Hour:
    """One hour of one market: of how many marks anything is known, how many of them were short or
    tight, and mostly why.
    """

    marks: int
    short: int
    tight: int
    cause: Cause | None

    @property
    def problem_part(self) -> float:
        """Of the whole hour, however much of it is known: a bad start makes no bad hour."""
        return (self.short + self.tight) / MARKS_IN_HOUR


# Three marks lie in a quarter of an hour, and each tells the orders of one minute.
MARKS_IN_QUARTER, MINUTES_IN_QUARTER = 3, 15
MINUTES_BETWEEN_MARKS = 5
MARKS_IN_HOUR = 60 // MINUTES_BETWEEN_MARKS


def last_mark(moment: datetime) -> datetime:
    """Nothing by marks is known anew before the next one."""
    minute = moment.minute - moment.minute % MINUTES_BETWEEN_MARKS
    return moment.replace(minute=minute, second=0, microsecond=0)


def hours(marks: Iterable[Minute], cells: Iterable[Cell]) -> dict[str, dict[datetime, Hour]]:
    """By market and by the hour's beginning (UTC), as far as anything is known. Demand is held
    against the market's own mean over all marks, as a mark knows no usual day.
    """
    cells_of = defaultdict(list)
    for cell in cells:
        cells_of[cell.market, cell.event_time].append(cell)
    by_market = defaultdict(list)
    for mark in marks:
        by_market[mark.market].append(mark)
    result = {}
    for market, its in by_market.items():
        its.sort(key=lambda mark: mark.event_time)
        mean_created = mean(mark.created_orders for mark in its)
        usual = Usual(MINUTES_IN_QUARTER * mean_created, 0, "mean of the day")
        found = defaultdict(list)
        for index, mark in enumerate(its):
            recent = its[max(0, index - MARKS_IN_QUARTER + 1) : index + 1]
            created = round(MINUTES_IN_QUARTER * mean(m.created_orders for m in recent))
            minute = mark.event_time - timedelta(minutes=1)
            hour = minute.replace(minute=0, second=0, microsecond=0)
            diagnosis = diagnose(mark, cells_of[market, mark.event_time], created, usual)
            if diagnosis.status is not Status.UNKNOWN:
                found[hour].append(diagnosis)
        result[market] = {hour: _summary(diagnoses) for hour, diagnoses in found.items()}
    return result


def _summary(diagnoses: list) -> Hour:
    causes = Counter(d.cause for d in diagnoses if d.cause)
    return Hour(
        marks=len(diagnoses),
        short=sum(d.status is Status.SHORT for d in diagnoses),
        tight=sum(d.status is Status.TIGHT for d in diagnoses),
        cause=causes.most_common(1)[0][0] if causes else None,
    )
