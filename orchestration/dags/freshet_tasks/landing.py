"""Landing: the one task of each DAG that brings files into a contract's table."""

import json

from airflow.sdk.exceptions import AirflowFailException

from freshet_tasks.settings import setting
from freshet_tasks.spark import POOL, SparkJob

# What the installation says of a database, as the application has it.
NEEDED = ("from", "table", "key", "next")
OPTIONAL = ("map", "leave-out")


class LandingJob(SparkJob):
    """Lands what lies where the installation says; what was landed before changes nothing."""

    def __init__(self, *, contract: str, **kwargs):
        super().__init__(**kwargs)
        self.contract = contract

    def execute(self, context):
        self.application_args = ["--contract", self.contract, *self._place()]
        return super().execute(context)

    def _place(self) -> list[str]:
        places = json.loads(setting("freshet_landings"))
        if self.contract not in places:
            raise AirflowFailException(
                f"Airflow variable freshet_landings names no {self.contract}, only"
                f" {', '.join(sorted(places))}; add where its files lie"
            )
        place = places[self.contract]
        return ["--from", place] if isinstance(place, str) else self._rows(place)

    def _rows(self, place: dict) -> list[str]:
        """Of a database: each run goes on behind the last range, so that nobody keeps numbers."""
        if not set(NEEDED) <= place.keys() <= {*NEEDED, *OPTIONAL}:
            raise AirflowFailException(
                f"Airflow variable freshet_landings has {', '.join(sorted(place))} for"
                f" {self.contract}; of a database it must have {', '.join(NEEDED)}"
                f" and may have {', '.join(OPTIONAL)}"
            )
        options = [word for name in NEEDED for word in (f"--{name}", str(place[name]))]
        for column, other in place.get("map", {}).items():
            options += ["--map", f"{column}={other}"]
        for column in place.get("leave-out", []):
            options += ["--leave-out", column]
        return options


def landing_job(contract: str) -> LandingJob:
    """Lands each file, or row of a database behind the last key, that has come since, once."""
    return LandingJob(
        task_id=f"land_{contract}",
        name=f"land_{contract}",
        contract=contract,
        spark_application="spark-jobs",
        java_class="io.freshet.batch.landing.LandingApplication",
        pool=POOL,
    )
