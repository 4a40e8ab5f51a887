"""Trains the two quantiles of the ETA, as corrections of what the job's calibration predicted.

The newest orders are held out: trained is on orders that had come before the first of them began.
Judged is the ONNX file itself, beside the calibration and the model that serves. A model serves the
markets that it has learned from; elsewhere the calibration alone does, as if there were none.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import lightgbm as lgb
import numpy as np
import onnxruntime
import pandas as pd

from freshet.errors import WrongUse
from training import onnx_file
from training.dataset import TrainingSet

HELD_OUT = 0.2
_LEAST_ROWS = 200
_PROBES = 8
_LATE_SHARE = 0.9
_SETTING_OUT_WEIGHT = 3.0
# More is no lack of knowledge, but another market.
_MOST_LATE_FACTOR = 1.5
_ROUNDS = {"median": 400, "late": 150}
_PARAMETERS = {
    "learning_rate": 0.08,
    "num_leaves": 63,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.8,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 1.0,
    "max_bin": 127,
    "use_missing": False,
    # The same rows give the same model, whatever the number of threads.
    "seed": 7,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}


@dataclass(frozen=True)
class Trained:
    """A model that is not registered yet, with what it was worth on the orders held out."""

    model: bytes
    manifest: dict[str, Any]

    @property
    def is_worse(self) -> bool:
        """Than what serves, or than the calibration where no model does.

        Customers are told a median and a ninth decile, so both count, each by its pinball loss: a
        median that is a little better does not pay for windows that are far longer.
        """
        metrics = self.manifest["metrics"]

        return _loss(metrics["model"]) > _loss(metrics.get("serving") or metrics["calibration"])


def train(
    training: TrainingSet, version: str, serving: tuple[dict[str, Any], bytes] | None
) -> Trained:
    """serving: manifest and bytes of the model that serves, to compare with."""
    rows = training.frame()
    learned, held = split(rows)
    if min(len(learned), len(held)) < _LEAST_ROWS:
        raise WrongUse(
            f"{training.folder.name} has {len(learned)} rows to train on and {len(held)} to judge"
            f" by; each must be {_LEAST_ROWS} or more. Create a set later, or with a shorter"
            " --settle"
        )
    markets = _markets(learned)
    if not markets:
        raise WrongUse(
            f"{training.folder.name} has {_LEAST_ROWS} rows to train on of no market: it must of"
            " one at least. Create a set later"
        )
    names = training.features.names
    model = onnx_file.of(
        _booster(learned, names, "calibrated_seconds", "median"),
        _booster(learned, names, "calibrated_late_seconds", "late"),
        names,
        _late_factor(learned, names),
    ).SerializeToString()
    late = held["calibrated_late_seconds"].to_numpy()
    metrics = {
        "calibration": measure(held, held["calibrated_seconds"].to_numpy(), late),
        "model": measure(held, *served(model, markets, held, names)),
    }
    if serving is not None:
        manifest, other = serving
        metrics["serving"] = {
            "version": manifest["version"],
            **measure(held, *served(other, manifest.get("markets"), held, names)),
        }

    return Trained(
        model,
        {
            "version": version,
            "kind": "eta",
            "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "sha256": hashlib.sha256(model).hexdigest(),
            "features": training.manifest["features"],
            "markets": markets,
            "dataset": {
                key: training.manifest[key] for key in ("name", "sha256", "rows", "orders")
            },
            "rows": {"learned": len(learned), "held_out": len(held)},
            "metrics": metrics,
            "probes": _probes(model, _matrix(held, names)),
        },
    )


def split(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Whole orders: held out are the last to begin; learned from are those that came before."""
    begin = rows.groupby(["market", "order_id"])["event_time"].transform("min")
    cut = begin.groupby([rows["market"], rows["order_id"]]).first().quantile(1 - HELD_OUT)

    return rows[rows["delivered_at"] < cut], rows[begin >= cut]


def served(
    model: bytes, markets: list[str] | None, rows: pd.DataFrame, names: tuple[str, ...]
) -> tuple[np.ndarray, np.ndarray]:
    """What customers would be told: by the model in its markets, by the calibration elsewhere.

    markets: None of a model from before manifests said so; it serves all
    """
    median, late = predict(model, _matrix(rows, names))
    if markets is None:
        return median, late
    known = rows["market"].isin(markets).to_numpy()

    return (
        np.where(known, median, rows["calibrated_seconds"]),
        np.where(known, late, rows["calibrated_late_seconds"]),
    )


