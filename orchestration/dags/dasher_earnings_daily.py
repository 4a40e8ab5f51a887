"""Adds up what each dasher earned on a local day, once it is over in every market.

Rerun any day freely: a day is published whole, checked and in one commit, or not at all.
If `dasher_earnings_daily` fails, its log says which check a day has not passed.
"""

from datetime import UTC, datetime, timedelta

from airflow.sdk import dag

from freshet_tasks import deadline, nightly_job, when_complete


@dag(
    schedule=when_complete("raw.order_events"),
    start_date=datetime(2000, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    deadline=deadline("dasher_earnings_daily", within=timedelta(hours=6)),
    default_args={
        "owner": "delivery-logistics",
        "retries": 2,
        "retry_delay": timedelta(minutes=5),
    },
    tags=["dasher_earnings_daily"],
    doc_md=__doc__,
)
def dasher_earnings_daily():
    nightly_job("dasher_earnings_daily")


dasher_earnings_daily()
