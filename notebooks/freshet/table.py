"""A table at one snapshot: what is read from it stays the same, whatever is written meanwhile."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import requests
from pyiceberg.exceptions import (
    CommitFailedException,
    ForbiddenError,
    RESTError,
    UnauthorizedError,
)
from pyiceberg.expressions import And, BooleanExpression, parser
from pyiceberg.expressions.visitors import bind, extract_field_ids
from pyiceberg.schema import Schema
from pyiceberg.table import ALWAYS_TRUE, DataScan
from pyiceberg.table import Table as IcebergTable
from pyiceberg.table.refs import SnapshotRefType
from pyiceberg.table.snapshots import Snapshot as IcebergSnapshot
from pyparsing import ParseBaseException

from freshet import lineage
from freshet.dataset import Dataset
from freshet.errors import LakeAway, WrongUse, hint, require_whole, wrong_kind

if TYPE_CHECKING:
    from pyspark.sql import DataFrame as SparkFrame
    from pyspark.sql import SparkSession

_COORDINATE = pa.decimal128(9, 6)
_WATERMARK = "freshet.watermark"
_DAY_MILLIS = 86_400_000
# Ours, for Iceberg takes any name: a first -, . or _ has a meaning in commands and paths, and
# 100 characters fit a line.
_TAG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")


@dataclass(frozen=True)
class Snapshot:
    """One state of a table.

    operation: append, overwrite, delete, or replace (the same rows in other files)
    total_rows: rows that the table then had; None where its writer did not say
    """

    id: int
    committed_at: datetime
    operation: str
    total_rows: int | None


class Table:
    """A table of the lake, at one snapshot of it. Made by `Lake.table`."""

    def __init__(
        self,
        table: IcebergTable,
        snapshot: Snapshot | None,
        spark: Callable[[], SparkSession],
        within: str = "",
    ) -> None:
        self._table = table
        self._spark = spark
        self._within = within
        self.snapshot = snapshot

    @property
    def name(self) -> str:
        """As namespace.name."""
        return ".".join(self._table.name())

    @property
    def watermark(self) -> datetime | None:
        """Event time up to which the table is complete now, not at the snapshot; UTC."""
        text = self._table.properties.get(_WATERMARK)
        return None if text is None else datetime.fromisoformat(text)

    @property
    def columns(self) -> dict[str, str]:
        """What each column of this snapshot means, in the contract's words."""
        return {field.name: field.doc or "" for field in self._schema().fields}

    @property
    def properties(self) -> Mapping[str, str]:
        """What the table's writers say about it, such as freshet.contract-version; as of now."""
        return self._table.properties

    def tags(self) -> dict[str, int]:
        """The snapshot that each tag keeps; as of now."""
        refs = self._table.refresh().metadata.refs.items()

        return {
            name: ref.snapshot_id
            for name, ref in refs
            if ref.snapshot_ref_type == SnapshotRefType.TAG
        }

    def history(self) -> list[Snapshot]:
        """The snapshots that led to the newest one and have not expired, oldest first."""
        return history(self._table)

    def arrow(
        self, columns: Sequence[str] = (), where: str = "", limit: int | None = None
    ) -> pa.Table:
        """Rows of this snapshot; coordinates as doubles, times in UTC.

        columns: which ones; all where none is named
        where: a filter such as "market = 'boston' and event_time >= '2026-03-01T00:00:00+00:00'";
            the files that it rules out are not read
        """
        scan = self._scan(columns, where, limit)
        self._note(scan)

        return _in_doubles(self._read(scan))

    def pandas(
        self, columns: Sequence[str] = (), where: str = "", limit: int | None = None
    ) -> pd.DataFrame:
        """As `arrow`, for pandas."""
        return self.arrow(columns, where, limit).to_pandas()

    def batches(self, columns: Sequence[str] = (), where: str = "") -> Iterator[pa.RecordBatch]:
        """As `arrow`, in pieces, so that what is read may be larger than memory."""
        scan = self._scan(columns, where)
        self._note(scan)
        for batch in scan.to_arrow_batch_reader():
            yield from _in_doubles(pa.Table.from_batches([batch])).to_batches()

    def spark(self) -> SparkFrame:
        """This snapshot for Spark, as the table has it: coordinates are decimals."""
        snapshot = self._require_snapshot()
        self._note(self._scan())
        rows = self._spark().read.option("versionAsOf", str(snapshot.id)).table(f"lake.{self.name}")

        return rows.where(self._within) if self._within else rows

    def dataset(self, columns: Sequence[str] = (), where: str = "") -> Dataset:
        """Rows to train on, described so that the same rows can be had again."""
        names = _names(columns)
        self._scan(names, where)
        return Dataset(self, self._require_snapshot().id, names, self._both(where))

    def only(self, where: str) -> Table:
        """The same snapshot, of which nothing but these rows is read; a filter as for `arrow`."""
        self._scan(where=where)

        return Table(self._table, self.snapshot, self._spark, self._both(where))

    def keep(self, tag: str, max_age_days: int | None = 365) -> None:
        """Tags this snapshot, so that maintenance leaves it until then.

        tag: letters, digits, _, - and ., the first a letter or digit; at most 100
        max_age_days: since the snapshot's commit; None keeps it until `let_go`
        """
        if not isinstance(tag, str):
            raise wrong_kind("The tag", tag, "a name, like 'eta-2026-03'")
        if not _TAG.fullmatch(tag):
            raise WrongUse(
                f"{tag!r} cannot name a tag; it must be letters, digits, _, - and ., the first a"
                " letter or digit, at most 100"
            )
        if max_age_days is not None:
            require_whole("max_age_days", max_age_days, 1)
        snapshot = self._require_snapshot()
        refs = self._table.refresh().metadata.refs
        if tag in refs and refs[tag].snapshot_ref_type == SnapshotRefType.BRANCH:
            raise WrongUse(f"{tag} is a branch of {self.name}; choose another tag")
        if tag in refs and refs[tag].snapshot_id != snapshot.id:
            raise WrongUse(
                f"{self.name} has another snapshot {refs[tag].snapshot_id} called {tag};"
                " choose another tag"
            )
        max_age = None if max_age_days is None else int(max_age_days) * _DAY_MILLIS
        with self._commits(tag):
            self._table.manage_snapshots().create_tag(snapshot.id, tag, max_age).commit()

    def let_go(self, tag: str) -> None:
        """Takes a tag away, whichever snapshot it keeps; that may expire from then on."""
        if tag not in self.tags():
            raise WrongUse(f"{self.name} has no tag {tag}; {hint(tag, self.tags())}")
        with self._commits(tag):
            self._table.manage_snapshots().remove_tag(tag).commit()

    def __repr__(self) -> str:
        at = "empty" if self.snapshot is None else f"at snapshot {self.snapshot.id}"
        return f"<{self.name} {at}>"

    @contextmanager
    def _commits(self, tag: str) -> Iterator[None]:
        try:
            with _silent_about_old_metadata():
                yield
        except (ForbiddenError, UnauthorizedError) as e:
            raise WrongUse(f"The catalog lets nobody of this login change {tag}: {e}") from e
        except CommitFailedException as e:
            raise LakeAway(
                f"{self.name} has changed while {tag} was written, try it again: {e}"
            ) from e
        except (requests.exceptions.RequestException, RESTError) as e:
            raise LakeAway(f"The catalog could not write {tag}: {e}") from e

    def _require_snapshot(self) -> Snapshot:
        if self.snapshot is None:
            raise WrongUse(f"{self.name} is empty: nothing has been committed to it yet")

        return self.snapshot

    def _scan(
        self, columns: Sequence[str] = (), where: str = "", limit: int | None = None
    ) -> DataScan:
        names = _names(columns)
        if limit is not None:
            require_whole("limit", limit, 0)
        scan = self._table.scan(
            snapshot_id=None if self.snapshot is None else self.snapshot.id, limit=limit
        )
        schema = scan.projection()
        for column in names:
            if column not in schema.column_names:
                raise WrongUse(
                    f"{self.name} has no column {column}; {hint(column, schema.column_names)}"
                )

        return scan.select(*names or ("*",)).filter(
            And(self._filter(where, schema), self._filter(self._within, schema))
        )

    def _both(self, where: str) -> str:
        if not self._within or where == self._within:
            return where or self._within

        return f"({where}) and {self._within}" if where else self._within

    def _note(self, scan: DataScan) -> None:
        """Columns that are filtered by are read as well; of Spark's, any may be."""
        schema = self._schema()
        chosen = {field.field_id for field in scan.projection().fields}
        if scan.row_filter != ALWAYS_TRUE:
            chosen |= extract_field_ids(bind(schema, scan.row_filter, case_sensitive=True))
        lineage.note(
            self.name,
            self._table.location(),
            columns_of(schema),
            (field.name for field in schema.fields if field.field_id in chosen),
        )

    def _schema(self) -> Schema:
        return self._scan().projection()

    def _filter(self, where: str, schema: Schema) -> BooleanExpression:
        # None too: it would be another fingerprint of the same rows as "".
        if not isinstance(where, str):
            raise wrong_kind("where", where, "a filter, like \"market = 'boston'\"")
        if not where:
            return ALWAYS_TRUE
        try:
            condition = parser.parse(where)
            bind(schema, condition, case_sensitive=True)
        except ParseBaseException as e:
            raise WrongUse(
                f"Cannot read the filter {where!r} from character {e.loc + 1} on; it is like"
                " \"market = 'boston' and order_id > 7\""
            ) from e
        except ValueError as e:
            raise WrongUse(f"The filter {where!r} does not fit {self.name}: {e}") from e

        return condition

    def _read(self, scan: DataScan) -> pa.Table:
        try:
            return scan.to_arrow()
        except FileNotFoundError as e:
            raise WrongUse(
                f"Files of {self!r} are gone: the snapshot has expired. Take a newer one, and"
                " keep() those that must stay"
            ) from e
        except OSError as e:
            raise LakeAway(f"Cannot read {self.name} from the store: {e}") from e


