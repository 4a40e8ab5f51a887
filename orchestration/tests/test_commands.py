"""What the task builders promise without an Airflow that runs."""

from types import SimpleNamespace

import pytest
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk.exceptions import AirflowException, AirflowFailException
from freshet_tasks.commands import FreshetCommand
from freshet_tasks.spark import spark_job


def test_a_command_that_is_not_there_is_refused(monkeypatch):
    monkeypatch.setenv("AIRFLOW_VAR_FRESHET_PROFILE", "profile.yaml")
    monkeypatch.setenv("AIRFLOW_VAR_FRESHET_COMMAND", "/nowhere/freshet")

    with pytest.raises(AirflowFailException, match="freshet_command must hold the path"):
        FreshetCommand(task_id="it", command=["freshness"]).execute({})


def test_what_a_command_prints_is_logged_and_not_kept(monkeypatch, tmp_path):
    command = tmp_path / "freshet"
    command.write_text("#!/bin/sh\necho printed\n")
    command.chmod(0o755)
    monkeypatch.setenv("AIRFLOW_VAR_FRESHET_PROFILE", "profile.yaml")
    monkeypatch.setenv("AIRFLOW_VAR_FRESHET_COMMAND", str(command))

    task = FreshetCommand(task_id="it", command=["dbt", "build"])

    assert task.run_command() == (0, "printed\n")
    assert task.execute({}) is None


def test_a_command_sees_none_of_airflows_modules(monkeypatch, tmp_path):
    program = tmp_path / "freshet"
    program.write_text('#!/bin/sh\n[ -z "$PYTHONPATH" ]\n')
    program.chmod(0o755)
    monkeypatch.setenv("PYTHONPATH", "/dags")
    monkeypatch.setenv("AIRFLOW_VAR_FRESHET_PROFILE", "profile.yaml")
    monkeypatch.setenv("AIRFLOW_VAR_FRESHET_COMMAND", str(program))

    FreshetCommand(task_id="it", command=["dbt", "build"]).execute({})


class TestSparkJob:
    @pytest.fixture
    def job(self, monkeypatch):
        monkeypatch.setenv("AIRFLOW_VAR_FRESHET_PROFILE", "profile.yaml")
        monkeypatch.setenv("AIRFLOW_VAR_FRESHET_APPLICATIONS", '{"it": "it.jar"}')
        return spark_job("it", application="it", main_class="It", arguments=[])

    def fails(self, monkeypatch, hook):
        def execute(job, context):
            job._hook = hook
            raise AirflowException("Cannot execute spark-submit")

        monkeypatch.setattr(SparkSubmitOperator, "execute", execute)

    @pytest.mark.parametrize("hook", [None, SimpleNamespace(_submit_sp=None)])
    def test_one_that_could_not_be_started_says_why_and_is_tried_again(
        self, monkeypatch, job, hook
    ):
        self.fails(monkeypatch, hook)

        with pytest.raises(AirflowException, match="Cannot execute spark-submit") as failure:
            job.execute({})

        assert not isinstance(failure.value, AirflowFailException)

    def test_one_that_was_refused_is_not_tried_again(self, monkeypatch, job):
        self.fails(monkeypatch, SimpleNamespace(_submit_sp=SimpleNamespace(returncode=2)))

        with pytest.raises(AirflowFailException, match="Not tried again"):
            job.execute({})
