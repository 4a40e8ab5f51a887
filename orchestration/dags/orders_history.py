"""Folds the steps of each local day's orders into one row an order, once the day is over.

Rerun any day freely: a day is published whole, checked and in one commit, or not at all.
If `orders_history` fails, its log says which check a day has not passed.
"""

from datetime import UTC, datetime, timedelta

from airflow.sdk import dag

from freshet_tasks import deadline, nightly_job, when_complete


@dag(
    schedule=when_complete("raw.order_events"),
    start_date=datetime(2000, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    deadline=deadline("orders_history", within=timedelta(hours=6)),
    default_args={
        "owner": "delivery-orders",
        "retries": 2,
        "retry_delay": timedelta(minutes=5),
    },
    tags=["orders_history"],
    doc_md=__doc__,
)
def orders_history():
    nightly_job("orders_history")


orders_history()
