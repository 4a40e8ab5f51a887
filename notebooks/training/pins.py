"""Tags that keep the snapshots which a data set is made of: while they stand, it can be made again.

All of them are there before the first row is read, and none is ever moved. A set that could not be
made leaves none of its own; one that was killed leaves those by which the next run goes on.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from freshet import Lake, Table, cuts
from freshet.errors import FreshetError, WrongUse

_PREFIX = "dataset-"
_AT_CUT = re.compile(r"\.(cut_\d{4}(?:_\d\d){3})$")


@dataclass(frozen=True)
class Pins:
    """The one tag of a set, on each of its tables. Made by `of`.

    name: the set's
    tables: as the lake knows them, in the order in which they get the tag
    standing: those that have it, with the snapshot that it names
    """

    lake: Lake
    name: str
    tables: tuple[str, ...]
    tag: str
    standing: dict[str, int]

    @classmethod
    def of(cls, lake: Lake, name: str, tables: Sequence[str], cut: str | None = None) -> Pins:
        """cut: which one the set is to be at; None of one whose tags may say so already"""
        if cut_of(name) is not None:
            raise WrongUse(f"{name} ends like a tag of a set at a cut; choose another name")
        tags = {table: lake.table(table).tags() for table in tables}
        made = sorted({tag for found in tags.values() for tag in found if _is_of(tag, name)})
        wanted = _PREFIX + name if cut is None else f"{_PREFIX}{name}.{cut}"
        if cut is not None and made and made != [wanted]:
            raise WrongUse(f"{name} was made before, and not at {cut}; choose another name")
        tag = made[0] if made and cut is None else wanted
        standing = {table: found[tag] for table, found in tags.items() if tag in found}

        return cls(lake, name, tuple(tables), tag, standing)

    @property
    def cut(self) -> str | None:
        """Which one the set is at."""
        return cut_of(self.tag)

    def require(self, described: Sequence[dict[str, Any]]) -> None:
        """That the set of this manifest could be made again.

        described: its tables, as `describe` told them
        """
        for each in described:
            table, tag, wanted = each["table"], each["tag"], each["snapshot_id"]
            found = self.lake.table(table).tags().get(tag)
            if found is None:
                raise WrongUse(
                    f"{table} has no tag {tag} any more, so {self.name} can't be made again. Its"
                    " file is whole and can be trained on; to make another set of this name,"
                    f" ./freshet dataset drop {self.name}"
                )
            if found != wanted:
                raise WrongUse(
                    f"{tag} of {table} was moved: it keeps snapshot {found}, and {self.name} was"
                    f" made of {wanted}. Put it back, or begin anew with ./freshet dataset drop"
                    f" {self.name}"
                )

    def require_as_of(self, time: datetime) -> None:
        """That the tags which stand keep what was newest at that time, as far as history tells."""
        for name in self.standing:
            table = self.lake.table(name, snapshot=self.tag)
            until = [each for each in table.history() if each.committed_at <= time]
            # Of a tag whose parents have expired, only its own time is left to tell.
            if table.snapshot.committed_at > time or (until and until[-1] != table.snapshot):
                raise WrongUse(
                    f"{self.name} was made before, of {table.name} as of another time (its"
                    f" snapshot of {table.snapshot.committed_at:%Y-%m-%d %H:%M:%S} UTC); leave"
                    " --as-of out, or choose another name"
                )

    @contextmanager
    def taken(self, as_of: datetime | None, keep: timedelta | None) -> Iterator[list[Table]]:
        """The tables at the snapshots that their tags keep; what stands is taken as it is.

        as_of: the newest snapshots of that time; None is now
        keep: for how long from now new tags stand; None until they are dropped
        """
        if as_of is not None:
            self.require_as_of(as_of)
        elif self.cut is None and 0 < len(self.standing) < len(self.tables):
            raise WrongUse(
                f"{self.tag} is on {' and '.join(self.standing)} alone, so nobody knows of which"
                f" other snapshots {self.name} is to be. Say it by --as-of, or begin anew with"
                f" ./freshet dataset drop {self.name}"
            )
        now = datetime.now(UTC)
        tables = [self._at(name, as_of or now) for name in self.tables]
        put: list[Table] = []
        try:
            for name, table in zip(self.tables, tables, strict=True):
                if name not in self.standing:
                    table.keep(self.tag, _days(table, now, keep))
                    put.append(table)
            yield tables
        except BaseException as failure:
            _let_go(put, self.tag, failure)
            raise

    def drop(self) -> None:
        """Lets all of them go, the newest first; safe to run again."""
        for name in reversed(self.standing):
            self.lake.table(name).let_go(self.tag)

    def describe(self, tables: Sequence[Table], version_property: str) -> list[dict[str, Any]]:
        """For a manifest: which tables, at which snapshots, kept as what."""
        return [
            {
                "table": table.name,
                "snapshot_id": table.snapshot.id,
                "committed_at": table.snapshot.committed_at.isoformat(),
                "tag": self.tag,
                "contract_version": table.properties.get(version_property),
            }
            for table in tables
        ]

    def _at(self, name: str, time: datetime) -> Table:
        if name in self.standing:
            table = self.lake.table(name, snapshot=self.tag)
            if self.cut is None:
                return table
            # The cut itself may be over by now; its name still says which rows are in it.
            return table.only(cuts.condition(self.cut, "event_time"))
        if self.cut is not None:
            return self.lake.table(name, cut=self.cut)

        return self.lake.table(name, as_of=time)


def cut_of(tag: str) -> str | None:
    """The cut that a tag of a set names; so a set at a cut is made so again."""
    match = _AT_CUT.search(tag)
    return None if match is None else match.group(1)


def _is_of(tag: str, name: str) -> bool:
    plain = _PREFIX + name
    return tag == plain or (cut_of(tag) is not None and tag == f"{plain}.{cut_of(tag)}")


def _days(table: Table, now: datetime, keep: timedelta | None) -> int | None:
    """Iceberg reckons a tag's age from its snapshot, which may be old where little comes."""
    if keep is None or table.snapshot is None:
        return None

    return max(1, math.ceil((now - table.snapshot.committed_at + keep) / timedelta(days=1)))


def _let_go(tables: Sequence[Table], tag: str, failure: BaseException) -> None:
    """What failed is told first; that its tags are still there is only a note to it."""
    try:
        for table in reversed(tables):
            table.let_go(tag)
    except FreshetError as e:
        failure.add_note(f"The tags {tag} of this run stay, and the next goes on by them: {e}")
