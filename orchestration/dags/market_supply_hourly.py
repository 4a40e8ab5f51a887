"""Sums up the minutes of each market's supply by local hour, once the day is over.

Rerun any day freely: a day is published whole, checked and in one commit, or not at all.
If `market_supply_hourly` fails, its log says which check a day has not passed.
"""

from airflow.sdk import dag

from freshet_tasks import nightly_job, of_nightly, when_complete


@dag(
    **of_nightly("market_supply_hourly", owner="delivery-marketplace"),
    schedule=when_complete("raw.market_supply"),
    doc_md=__doc__,
)
def market_supply_hourly():
    nightly_job("market_supply_hourly")


market_supply_hourly()
