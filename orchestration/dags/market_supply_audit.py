"""Compares what the stream told of supply with what its events come to, once the day is over.

Rerun any day freely: a day is published whole, checked and in one commit, or not at all.
If `market_supply_audit` fails, its log says which check a day has not passed.
"""

from datetime import UTC, datetime, timedelta

from airflow.sdk import dag

from freshet_tasks import deadline, nightly_job, when_complete


@dag(
    schedule=when_complete("raw.market_supply", "raw.dasher_pings", "raw.order_events"),
    start_date=datetime(2000, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    deadline=deadline("market_supply_audit", within=timedelta(hours=6)),
    default_args={
        "owner": "delivery-marketplace",
        "retries": 2,
        "retry_delay": timedelta(minutes=5),
    },
    tags=["market_supply_audit"],
    doc_md=__doc__,
)
def market_supply_audit():
    nightly_job("market_supply_audit")


market_supply_audit()
