"""Landing: the one task of each DAG that brings files into a contract's table."""

import json

from airflow.sdk.exceptions import AirflowFailException

from freshet_tasks.settings import setting
from freshet_tasks.spark import POOL, SparkJob


class LandingJob(SparkJob):
    """Lands what lies where the installation says; files that were landed before change nothing."""

    def __init__(self, *, contract: str, **kwargs):
        super().__init__(**kwargs)
        self.contract = contract

    def execute(self, context):
        self.application_args = ["--contract", self.contract, "--from", self._place()]
        return super().execute(context)

    def _place(self) -> str:
        places = json.loads(setting("freshet_landings"))
        if self.contract not in places:
            raise AirflowFailException(
                f"Airflow variable freshet_landings names no {self.contract}, only"
                f" {', '.join(sorted(places))}; add where its files lie"
            )
        return places[self.contract]


def landing_job(contract: str) -> LandingJob:
    """Lands each file once that has come for a contract since the last run."""
    return LandingJob(
        task_id=f"land_{contract}",
        name=f"land_{contract}",
        contract=contract,
        spark_application="spark-jobs",
        java_class="io.freshet.batch.landing.LandingApplication",
        pool=POOL,
    )
