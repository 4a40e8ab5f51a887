"""Adds up what each dasher earned on a local day, once it is over in every market.

Rerun any day freely: a day is published whole, checked and in one commit, or not at all.
If `dasher_earnings_daily` fails, its log says which check a day has not passed.
"""

from airflow.sdk import dag

from freshet_tasks import nightly_job, of_nightly, when_complete


@dag(
    **of_nightly("dasher_earnings_daily", owner="delivery-logistics"),
    schedule=when_complete("raw.order_events"),
    doc_md=__doc__,
)
def dasher_earnings_daily():
    nightly_job("dasher_earnings_daily")


dasher_earnings_daily()
