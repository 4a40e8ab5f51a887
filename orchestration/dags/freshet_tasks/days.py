"""Days as Airflow's partitions: a run computes one local day, which is its partition key."""

import functools
import operator
from datetime import date

from airflow.sdk import Asset, PartitionedAssetTimetable
from airflow.sdk.exceptions import AirflowFailException

# The day that the run computes, as 2008-05-19; for arguments of jobs.
DAY = "{{ dag_run.partition_key }}"


def when_complete(*tables: str) -> PartitionedAssetTimetable:
    """Once for each local day, when it is over in every market and all of these tables hold it.

    The asset relay announces it, as soon as a table's watermark says so.
    """
    complete = [
        Asset(name=f"{name} complete", uri=f"freshet://complete/{name}") for name in tables
    ]
    return PartitionedAssetTimetable(assets=functools.reduce(operator.and_, complete))


def table(name: str) -> Asset:
    """A derived table of which a run publishes its day; for a task's outlets."""
    return Asset(name=f"{name} published", uri=f"freshet://published/{name}")


def when_published(*tables: str) -> PartitionedAssetTimetable:
    """Each time that another DAG has published a day in one of these tables.

    Days that two of them publish before a run has begun may be one run.
    """
    published = [table(name) for name in tables]
    return PartitionedAssetTimetable(assets=functools.reduce(operator.or_, published))


def require_day(context) -> None:
    key = context["dag_run"].partition_key
    try:
        date.fromisoformat(key or "")
    except ValueError:
        raise AirflowFailException(
            f"This run computes no day: its partition key is {key!r} and must be a day such as"
            " 2008-05-19; start it with: freshet airflow trigger DAG --day 2008-05-19"
        ) from None
