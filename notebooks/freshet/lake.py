"""The way in: `connect()`."""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from numbers import Integral
from typing import TYPE_CHECKING, Any

import pandas as pd
import requests
from pyiceberg.catalog import Catalog, load_catalog
from pyiceberg.exceptions import (
    ForbiddenError,
    NoSuchNamespaceError,
    NoSuchTableError,
    RESTError,
    ServiceUnavailableError,
    UnauthorizedError,
)
from pyiceberg.table import Table as IcebergTable

from freshet import cuts, lineage, warehouse
from freshet.dataset import Dataset
from freshet.errors import FreshetError, LakeAway, WrongUse, hint, wrong_kind
from freshet.settings import Settings
from freshet.table import Snapshot, Table, columns_of, history, snapshot_of

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# The catalog's clock may be ahead of this machine's.
_SKEW = timedelta(minutes=1)


def connect(profile: str | os.PathLike[str] | None = None) -> Lake:
    """The lake of a profile; by default that of FRESHET_PROFILE, else the embedded platform's."""
    return Lake(Settings.load(profile))


class Lake:
    """One installation: its tables by the catalog, its questions by Trino, its Spark.

    What comes by `table` is read from the store with the profile's keys: Trino's column masks and
    row filters do not apply to it. What comes by `sql` is masked as the profile's user is.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def tables(self) -> list[str]:
        """Every table, as namespace.name."""
        with self._answers():
            return sorted(
                ".".join(table)
                for namespace in self._catalog.list_namespaces()
                for table in self._catalog.list_tables(namespace)
            )

    def table(
        self,
        name: str,
        *,
        snapshot: Snapshot | int | str | None = None,
        as_of: datetime | None = None,
        cut: str | None = None,
    ) -> Table:
        """A table, held at one snapshot: the newest, unless another is named.

        name: with its namespace or, where that leaves no doubt, without
        snapshot: one of `Table.history`, its id, or the name of a tag
        as_of: the newest snapshot that was committed at this time or before; with a time zone, and
            not yet to come
        cut: what happened before its hour, in its snapshot; one of `./freshet cut list`
        """
        if sum(chosen is not None for chosen in (snapshot, as_of, cut)) > 1:
            raise WrongUse("Name a snapshot, a time or a cut, and only one of them")
        if not isinstance(name, str):
            raise wrong_kind("The table", name, "its name, like 'order_events'")
        table = self._load(name)
        if cut is not None:
            return self._at_cut(table, cut)
        if snapshot is not None:
            chosen: Snapshot | None = _named(table, snapshot)
        elif as_of is not None:
            chosen = _as_of(table, as_of, datetime.now(UTC))
        else:
            newest = table.current_snapshot()
            chosen = None if newest is None else snapshot_of(newest)

        return Table(table, chosen, self.spark)

    def _at_cut(self, table: IcebergTable, cut: str) -> Table:
        cuts.bound(cut)
        name = ".".join(table.name())
        with self._answers():
            try:
                properties = self._catalog.load_namespace_properties(cut)
            except NoSuchNamespaceError as e:
                raise cuts.unknown(cut) from e
        held = cuts.held(cut, name, properties)
        if held.snapshot_id is None:
            raise WrongUse(f"{name} had never been written at {cut}")
        if cut not in table.metadata.refs:
            raise WrongUse(f"{name} has no tag {cut} any more: the time of that cut is over")
        kind = table.schema().find_field(held.event_time).field_type

        return Table(table, _named(table, cut), self.spark).only(
            cuts.condition(cut, held.event_time, kind)
        )

    def dataset(self, pin: Mapping[str, Any]) -> Dataset:
        """The rows that `Dataset.pin` described, once more."""
        if not isinstance(pin, Mapping):
            raise wrong_kind(
                "The pin", pin, "what Dataset.pin gave: table, snapshot_id, columns and where"
            )
        try:
            table, snapshot, columns, where = (
                pin[key] for key in ("table", "snapshot_id", "columns", "where")
            )
        except KeyError as e:
            raise WrongUse(f"The pin lacks {e}; it must be what Dataset.pin gave") from e
        if snapshot is None:
            raise _wrong_snapshot(snapshot)

        return self.table(table, snapshot=snapshot).dataset(columns, where)

    def freshness(self) -> pd.DataFrame:
        """How stale each table is, by `freshet.freshness`: one row per table."""
        return self.sql("select * from freshet.freshness order by table_name")

    def sql(
        self, query: str, parameters: Iterable[Any] = (), *, cut: str | None = None
    ) -> pd.DataFrame:
        """Trino's answer. Each ? in the query takes one of the parameters.

        cut: tables that the query names without a schema are those at this cut
        """
        if cut is not None:
            cuts.bound(cut)
        if not isinstance(query, str):
            raise wrong_kind("The query", query, "SQL, like 'select 1'")
        if isinstance(parameters, (str, Mapping)) or not isinstance(parameters, Iterable):
            raise wrong_kind("parameters", parameters, "a list with a value for each ?")
        values = list(parameters)
        answer = warehouse.ask(self._settings, query, values, cut)
        if lineage.is_wanted():
            # The answer is there; that nobody can say where from must not take it away.
            with contextlib.suppress(FreshetError):
                for name in warehouse.tables_of(self._settings, query, values, cut):
                    table = self._load(name)
                    lineage.note(name, table.location(), columns_of(table.schema()), None)

        return answer

    def spark(self) -> SparkSession:
        """Spark on this machine, with the lake as its catalog `lake`. One for the whole process."""
        from freshet import spark

        return spark.session(self._settings)

    @functools.cached_property
    def _catalog(self) -> Catalog:
        settings = self._settings
        properties = {
            "type": "rest",
            "uri": settings.text("catalog.uri"),
            **settings.catalog_login(),
            "warehouse": settings.optional("catalog.warehouse"),
            "s3.endpoint": settings.optional("s3.endpoint"),
            "s3.region": settings.optional("s3.region"),
            "s3.access-key-id": settings.optional("s3.access-key"),
            "s3.secret-access-key": settings.optional("s3.secret-key"),
            "py-io-impl": "pyiceberg.io.pyarrow.PyArrowFileIO",
        }
        with self._answers():
            return load_catalog(
                "lake", **{key: value for key, value in properties.items() if value is not None}
            )

    def _load(self, name: str) -> IcebergTable:
        known = self.tables()
        matches = [table for table in known if name in (table, table.split(".", 1)[1])]
        if len(matches) != 1:
            what = hint(name, [*known, *(table.split(".", 1)[1] for table in known)])
            raise WrongUse(
                f"There is no table {name}; {what}"
                if not matches
                else f"{name} may be {' or '.join(matches)}; name one of them"
            )
        with self._answers():
            try:
                return self._catalog.load_table(matches[0])
            except NoSuchTableError as e:
                raise WrongUse(f"{matches[0]} has just been dropped") from e

    @contextmanager
    def _answers(self) -> Iterator[None]:
        uri = self._settings.text("catalog.uri")
        try:
            yield
        except (UnauthorizedError, ForbiddenError) as e:
            raise WrongUse(
                f"The catalog at {uri} refuses the token; check catalog.token in"
                f" {self._settings.profile}"
            ) from e
        except (requests.exceptions.RequestException, ServiceUnavailableError) as e:
            raise LakeAway(
                f"The catalog does not answer at {uri}; ./freshet status says what each part is"
                " doing, ./freshet up starts what stands"
            ) from e
        except RESTError as e:
            raise LakeAway(f"The catalog at {uri} could not answer: {e}") from e


def _named(table: IcebergTable, snapshot: Snapshot | int | str) -> Snapshot:
    name = ".".join(table.name())
    id = _id_of(table, snapshot)
    found = table.snapshot_by_id(id)
    if found is None:
        raise WrongUse(f"{name} has no snapshot {id}; it may have expired. {_known(table)}")

    return snapshot_of(found)


def _id_of(table: IcebergTable, snapshot: Snapshot | int | str) -> int:
    if isinstance(snapshot, Snapshot):
        return snapshot.id
    if isinstance(snapshot, str):
        refs = table.metadata.refs
        # First, for a tag may be a number too.
        if snapshot in refs:
            return refs[snapshot].snapshot_id
        if not snapshot.isdecimal():
            name = ".".join(table.name())
            raise WrongUse(f"{name} has no tag {snapshot}; {hint(snapshot, refs)}")
    elif not isinstance(snapshot, Integral) or isinstance(snapshot, bool):
        raise _wrong_snapshot(snapshot)

    return int(snapshot)


def _wrong_snapshot(value: object) -> WrongUse:
    return wrong_kind("The snapshot", value, "a Snapshot, its id, or the name of a tag")


def _as_of(table: IcebergTable, time: datetime, now: datetime) -> Snapshot:
    if not isinstance(time, datetime):
        raise wrong_kind("as_of", time, "a datetime with a time zone, like datetime.now(UTC)")
    if time.tzinfo is None:
        raise WrongUse(f"as_of is {time}, which has no time zone; datetime.now(UTC) has one")
    if time > now + _SKEW:
        raise WrongUse(
            f"as_of is {time}, which is yet to come; it is now {now:%Y-%m-%d %H:%M:%S} UTC. Leave"
            " as_of out for the newest snapshot"
        )
    until = [snapshot for snapshot in history(table) if snapshot.committed_at <= time]
    if not until:
        raise WrongUse(
            f"{'.'.join(table.name())} has no snapshot from {time} or before. {_known(table)}"
        )

    return until[-1]


def _known(table: IcebergTable) -> str:
    snapshots = history(table)
    if not snapshots:
        return "The table is empty"
    oldest, newest = snapshots[0], snapshots[-1]

    return (
        f"It has {len(snapshots)}, from {oldest.id} ({oldest.committed_at:%Y-%m-%d %H:%M:%S} UTC)"
        f" to {newest.id} ({newest.committed_at:%Y-%m-%d %H:%M:%S} UTC)"
    )
