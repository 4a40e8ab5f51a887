"""Lands the files or rows of orders' steps that have come within the hour, each once at most.

Of a database these are the rows behind the largest key that was landed: one that is committed
later, with a smaller key, is passed over.

Rerun freely: what was landed is passed over, and a killed run has landed nothing.
If `land_order_events` fails, its log names the file or range and what is wrong with it.
"""

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag

from freshet_tasks import landing_job


@dag(
    schedule=CronTriggerTimetable("5 * * * *", timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    # For whoever has some: the variable freshet_landings says where they lie.
    is_paused_upon_creation=True,
    default_args={
        "owner": "delivery-orders",
        "retries": 2,
        "retry_delay": timedelta(minutes=5),
    },
    tags=["order_events"],
    doc_md=__doc__,
)
def landing():
    landing_job("order_events")


landing()
