"""How long an order takes, said at its creation, from what recorded orders know: what it would be worth.

No contract has these columns, so the job predicts nothing from them; `./freshet bench order-time`.
Everything known of other orders was known by then: of a running mean count those that had come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np
import pandas as pd

from freshet.errors import WrongUse

HELD_OUT = 0.2
_LEAST_ORDERS = 1000
_LONGEST_SECONDS = 6 * 3600
_ZONE = "America/Los_Angeles"
_CREATED, _CAME = "created_at", "actual_delivery_time"
_CATEGORIES = ["market_id", "store_primary_category", "order_protocol"]
_STORE = "store_id"
_NUMBERS = [
    "total_items",
    "subtotal",
    "num_distinct_items",
    "min_item_price",
    "max_item_price",
    "total_onshift_dashers",
    "total_busy_dashers",
    "total_outstanding_orders",
    "estimated_order_place_duration",
    "estimated_store_to_consumer_driving_duration",
]
_RUNNING = {
    "store": [_STORE],
    "category": ["market_id", "store_primary_category"],
    "hour": ["market_id", "hour"],
    "market": ["market_id"],
}
# Orders of a mean that count as much as the wider mean does.
_TRUSTED_ORDERS = 10
# What lies further back fades: the newest order counts this share of a mean at the least.
_FADING = 0.02
_PARAMETERS = {
    "learning_rate": 0.03,
    "num_leaves": 31,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    # The same orders give the same model, whatever the number of threads.
    "seed": 7,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}
_ROUNDS = 300
_LATE_SHARE = 0.9
# The newest of the orders that are learned from: how much longer a late one takes than was said.
_LENGTHENED_BY = 0.2


@dataclass(frozen=True)
class Judged:
    """Mean absolute errors in seconds over the orders held out, by who predicts.

    in_time: share of them that came by the latest arrival that would have been told
    """

    errors: dict[str, float]
    in_time: float
    learned: int
    held_out: int
    left_out: int
    from_time: pd.Timestamp

    def told(self) -> dict[str, Any]:
        return {
            "mae_seconds": {name: round(error, 1) for name, error in self.errors.items()},
            "in_time_share": round(self.in_time, 3),
            "orders": {
                "learned": self.learned,
                "held_out": self.held_out,
                "left_out": self.left_out,
            },
            "held_out_from": self.from_time.isoformat(),
        }


def judge(file: Path, later: Path | None = None) -> Judged:
    """Learns from orders, and is judged by later ones.

    later: whose orders judge, all of them; without it the last fifth by time of the one file
    """
    orders, held, left_out = _split(file) if later is None else _joined(file, later)
    boundary = orders[_CREATED][held].min()
    # What came after the boundary was not known there.
    learned = ~held & (orders[_CAME] < boundary).to_numpy()
    if learned.sum() < _LEAST_ORDERS:
        raise WrongUse(
            f"Of {file} {learned.sum()} orders had come when the first that judges was created, at"
            f" {boundary.isoformat()}; {_LEAST_ORDERS} at least are needed"
        )
    frame = features(orders)
    seconds = orders["seconds"].to_numpy()
    predictions = {
        "median": np.full(held.sum(), np.median(seconds[learned])),
        "median by market and hour": _by_market_and_hour(orders, learned, held),
        "boosting of squares": _boosted(frame[_plain(frame)], seconds, learned, held, "regression"),
        "boosting of absolute errors": _boosted(
            frame[_plain(frame)], seconds, learned, held, "regression_l1"
        ),
        "with load": _boosted(
            frame[[*_plain(frame), *_load(frame)]], seconds, learned, held, "regression_l1"
        ),
        "with load and running means": _boosted(frame, seconds, learned, held, "regression_l1"),
    }

    return Judged(
        {name: _error(predicted, seconds[held]) for name, predicted in predictions.items()},
        float((seconds[held] <= _latest(frame, seconds, learned, held)).mean()),
        int(learned.sum()),
        int(held.sum()),
        left_out,
        boundary,
    )


def _split(file: Path) -> tuple[pd.DataFrame, np.ndarray, int]:
    """Orders by their creation, which of them judge, and how many were left out."""
    orders, left_out = read(file)
    boundary = orders[_CREATED].iloc[int(len(orders) * (1 - HELD_OUT))]

    return orders, (orders[_CREATED] >= boundary).to_numpy(), left_out


def _joined(file: Path, later: Path) -> tuple[pd.DataFrame, np.ndarray, int]:
    """The same of two files, the second of which judges."""
    teaching, left_out = read(file)
    judging, left_out_later = read(later)
    both = pd.concat([teaching.assign(judges=False), judging.assign(judges=True)])
    orders = both.sort_values([_CREATED, _CAME], kind="stable").reset_index(drop=True)

    return orders, orders["judges"].to_numpy(), left_out + left_out_later


def read(file: Path) -> tuple[pd.DataFrame, int]:
    """Orders by their creation, and how many were left out: never came, or took no time or days."""
    try:
        rows = pd.read_csv(file)
    except FileNotFoundError as e:
        raise WrongUse(f"There is no file {file}") from e
    lacking = {_CREATED, _CAME, _STORE, *_CATEGORIES, *_NUMBERS} - set(rows.columns)
    if lacking:
        raise WrongUse(f"{file} lacks the columns {', '.join(sorted(lacking))}")
    for column in (_CREATED, _CAME):
        rows[column] = pd.to_datetime(rows[column], utc=True, errors="coerce")
    seconds = (rows[_CAME] - rows[_CREATED]).dt.total_seconds()
    whole = seconds.between(1, _LONGEST_SECONDS)
    if not whole.any():
        raise WrongUse(
            f"{file} has no order that came within {_LONGEST_SECONDS // 3600} hours;"
            " it must have some"
        )
    orders = rows.assign(seconds=seconds)[whole].sort_values([_CREATED, _CAME], kind="stable")

    return orders.reset_index(drop=True), int((~whole).sum())


def features(orders: pd.DataFrame) -> pd.DataFrame:
    local = orders[_CREATED].dt.tz_convert(_ZONE)
    frame = orders[_NUMBERS].copy()
    for column in _CATEGORIES:
        frame[column] = orders[column].astype("category")
    frame["hour"] = local.dt.hour + local.dt.minute / 60
    frame["weekday"] = local.dt.dayofweek
    onshift = orders["total_onshift_dashers"].clip(lower=0)
    busy = orders["total_busy_dashers"].clip(lower=0)
    outstanding = orders["total_outstanding_orders"].clip(lower=0)
    frame["load_outstanding"] = outstanding / (onshift + 1)
    frame["load_busy"] = busy / (onshift + 1)
    frame["load_free"] = onshift - busy
    frame["load_ahead"] = outstanding - onshift
    keyed = orders.assign(hour=local.dt.hour)
    for name, keys in _RUNNING.items():
        frame[f"running_{name}"] = running_means(keyed, keys)
    frame["running_recent"] = running_means(keyed, ["market_id"], fading=0.2)

    return frame


def running_means(
    orders: pd.DataFrame, keys: list[str], fading: float = _FADING
) -> np.ndarray:
    """Of the seconds of orders with the same keys that had come when each was created."""
    groups = list(zip(*(orders[key].tolist() for key in keys), strict=True))
    means: dict[tuple[Any, ...], tuple[float, int]] = {}
    overall, known = 0.0, 0
    found = np.empty(len(orders))
    for place, arrivals in enumerate(_arrived(orders)):
        for arrived in arrivals:
            seconds = orders["seconds"].iat[arrived]
            known += 1
            overall += (seconds - overall) / known
            mean, count = means.get(groups[arrived], (0.0, 0))
            count += 1
            share = max(1 / count, fading)
            means[groups[arrived]] = (mean + (seconds - mean) * share, count)
        mean, count = means.get(groups[place], (0.0, 0))
        weight = count / (count + _TRUSTED_ORDERS)
        found[place] = weight * mean + (1 - weight) * overall if known else np.nan

    return found


def _arrived(orders: pd.DataFrame) -> Iterator[list[int]]:
    """For each order, which others have come since the one before it was created."""
    created = orders[_CREATED].tolist()
    came = orders[_CAME].tolist()
    under_way: list[tuple[Any, int]] = []
    for place, now in enumerate(created):
        arrived = []
        while under_way and under_way[0][0] <= now:
            arrived.append(heappop(under_way)[1])
        yield arrived
        heappush(under_way, (came[place], place))


def _plain(frame: pd.DataFrame) -> list[str]:
    return [name for name in frame.columns if not name.startswith(("load_", "running_"))]


def _load(frame: pd.DataFrame) -> list[str]:
    return [name for name in frame.columns if name.startswith("load_")]


def _by_market_and_hour(
    orders: pd.DataFrame, learned: np.ndarray, held: np.ndarray
) -> np.ndarray:
    hours = orders[_CREATED].dt.tz_convert(_ZONE).dt.hour
    medians: dict[Any, float] = defaultdict(lambda: float(np.median(orders["seconds"][learned])))
    grouped = orders[learned].groupby([orders["market_id"][learned], hours[learned]])["seconds"]
    medians.update(grouped.median().to_dict())
    keys = zip(orders["market_id"][held], hours[held], strict=True)

    return np.array([medians[key] for key in keys])


def _boosted(
    frame: pd.DataFrame,
    seconds: np.ndarray,
    learned: np.ndarray,
    held: np.ndarray,
    objective: str,
    **parameters: float,
) -> np.ndarray:
    booster = lgb.train(
        {**_PARAMETERS, "objective": objective, **parameters},
        lgb.Dataset(frame[learned], seconds[learned]),
        num_boost_round=_ROUNDS,
    )

    return booster.predict(frame[held])


def _latest(
    frame: pd.DataFrame, seconds: np.ndarray, learned: np.ndarray, held: np.ndarray
) -> np.ndarray:
    """The ninth decile. Boosters know that of their own rows too well, so it is made longer by
    what the newest of these exceed it by where a trial booster has not seen them."""
    places = np.flatnonzero(learned)
    newest = np.zeros_like(learned)
    newest[places[int(len(places) * (1 - _LENGTHENED_BY)) :]] = True
    trial = _boosted(
        frame, seconds, learned & ~newest, newest, "quantile", alpha=_LATE_SHARE
    )
    longer = np.quantile(seconds[newest] / trial, _LATE_SHARE)

    return longer * _boosted(frame, seconds, learned, held, "quantile", alpha=_LATE_SHARE)


def _error(predicted: np.ndarray, seconds: np.ndarray) -> float:
    return float(np.abs(predicted - seconds).mean())
