"""Computes each dasher's local day once it is over in every market and its pings are all there.

Rerun any day freely: a day is published whole, checked and in one commit, or not at all.
If `dasher_efficiency` fails, its log says which check a day has not passed.
"""

from datetime import UTC, datetime, timedelta

from airflow.sdk import dag

from freshet_tasks import deadline, nightly_job, when_complete


@dag(
    schedule=when_complete("raw.dasher_pings", "raw.order_events"),
    start_date=datetime(2000, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    deadline=deadline("dasher_efficiency", within=timedelta(hours=6)),
    default_args={
        "owner": "delivery-logistics",
        "retries": 2,
        "retry_delay": timedelta(minutes=5),
    },
    tags=["dasher_efficiency"],
    doc_md=__doc__,
)
def nightly():
    nightly_job("dasher_efficiency")


nightly()
