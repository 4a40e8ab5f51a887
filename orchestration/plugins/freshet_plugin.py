"""Lets the scheduler know our own reference of deadlines."""

from airflow.plugins_manager import AirflowPlugin

from freshet_tasks.owners import RunCreated


class FreshetPlugin(AirflowPlugin):
    name = "freshet"
    deadline_references = [RunCreated]
