"""Judges the ETAs of a local day by the arrivals, once it is over in every market.

Rerun any day freely: a day is published whole, checked and in one commit, or not at all.
If `eta_accuracy` fails, its log says which check a day has not passed.
"""

from datetime import UTC, datetime, timedelta

from airflow.sdk import dag

from freshet_tasks import deadline, nightly_job, when_complete


@dag(
    schedule=when_complete("raw.eta_predictions", "raw.order_events"),
    start_date=datetime(2000, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    deadline=deadline("eta_accuracy", within=timedelta(hours=6)),
    default_args={
        "owner": "delivery-logistics",
        "retries": 2,
        "retry_delay": timedelta(minutes=5),
    },
    tags=["eta_accuracy"],
    doc_md=__doc__,
)
def eta_accuracy():
    nightly_job("eta_accuracy")


eta_accuracy()