def predict(model: bytes, features: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """As the job does: by the ONNX runtime, from floats."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    wanted = session.get_inputs()[0].shape[1]
    if wanted != features.shape[1]:
        raise WrongUse(
            f"The model that serves takes {wanted} features, the data set has"
            f" {features.shape[1]}: they can't be compared. Go back with ./freshet model rollback,"
            " or register whatever comes of it with --even-if-worse"
        )
    median, late = session.run([onnx_file.MEDIAN, onnx_file.LATE], {onnx_file.INPUT: features})

    return median[:, 0], late[:, 0]


def measure(rows: pd.DataFrame, median: np.ndarray, late: np.ndarray) -> dict[str, float]:
    """mae_seconds over all predictions, and over the first of each order; late_loss_seconds is the
    pinball loss of the ninth decile: nine times as much for a second too short as for one too long.
    """
    seconds = rows["seconds"].to_numpy()
    errors = pd.Series(np.abs(seconds - median), index=rows.index)
    first = rows.sort_values("event_time", kind="stable").drop_duplicates(["market", "order_id"])

    return {
        "mae_seconds": round(float(errors.mean()), 2),
        "mae_seconds_of_first": round(float(errors[first.index].mean()), 2),
        "in_time": round(float(np.mean(seconds <= late)), 4),
        "window_seconds": round(float(np.mean(late - median)), 2),
        "late_loss_seconds": round(_pinball(seconds - late, _LATE_SHARE), 2),
    }


def _markets(rows: pd.DataFrame) -> list[str]:
    """Places are features: of a market that a model has not seen it knows nothing."""
    sizes = rows.groupby("market").size()

    return sorted(str(market) for market in sizes[sizes >= _LEAST_ROWS].index)


def _loss(metrics: dict[str, float]) -> float:
    return metrics["mae_seconds"] / 2 + metrics["late_loss_seconds"]


def _pinball(exceeded: np.ndarray, share: float) -> float:
    return float(np.mean(np.maximum(share * exceeded, (share - 1) * exceeded)))


def _late_factor(rows: pd.DataFrame, names: tuple[str, ...]) -> float:
    """By how much orders exceed a ninth decile that has not seen them, newer than those it has.

    Boosters know the deciles of their own rows too well: without it, some 86 % come in time.
    """
    older, newer = split(rows)
    if min(len(older), len(newer)) < _LEAST_ROWS:
        return 1.0
    late = _booster(older, names, "calibrated_late_seconds", "late")
    calibrated = newer["calibrated_late_seconds"].to_numpy()
    predicted = np.maximum(1.0, calibrated + late.predict(_matrix(newer, names)))
    needed = np.quantile(newer["seconds"].to_numpy() / predicted, _LATE_SHARE)

    return float(np.clip(needed, 1 / _MOST_LATE_FACTOR, _MOST_LATE_FACTOR))


def _booster(
    rows: pd.DataFrame, names: tuple[str, ...], calibrated: str, which: str
) -> lgb.Booster:
    objective = (
        {"objective": "regression_l1"}
        if which == "median"
        else {"objective": "quantile", "alpha": _LATE_SHARE}
    )
    correction = (rows["seconds"] - rows[calibrated]).to_numpy()
    # Who has just been told a stage's first ETA waits for it longest, and each has but one.
    weight = np.where(rows["stage_seconds"] == 0, _SETTING_OUT_WEIGHT, 1.0)
    matrix = lgb.Dataset(_matrix(rows, names), correction, weight=weight)

    return lgb.train({**_PARAMETERS, **objective}, matrix, _ROUNDS[which])


def _matrix(rows: pd.DataFrame, names: tuple[str, ...]) -> np.ndarray:
    return np.ascontiguousarray(rows[list(names)].to_numpy(dtype=np.float32))


def _probes(model: bytes, features: np.ndarray) -> list[dict[str, Any]]:
    """Rows with their predictions, by which whoever loads the model sees that it is this one."""
    chosen = features[np.linspace(0, len(features) - 1, _PROBES).astype(int)]
    median, late = predict(model, chosen)

    return [
        {"features": [float(v) for v in row], "p50": float(p50), "p90": float(p90)}
        for row, p50, p90 in zip(chosen, median, late, strict=True)
    ]
