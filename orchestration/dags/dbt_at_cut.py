"""Builds and tests the dbt models as of a cut, so that a report of that hour can be run again.

It is started by hand, with a cut that `./freshet cut list` shows, and a schema for what is built.
Rerun freely: at one cut it gives the same rows each time, whatever has come since.
If `dbt_build` fails, its log names the model or the test, or says that there is no such cut.
"""

from datetime import timedelta

from airflow.sdk import Param, dag

from freshet_tasks import dbt_build_at_cut


@dag(
    schedule=None,
    catchup=False,
    max_active_runs=1,
    params={
        "cut": Param(type="string", pattern="^cut_[0-9]{4}(_[0-9]{2}){3}$"),
        "schema": Param(
            type="string",
            # Not what others read, such as marts: it would put an hour of the past in their place.
            pattern="^scratch_[a-z0-9_]+$",
            description="Takes the models, such as scratch_reports",
        ),
    },
    default_args={
        "owner": "data-platform",
        "retries": 2,
        "retry_delay": timedelta(minutes=5),
    },
    tags=["marts", "cuts"],
    doc_md=__doc__,
)
def dbt_at_cut():
    dbt_build_at_cut(cut="{{ params.cut }}", schema="{{ params.schema }}")


dbt_at_cut()
