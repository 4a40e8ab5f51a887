"""Nightly jobs: what each of their DAGs is and its one task, and the one that computes history."""

from datetime import UTC, datetime, timedelta
from typing import Any

from freshet_tasks.days import DAY, table
from freshet_tasks.owners import deadline
from freshet_tasks.spark import SparkJob, spark_job


def of_nightly(name: str, *, owner: str) -> dict[str, Any]:
    """What the DAGs of all nightlies have in common: a day at a time, told of when it is late.

    name: the job's, as in nightly_job. What a nightly waits for, its own file says.
    """
    return {
        "start_date": datetime(2000, 1, 1, tzinfo=UTC),
        "catchup": False,
        "max_active_runs": 1,
        "deadline": deadline(name, within=timedelta(hours=6)),
        "default_args": {"owner": owner, "retries": 2, "retry_delay": timedelta(minutes=5)},
        "tags": [name],
    }


def nightly_job(name: str) -> SparkJob:
    """Computes the run's day of a derived table, and the days of it that have changed since.

    name: the job's, which is that of its contract and of its table, too. Of a week, a run computes
    what its Sunday completes.
    """
    return spark_job(
        name,
        application="spark-jobs",
        main_class="io.freshet.batch.NightlyApplication",
        arguments=["--job", name, "--day", DAY, "--changed"],
        outlets=[table(f"clean.{name}")],
    )


def backfill_job() -> SparkJob:
    """Computes the days that a run's parameters name, with the job that computes them at night.

    It takes one place of the pool, as a nightly does: maintenance waits for it, nightlies do not.
    """
    return spark_job(
        "backfill",
        application="spark-jobs",
        main_class="io.freshet.batch.BackfillApplication",
        arguments=[
            "--job",
            "{{ params.job }}",
            "--from",
            "{{ params.first_day }}",
            "--to",
            "{{ params.last_day }}",
            "--because",
            "{{ params.because }}",
            "--parallel",
            "{{ params.parallel }}",
        ],
    )
