"""Adds up what each restaurant is owed for a week, once its Sunday is over in every market.

On other days it computes the weeks that late steps have touched, if any.
Rerun any day freely: a week is published whole, checked and in one commit, or not at all.
If `restaurant_payouts_weekly` fails, its log says which check a week has not passed.
"""

from airflow.sdk import dag

from freshet_tasks import nightly_job, of_nightly, when_complete


@dag(
    **of_nightly("restaurant_payouts_weekly", owner="delivery-orders"),
    schedule=when_complete("raw.order_events"),
    doc_md=__doc__,
)
def restaurant_payouts_weekly():
    nightly_job("restaurant_payouts_weekly")


restaurant_payouts_weekly()
