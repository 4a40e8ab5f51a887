"""A catalog in memory, whose tables keep tags as a real one's do; they have no rows."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pyiceberg.catalog.noop import NoopCatalog
from pyiceberg.io.pyarrow import PyArrowFileIO
from pyiceberg.manifest import write_manifest_list
from pyiceberg.table import CommitTableResponse
from pyiceberg.table import Table as IcebergTable
from pyiceberg.table.metadata import TableMetadata, TableMetadataV2
from pyiceberg.table.update import TableRequirement, TableUpdate, update_table_metadata
from pyiceberg.typedef import Identifier

FIRST, SECOND = 5_829_000_000_000_000_001, 5_829_000_000_000_000_002
FIRST_AT = datetime(2026, 3, 1, tzinfo=UTC)
SECOND_AT = FIRST_AT + timedelta(hours=1)
SCHEMA = {
    "type": "struct",
    "schema-id": 0,
    "fields": [
        {"id": 1, "name": "order_id", "required": False, "type": "long"},
        {"id": 2, "name": "state", "required": False, "type": "string"},
        {"id": 3, "name": "market", "required": False, "type": "string"},
    ],
}


class OrdersCatalog(NoopCatalog):
    """Two snapshots of each table. Like Freshet's catalog, it deletes old metadata by itself."""

    def __init__(self, folder: Path, *others: str) -> None:
        """others: tables beside order_events"""
        super().__init__("lake")
        self.old_metadata = f"{folder}/00000.metadata.json"
        self.tables = {
            name: orders(folder, self.old_metadata) for name in ("order_events", *others)
        }

    @property
    def metadata(self) -> TableMetadata:
        """Of order_events."""
        return self.tables["order_events"]

    def list_namespaces(self, namespace: str | Identifier = ()) -> list[Identifier]:
        return [("raw",)]

    def list_tables(self, namespace: str | Identifier) -> list[Identifier]:
        return [("raw", name) for name in self.tables]

    def load_table(self, identifier: str | Identifier) -> IcebergTable:
        name = self.identifier_to_tuple(identifier)[-1]
        return IcebergTable(
            ("raw", name), self.tables[name], self._newest(name), PyArrowFileIO(), self
        )

    def commit_table(
        self,
        table: IcebergTable,
        requirements: tuple[TableRequirement, ...],
        updates: tuple[TableUpdate, ...],
    ) -> CommitTableResponse:
        name = table.name()[-1]
        for requirement in requirements:
            requirement.validate(self.tables[name])
        self.tables[name] = update_table_metadata(
            self.tables[name], updates, metadata_location=self._newest(name)
        )
        return CommitTableResponse.model_validate(
            {"metadata": self.tables[name], "metadata-location": self._newest(name)}
        )

    def _newest(self, name: str) -> str:
        metadata = self.tables[name]
        return f"{metadata.location}/{len(metadata.refs):05}.metadata.json"


def orders(folder: Path, old_metadata: str) -> TableMetadata:
    """A table that keeps one old file of metadata, and has deleted that: only its log knows it."""
    return TableMetadataV2.model_validate(
        {
            "format-version": 2,
            "table-uuid": "9c12d441-03fe-4693-9a96-a0705ddf69c1",
            "location": str(folder),
            "last-sequence-number": 2,
            "last-updated-ms": milliseconds(SECOND_AT),
            "last-column-id": 3,
            "current-schema-id": 0,
            "schemas": [SCHEMA],
            "default-spec-id": 0,
            "partition-specs": [{"spec-id": 0, "fields": []}],
            "last-partition-id": 999,
            "default-sort-order-id": 0,
            "sort-orders": [{"order-id": 0, "fields": []}],
            "properties": {
                "write.metadata.delete-after-commit.enabled": "true",
                "write.metadata.previous-versions-max": "1",
            },
            "current-snapshot-id": SECOND,
            "snapshots": [
                empty_snapshot(folder, FIRST, None, FIRST_AT),
                empty_snapshot(folder, SECOND, FIRST, SECOND_AT),
            ],
            "refs": {"main": {"snapshot-id": SECOND, "type": "branch"}},
            "metadata-log": [
                {"metadata-file": old_metadata, "timestamp-ms": milliseconds(FIRST_AT)}
            ],
        }
    )


def empty_snapshot(folder: Path, id: int, parent: int | None, at: datetime) -> dict[str, Any]:
    """One that can be read and has no rows."""
    manifests = f"{folder}/{id}.avro"
    with write_manifest_list(2, PyArrowFileIO().new_output(manifests), id, parent, 1, "null"):
        pass

    return {
        "snapshot-id": id,
        "parent-snapshot-id": parent,
        "sequence-number": 1,
        "timestamp-ms": milliseconds(at),
        "manifest-list": manifests,
        "schema-id": 0,
        "summary": {"operation": "append"},
    }


def milliseconds(time: datetime) -> int:
    return int(time.timestamp() * 1000)
