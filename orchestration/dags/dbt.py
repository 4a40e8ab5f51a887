"""Builds and tests the marts each time that a nightly which they read has published a day.

Rerun freely: each model is rebuilt from the tables as they are.
If `dbt_build` fails, its log names the model or the test.
"""

from datetime import UTC, datetime, timedelta

from airflow.sdk import dag

from freshet_tasks import dbt_build, when_published


@dag(
    # After each by itself: one that is late must not keep the other's days from the marts.
    schedule=when_published("clean.dasher_efficiency", "clean.eta_accuracy"),
    start_date=datetime(2000, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args={
        "owner": "data-platform",
        "retries": 2,
        "retry_delay": timedelta(minutes=5),
    },
    tags=["marts"],
    doc_md=__doc__,
)
def dbt():
    dbt_build()


dbt()
