"""Rows to train on, described so that the same rows can be had again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

if TYPE_CHECKING:
    from freshet.table import Table


@dataclass(frozen=True)
class Dataset:
    """Columns and rows of a table at one snapshot. Made by `Table.dataset` and `Lake.dataset`."""

    table: Table
    snapshot_id: int
    columns: tuple[str, ...]
    where: str

    def batches(self) -> Iterator[pa.RecordBatch]:
        """In pieces, so that it may be larger than memory."""
        return self.table.batches(self.columns, self.where)

    def arrow(self) -> pa.Table:
        return self.table.arrow(self.columns, self.where)

    def pandas(self) -> pd.DataFrame:
        return self.table.pandas(self.columns, self.where)

    @property
    def pin(self) -> Mapping[str, Any]:
        """What to write beside a model, as JSON; `Lake.dataset` takes it back."""
        return {
            "table": self.table.name,
            "snapshot_id": self.snapshot_id,
            "columns": list(self.columns),
            "where": self.where,
        }

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the pin: a snapshot never changes, so equal fingerprints mean equal rows."""
        text = json.dumps(self.pin, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