def _names(columns: Iterable[str]) -> tuple[str, ...]:
    if isinstance(columns, str) or not isinstance(columns, Iterable):
        raise wrong_kind("columns", columns, 'names of columns, like ["order_id", "state"]')
    names = tuple(columns)
    for name in names:
        if not isinstance(name, str):
            raise wrong_kind("A column", name, "a name, like 'order_id'")

    return names


@contextmanager
def _silent_about_old_metadata() -> Iterator[None]:
    """Keeps one warning of PyIceberg's from being printed while a commit is made.

    After a commit it deletes the table's oldest metadata files, as our tables ask for, though the
    catalog has deleted them by then. That it finds none, or may not delete, is harmless: no state
    of the table needs them, and maintenance takes what a catalog may leave.
    """

    def is_other(record: logging.LogRecord) -> bool:
        return not record.getMessage().startswith("Failed to delete metadata file ")

    logger = logging.getLogger("pyiceberg.catalog")
    logger.addFilter(is_other)
    try:
        yield
    finally:
        logger.removeFilter(is_other)


def columns_of(schema: Schema) -> list[lineage.Column]:
    """As lineage tells them."""
    return [
        lineage.Column(field.name, str(field.field_type), field.doc or "")
        for field in schema.fields
    ]


def snapshot_of(snapshot: IcebergSnapshot) -> Snapshot:
    summary = snapshot.summary
    rows = None if summary is None else summary.get("total-records")

    return Snapshot(
        snapshot.snapshot_id,
        datetime.fromtimestamp(snapshot.timestamp_ms / 1000, UTC),
        "append" if summary is None else summary.operation.value,
        None if rows is None else int(rows),
    )


def history(table: IcebergTable) -> list[Snapshot]:
    """Those that led to the newest one, oldest first; branches that went nowhere are no history."""
    led: list[Snapshot] = []
    snapshot = table.current_snapshot()
    while snapshot is not None:
        led.append(snapshot_of(snapshot))
        parent = snapshot.parent_snapshot_id
        snapshot = None if parent is None else table.snapshot_by_id(parent)

    return led[::-1]


def _in_doubles(rows: pa.Table) -> pa.Table:
    return rows.cast(
        pa.schema(
            field.with_type(pa.float64()) if field.type == _COORDINATE else field
            for field in rows.schema
        )
    )
