"""What two_weeks.sh asks of receipts.

waits FILE          exit code 0 while a table lacks what its stream has, by freshness --json FILE
late FOLDER JOB...  exit code 1 unless nightlies have computed the days of the late batch, no others
"""

import json
import sys
from pathlib import Path

# It came between two midnights of every market.
LATE_DAY, LATE_WEEK = "2008-05-30", "2008-05-26"
WEEKLY = {"restaurant_payouts_weekly"}
# Every ping or step counts in them. In the others it may be none: no order was delivered, say.
TOUCHED = {"dasher_efficiency", "market_supply_audit", "orders_history"}


def waits(file: Path) -> bool:
    if not file.exists():  # Nobody could tell.
        return True
    tables = json.loads(file.read_text())["tables"]
    return any(
        hop["hop"] in ("raw", "log") and hop["age_seconds"] > 0
        for table in tables
        for hop in table["hops"]
    )


def wrong_days(receipts: Path, jobs: list[str]) -> list[str]:
    wrong = []
    for job in jobs:
        days = json.loads((receipts / f"late-{job}.json").read_text())["days"]
        computed = [day["day"] for day in days]
        touched = [LATE_WEEK if job in WEEKLY else LATE_DAY]
        print(f"{job}: {', '.join(computed) or 'nothing'} computed anew")
        if computed != touched and (computed or job in TOUCHED):
            wrong.append(f"{job} had {touched[0]} to compute, and computed {computed}")
    return wrong


def main(arguments: list[str]) -> int:
    match arguments:
        case ["waits", file]:
            return 0 if waits(Path(file)) else 1
        case ["late", receipts, *jobs]:
            wrong = wrong_days(Path(receipts), jobs)
            print(*wrong, sep="\n", end="\n" if wrong else "", file=sys.stderr)
            return 1 if wrong else 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
