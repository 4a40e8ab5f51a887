"""Made-up orders: what the calibration says of them is off by a factor that a feature knows."""

import numpy as np
import pandas as pd

from training.dataset import Features

FEATURES = Features.current()
_START = pd.Timestamp("2026-03-01T00:00:00Z")


def orders(count: int, factor: float, noise: float = 0.1) -> pd.DataFrame:
    """As a data set has them, three predictions of each; half of them take factor times longer."""
    random = np.random.default_rng(5)
    slow = np.repeat(random.random(count) < 0.5, 3)
    median = np.repeat(random.uniform(300, 1500, count), 3) * np.tile([1.0, 0.6, 0.3], count)
    spread = np.exp(noise * np.repeat(random.standard_normal(count), 3))
    seconds = median * np.where(slow, factor, 1.0) * spread
    begin = _START + pd.to_timedelta(np.repeat(np.arange(count) * 20, 3), unit="s")
    delivered = begin + pd.to_timedelta(seconds[np.repeat(np.arange(count) * 3, 3)], unit="s")
    values = {name: random.random(3 * count) for name in FEATURES.names}
    values |= {
        "calibrated_seconds": median,
        "calibrated_late_seconds": 2 * median,
        "rolling_speed": np.where(slow, 3.0, 9.0),
    }
    rows = pd.DataFrame(
        {
            # As fine as tables have them.
            "event_time": (delivered - pd.to_timedelta(seconds, unit="s")).round("us"),
            "market": "boston",
            "order_id": np.repeat(np.arange(count), 3),
            "order_version": 1,
            "delivered_at": delivered.round("us"),
            "seconds": seconds,
        }
    )
    numbers = pd.DataFrame(values).astype(np.float32)

    return pd.concat([rows, numbers[list(FEATURES.names)]], axis=1)
