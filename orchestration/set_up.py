"""Makes Airflow's database what this version and our DAGs expect; safe to repeat."""

from airflow.utils import db
from airflow.utils.session import create_session

db.initdb()

from airflow.models.pool import Pool  # noqa: E402  (the tables come first)
from freshet_tasks.commands import DBT_POOL  # noqa: E402
from freshet_tasks.spark import POOL, POOL_SLOTS  # noqa: E402

with create_session() as session:
    Pool.create_or_update_pool(
        POOL,
        slots=POOL_SLOTS,
        description="Whatever rewrites tables: a nightly takes one slot, maintenance all",
        include_deferred=False,
        session=session,
    )
    Pool.create_or_update_pool(
        DBT_POOL,
        slots=1,
        description="dbt, one run at a time",
        include_deferred=False,
        session=session,
    )
