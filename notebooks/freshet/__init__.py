"""The lake from Python: tables at a snapshot, how stale they are, rows to train on.

import freshet

lake = freshet.connect()
orders = lake.table("order_events")
orders.pandas(columns=["order_id", "state"], where="market = 'boston'")
"""

from freshet.dataset import Dataset
from freshet.errors import FreshetError, LakeAway, WrongUse
from freshet.lake import Lake, connect
from freshet.table import Snapshot, Table

__all__ = [
    "Dataset",
    "FreshetError",
    "Lake",
    "LakeAway",
    "Snapshot",
    "Table",
    "WrongUse",
    "connect",
]
