"""Judges the ETAs of a local day by the arrivals, once it is over in every market.

Rerun any day freely: a day is published whole, checked and in one commit, or not at all.
If `eta_accuracy` fails, its log says which check a day has not passed.
"""

from airflow.sdk import dag

from freshet_tasks import nightly_job, of_nightly, when_complete


@dag(
    **of_nightly("eta_accuracy", owner="delivery-logistics"),
    schedule=when_complete("raw.eta_predictions", "raw.order_events"),
    doc_md=__doc__,
)
def eta_accuracy():
    nightly_job("eta_accuracy")


eta_accuracy()
