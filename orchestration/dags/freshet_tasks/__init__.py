"""The task builders that every DAG of Freshet is made of."""

from freshet_tasks.commands import dbt_build, dbt_build_at_cut, freshness_check, make_cut
from freshet_tasks.days import DAY, table, when_complete, when_published
from freshet_tasks.landing import landing_job
from freshet_tasks.models import create_dataset, measure_speeds, train_model
from freshet_tasks.nightly import backfill_job, nightly_job, of_nightly
from freshet_tasks.owners import deadline
from freshet_tasks.spark import POOL_SLOTS, spark_job

__all__ = [
    "DAY",
    "POOL_SLOTS",
    "backfill_job",
    "create_dataset",
    "dbt_build",
    "dbt_build_at_cut",
    "deadline",
    "freshness_check",
    "landing_job",
    "make_cut",
    "measure_speeds",
    "nightly_job",
    "of_nightly",
    "spark_job",
    "table",
    "train_model",
    "when_complete",
    "when_published",
]
