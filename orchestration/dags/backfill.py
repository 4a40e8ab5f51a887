"""Computes a stretch of days of a derived table and publishes all of them in one commit.

It is started by hand, with a job and its days. Nightlies of the same days may run beside it.
Rerun freely: a run goes on with those days that a failed one of the same days has not done.
If `backfill` fails, its log names the day, or the check that a day has not passed.
"""

from datetime import timedelta

from airflow.sdk import Param, dag

from freshet_tasks import backfill_job, dbt_build


@dag(
    schedule=None,
    catchup=False,
    max_active_runs=1,
    params={
        "job": Param(type="string", description="A nightly, such as orders_history"),
        "first_day": Param(type="string", format="date"),
        "last_day": Param(type="string", format="date", description="It is computed as well"),
        "because": Param("asked for in Airflow", type="string", minLength=1),
        "parallel": Param(2, type="integer", minimum=1, description="So many days at a time"),
    },
    default_args={
        "owner": "data-platform",
        "retries": 2,
        "retry_delay": timedelta(minutes=5),
    },
    tags=["backfill"],
    doc_md=__doc__,
)
def backfill():
    backfill_job() >> dbt_build()


backfill()
