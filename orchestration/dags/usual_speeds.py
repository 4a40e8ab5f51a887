"""Measures how fast dashers usually get ahead over four weeks, once a day's pings are all there.

Rerun the newest day freely: the file is replaced in one step, and the ETA job takes it as it runs.
A rerun of an older day brings that day's speeds back, until the next run.
If `measure_speeds` fails, its log says whether the days have too few pings, or what is away.
"""

from datetime import UTC, datetime, timedelta

from airflow.sdk import dag

from freshet_tasks import measure_speeds, when_complete


@dag(
    schedule=when_complete("raw.dasher_pings", "raw.order_events"),
    start_date=datetime(2000, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    # It writes where this machine has eta.speed-history: task managers must have the same file.
    is_paused_upon_creation=True,
    default_args={
        "owner": "delivery-logistics",
        "retries": 2,
        "retry_delay": timedelta(minutes=10),
    },
    tags=["eta"],
    doc_md=__doc__,
)
def usual_speeds():
    measure_speeds(days=28)


usual_speeds()
