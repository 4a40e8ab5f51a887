"""Tells a table's owner when the table is staler than its contract allows.

Rerun freely: it only looks. A late table is a message, not a failure of this DAG.
If `freshness_check` fails, Kafka or the catalog is away.
"""

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag

from freshet_tasks import freshness_check


@dag(
    # Without a start date the first run waits for the clock, even in an Airflow that is new.
    schedule=CronTriggerTimetable("*/15 * * * *", timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args={
        "owner": "data-platform",
        "retries": 1,
        "retry_delay": timedelta(minutes=1),
    },
    tags=["freshness"],
    doc_md=__doc__,
)
def freshness():
    freshness_check()


freshness()
