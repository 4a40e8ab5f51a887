"""Spark applications, submitted by the Spark provider."""

import json

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk.exceptions import AirflowException, AirflowFailException

from freshet_tasks.days import DAY, require_day
from freshet_tasks.settings import WRONG_USE, setting

# Whatever rewrites tables shares this pool. A nightly takes one slot, maintenance all of them:
# nightlies may run side by side, and maintenance runs beside none.
POOL = "lake"
POOL_SLOTS = 2


class SparkJob(SparkSubmitOperator):
    """Submits one of our applications. When the task ends, however it ends, so does the job."""

    def __init__(self, *, spark_application: str, **kwargs):
        super().__init__(conn_id="spark", **kwargs)
        self.spark_application = spark_application
        self.needs_day = DAY in (self.application_args or [])

    def execute(self, context):
        if self.needs_day:
            require_day(context)
        self.application = self._jar()
        self.env_vars = {"FRESHET_PROFILE": setting("freshet_profile")}
        try:
            return super().execute(context)
        except AirflowException as failure:
            if self._exit_code() == WRONG_USE:
                raise AirflowFailException(f"Not tried again: {failure}") from failure
            raise

    def _exit_code(self) -> int | None:
        """Of spark-submit; none where it could not even be started."""
        submitted = getattr(self._hook, "_submit_sp", None)
        return submitted.returncode if submitted else None

    def _jar(self) -> str:
        jars = json.loads(setting("freshet_applications"))
        if self.spark_application not in jars:
            raise AirflowFailException(
                f"Airflow variable freshet_applications names no {self.spark_application}, only"
                f" {', '.join(sorted(jars))}; add the path of its jar"
            )
        return jars[self.spark_application]


def spark_job(
    task_id: str,
    *,
    application: str,
    main_class: str,
    arguments: list[str],
    pool_slots: int = 1,
    outlets: list | None = None,
) -> SparkJob:
    """A task that runs a Spark application and is done when the application is.

    application: its name in the variable freshet_applications.
    """
    return SparkJob(
        task_id=task_id,
        name=task_id,
        spark_application=application,
        java_class=main_class,
        application_args=arguments,
        pool=POOL,
        pool_slots=pool_slots,
        outlets=outlets or [],
    )
