"""Merges small files, expires snapshots and removes orphans of all tables, where that pays.

Rerun freely: what is done is not done again. It waits until no nightly runs.
If `maintenance` fails, its log names the table; the other tables have been taken care of.
"""

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag

from freshet_tasks import POOL_SLOTS, spark_job


@dag(
    # Without a start date the first run waits for the clock, even in an Airflow that is new.
    schedule=CronTriggerTimetable("15 */6 * * *", timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args={
        "owner": "data-platform",
        "retries": 1,
        "retry_delay": timedelta(minutes=15),
    },
    tags=["maintenance"],
    doc_md=__doc__,
)
def maintenance():
    spark_job(
        "maintenance",
        application="compaction",
        main_class="io.freshet.maintenance.MaintenanceApplication",
        arguments=["--all"],
        pool_slots=POOL_SLOTS,
    )


maintenance()
