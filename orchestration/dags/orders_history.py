"""Folds the steps of each local day's orders into one row an order, once the day is over.

Rerun any day freely: a day is published whole, checked and in one commit, or not at all.
If `orders_history` fails, its log says which check a day has not passed.
"""

from airflow.sdk import dag

from freshet_tasks import nightly_job, of_nightly, when_complete


@dag(
    **of_nightly("orders_history", owner="delivery-orders"),
    schedule=when_complete("raw.order_events"),
    doc_md=__doc__,
)
def orders_history():
    nightly_job("orders_history")


orders_history()
