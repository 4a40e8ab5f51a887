"""Writes tracks.csv: pings, and what a dasher's track makes of them. `python -m training.tests.make_tracks`.

The job's Track (`TrackedPingsTest` in `serving/redis-eta`) and `training.speeds` are both held to it.
"""

import csv
import random
from pathlib import Path

from training.speeds import Fix, stretches

FILE = Path(__file__).with_name("tracks.csv")
HEADER = ("track", "millis", "latitude", "longitude", "meters", "seconds")
TRACKS, PINGS = 12, 60
BEGIN = 1_772_366_400_000


def main() -> None:
    chance = random.Random(7)
    with FILE.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow(HEADER)
        for track in range(TRACKS):
            fixes = _pings(chance)
            found = {each.ping: each for each in stretches(fixes)}
            for ping, fix in enumerate(fixes):
                each = found.get(ping)
                lines.writerow(
                    [track, fix.millis, fix.latitude, fix.longitude]
                    + ([f"{each.meters:.6f}", each.seconds] if each else ["", ""])
                )


def _pings(chance: random.Random) -> list[Fix]:
    """Driving, standing, silent for a while, thrown about, doubled and late."""
    fixes, millis = [], BEGIN
    latitude, longitude = chance.uniform(-60, 60), chance.uniform(-179, 179)
    for _ in range(PINGS):
        millis += chance.choice([2_000, 5_000, 10_000, 30_000, 170_000, 181_000, 600_000])
        latitude += chance.choice([0, 1e-5, 1e-3]) * chance.uniform(-1, 1)
        longitude += chance.choice([0, 1e-5, 1e-3]) * chance.uniform(-1, 1)
        kind = chance.random()
        far = chance.uniform(0.2, 1) if kind < 0.1 else 0
        fix = Fix(millis, round(latitude + far, 6), round(longitude, 6))
        fixes.append(fix)
        if kind > 0.95:
            fixes.append(fix)
        elif kind > 0.9:
            fixes.append(Fix(millis - 3_000, fix.latitude, fix.longitude))
        if far and chance.random() < 0.5:
            latitude += far

    return fixes


if __name__ == "__main__":
    main()
