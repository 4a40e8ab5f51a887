"""Computes each dasher's local day once it is over in every market and its pings are all there.

Rerun any day freely: a day is published whole, checked and in one commit, or not at all.
If `dasher_efficiency` fails, its log says which check a day has not passed.
"""

from airflow.sdk import dag

from freshet_tasks import nightly_job, of_nightly, when_complete


@dag(
    **of_nightly("dasher_efficiency", owner="delivery-logistics"),
    schedule=when_complete("raw.dasher_pings", "raw.order_events"),
    doc_md=__doc__,
)
def nightly():
    nightly_job("dasher_efficiency")


nightly()
