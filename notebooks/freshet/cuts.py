"""Cuts: all tables of a domain as they were complete up to one hour."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pyiceberg.types import DateType, IcebergType

from freshet.errors import WrongUse, wrong_kind

_NAME = re.compile(r"cut_(\d{4})_(\d\d)_(\d\d)_(\d\d)")
_TABLE = "freshet.cut-table."
_WHOLE = "freshet.cut."
# The hours by which the day begins last anywhere on earth.
_LAST_MIDNIGHT = timedelta(hours=12)


@dataclass(frozen=True)
class Held:
    """What a cut holds of a table.

    snapshot_id: None of a table that had never been written
    event_time: the column that the hour bounds
    """

    snapshot_id: int | None
    event_time: str


def bound(cut: str) -> datetime:
    """The first instant that is not in it."""
    if not isinstance(cut, str):
        raise wrong_kind("The cut", cut, "its name, like 'cut_2026_11_29_07'")
    match = _NAME.fullmatch(cut)
    try:
        if match is not None:
            return datetime(*(int(part) for part in match.groups()), tzinfo=UTC)
    except ValueError:
        pass
    raise WrongUse(f"{cut!r} is no cut such as cut_2026_11_29_07; ./freshet cut list shows all")


def held(cut: str, table: str, properties: Mapping[str, str]) -> Held:
    """What the cut's schema says of a table, as namespace.name."""
    if not any(key.startswith(_WHOLE) for key in properties):
        raise unknown(cut)
    told = properties.get(_TABLE + table)
    if told is None:
        raise WrongUse(f"{cut} has no {table}; it is of another domain, or came later")
    read = json.loads(told)

    return Held(read.get("snapshot"), read["event_time"])


def unknown(cut: str) -> WrongUse:
    return WrongUse(f"There is no {cut}; ./freshet cut list shows those that there are")


def condition(cut: str, column: str, kind: IcebergType | None = None) -> str:
    """The rows that it holds of its snapshot; of days, those that have ended everywhere."""
    end = bound(cut)
    value = (end - _LAST_MIDNIGHT).date() if isinstance(kind, DateType) else end

    return f"{column} < '{value.isoformat()}'"
