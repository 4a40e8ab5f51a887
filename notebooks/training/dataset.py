"""Rows to train an ETA on: what each prediction rested on, and when the order came.

The features lie beside the prediction that they were computed for, so nothing in a row was known
later than its moment. Both tables are read at snapshots that tags keep (`pins`): as long as they
stand, the same name gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from freshet import Lake, Table
from freshet.errors import WrongUse
from training.pins import Pins

PREDICTIONS, ORDERS = "eta_predictions", "order_events"
KEYS = ["event_time", "market", "order_id", "order_version"]
# A replayed prediction has the same key; the first of its rows stays.
_PLACE = ["_stream_partition", "_offset"]
_VERSION = "freshet.contract-version"
_DATA, _MANIFEST = "data.parquet", "manifest.json"


@dataclass(frozen=True)
class Features:
    """What the job computes at each recorded prediction, in its order."""

    version: int
    names: tuple[str, ...]
    # What is declared of each; a manifest repeats none of it, as the version stands for it.
    declared: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, compare=False)

    @classmethod
    def current(cls) -> Features:
        """As `EtaFeature` in serving/redis-eta declares them."""
        content = json.loads(Path(__file__).with_name("features.json").read_text("utf-8"))
        declared = {each["name"]: each for each in content["features"]}

        return cls(content["version"], tuple(declared), declared)

    def of(self, source: str) -> tuple[str, ...]:
        """Those that rest on that source; order or market."""
        return tuple(n for n in self.names if self.declared[n]["source"] == source)

    def unknown(self, name: str) -> float:
        """What stands for not knowing it."""
        value = self.declared[name]["unknown"]
        if value is None:
            raise ValueError(f"{name} is declared as always known; nobody knows it here")

        return value


@dataclass(frozen=True)
class TrainingSet:
    """A data set in its folder."""

    folder: Path
    manifest: dict[str, Any]

    @classmethod
    def read(cls, folder: Path) -> TrainingSet:
        try:
            manifest = json.loads((folder / _MANIFEST).read_text("utf-8"))
        except FileNotFoundError as e:
            raise WrongUse(
                f"There is no data set in {folder}; make one with ./freshet dataset create NAME"
            ) from e
        if "erased_at" in manifest:
            raise WrongUse(
                f"{folder.name} has lost its rows at {manifest['erased_at']}, as a person was"
                " forgotten whose rows it was made of; create a set of another name"
            )
        found = _digest(folder / _DATA)
        if found != manifest["sha256"]:
            raise WrongUse(
                f"{folder / _DATA} has changed since it was made (SHA-256 {found}, not"
                f" {manifest['sha256']}); remove the folder and create the set again"
            )

        return cls(folder, manifest)

    @property
    def features(self) -> Features:
        declared = self.manifest["features"]
        return Features(declared["version"], tuple(declared["names"]))

    def frame(self) -> pd.DataFrame:
        return pq.read_table(self.folder / _DATA).to_pandas()


def create(
    lake: Lake,
    folder: Path,
    as_of: datetime | None = None,
    settle: timedelta = timedelta(0),
    cut: str | None = None,
    keep: timedelta | None = None,
) -> TrainingSet:
    """The set of that folder's name: read if it is there, made again if its tags are.

    as_of: the newest snapshots of both tables that were committed by then; None is now. Of a set
        that was made before, it must name the snapshots that this was made of
    settle: predictions of this last stretch before the newest delivery are left out, because of
        their orders only the quick ones have come
    cut: both tables are read as they were at it; the set's own tags keep them longer
    keep: for how long the tags of a new set stand; None until it is dropped
    """
    pins = Pins.of(lake, folder.name, (PREDICTIONS, ORDERS), cut)
    if (folder / _MANIFEST).exists():
        made = TrainingSet.read(folder)
        if cut is not None and made.manifest.get("cut") != cut:
            raise WrongUse(f"{folder.name} was made before, and not at {cut}; choose another name")
        pins.require(made.manifest["tables"])
        if as_of is not None and made.manifest.get("as_of") != _text(as_of):
            pins.require_as_of(as_of)
        return made
    features = Features.current()
    with pins.taken(as_of, keep) as (predictions, orders):
        rows = join(_predictions(predictions, features), _deliveries(orders), features, settle)
        if rows.empty:
            raise WrongUse(
                f"{PREDICTIONS} has no prediction with features of version {features.version} of"
                f" an order that {ORDERS} saw delivered; let the ETA job run for a while, or take"
                " a shorter --settle"
            )
        origin = {
            "as_of": None if as_of is None else _text(as_of),
            "settle_seconds": settle.total_seconds(),
            "cut": pins.cut,
            "tables": pins.describe((predictions, orders), _VERSION),
        }

        return write(rows, folder, features, origin)


@dataclass(frozen=True)
class Drop:
    """What `dropping` found of a set: its tags, and its files in the folder of sets."""

    pins: Pins
    files: tuple[Path, ...]

    def run(self) -> None:
        """The manifest goes first: without it, what is left is no set. Safe to run again."""
        for file in self.files:
            file.unlink(missing_ok=True)
        for folder in {file.parent for file in self.files}:
            if not any(folder.iterdir()):
                folder.rmdir()
        self.pins.drop()


def dropping(lake: Lake, folder: Path) -> Drop:
    pins = Pins.of(lake, folder.name, (PREDICTIONS, ORDERS))
    files = tuple(each for each in (folder / _MANIFEST, folder / _DATA) if each.exists())
    if not pins.standing and not files:
        raise WrongUse(
            f"There is no data set {folder.name}: {PREDICTIONS} and {ORDERS} have no tag"
            f" {pins.tag}, and {folder} has none of its files"
        )

    return Drop(pins, files)


def join(
    predictions: pd.DataFrame, deliveries: pd.DataFrame, features: Features, settle: timedelta
) -> pd.DataFrame:
    """One row per prediction whose order came; sorted, so that equal rows are equal bytes."""
    predictions = predictions.sort_values(KEYS + _PLACE, kind="stable").drop_duplicates(KEYS)
    rows = predictions.merge(deliveries, on=["market", "order_id"], how="inner")
    if not rows.empty:
        rows = rows[rows["event_time"] <= rows["delivered_at"].max() - settle]
    seconds = (rows["delivered_at"] - rows["event_time"]).dt.total_seconds()
    rows = rows.assign(seconds=seconds)[seconds > 0].sort_values(KEYS, kind="stable")
    sized = rows[rows["features"].map(len) == len(features.names)]
    values = np.array(sized["features"].tolist(), dtype=np.float32)
    values = values.reshape(len(sized), len(features.names))
    columns = pd.DataFrame(values, columns=list(features.names), index=sized.index)

    return pd.concat([sized[[*KEYS, "delivered_at", "seconds"]], columns], axis=1)


def write(
    rows: pd.DataFrame, folder: Path, features: Features, origin: dict[str, Any]
) -> TrainingSet:
    folder.mkdir(parents=True, exist_ok=True)
    table = pa.Table.from_pandas(rows, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(table, folder / _DATA, compression="zstd")
    manifest = {
        "name": folder.name,
        "kind": "eta-training",
        **origin,
        "features": {"version": features.version, "names": list(features.names)},
        "rows": len(rows),
        "orders": int(rows.groupby(["market", "order_id"]).ngroups),
        "from": _text(rows["event_time"].min()),
        "to": _text(rows["event_time"].max()),
        "sha256": _digest(folder / _DATA),
    }
    # Last, for a folder with a manifest is a whole set.
    (folder / _MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")

    return TrainingSet(folder, manifest)


def _predictions(table: Table, features: Features) -> pd.DataFrame:
    return table.pandas(
        [*KEYS, "features", *_PLACE], f"features_version = {features.version}"
    )


def _deliveries(table: Table) -> pd.DataFrame:
    delivered = table.pandas(
        ["market", "order_id", "event_time"], "state = 'delivered' and synthetic = false"
    )
    grouped = delivered.groupby(["market", "order_id"], as_index=False)["event_time"].min()

    return grouped.rename(columns={"event_time": "delivered_at"})


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _text(time: datetime | pd.Timestamp) -> str:
    return pd.Timestamp(time).isoformat()
