"""Compares what the stream told of supply with what its events come to, once the day is over.

Rerun any day freely: a day is published whole, checked and in one commit, or not at all.
If `market_supply_audit` fails, its log says which check a day has not passed.
"""

from airflow.sdk import dag

from freshet_tasks import nightly_job, of_nightly, when_complete


@dag(
    **of_nightly("market_supply_audit", owner="delivery-marketplace"),
    schedule=when_complete("raw.market_supply", "raw.dasher_pings", "raw.order_events"),
    doc_md=__doc__,
)
def market_supply_audit():
    nightly_job("market_supply_audit")


market_supply_audit()
