"""Adds up what each restaurant is owed for a week, once its Sunday is over in every market.

On other days it computes the weeks that late steps have touched, if any.
Rerun any day freely: a week is published whole, checked and in one commit, or not at all.
If `restaurant_payouts_weekly` fails, its log says which check a week has not passed.
"""

from datetime import UTC, datetime, timedelta

from airflow.sdk import dag

from freshet_tasks import deadline, nightly_job, when_complete


@dag(
    schedule=when_complete("raw.order_events"),
    start_date=datetime(2000, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    deadline=deadline("restaurant_payouts_weekly", within=timedelta(hours=6)),
    default_args={
        "owner": "delivery-orders",
        "retries": 2,
        "retry_delay": timedelta(minutes=5),
    },
    tags=["restaurant_payouts_weekly"],
    doc_md=__doc__,
)
def restaurant_payouts_weekly():
    nightly_job("restaurant_payouts_weekly")


restaurant_payouts_weekly()
