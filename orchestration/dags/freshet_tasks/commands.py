"""Tasks that run the command freshet."""

import json
import os
import signal
import subprocess

from airflow.sdk import BaseOperator
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from freshet_tasks.owners import tell_owner_of
from freshet_tasks.settings import WRONG_USE, setting

DONE, CHECK_FAILED = 0, 1

# Of one place: runs of dbt write their artifacts to the same folder.
DBT_POOL = "dbt"


class FreshetCommand(BaseOperator):
    """Runs the command in a group of processes of its own, which ends with the task."""

    logs_output = True
    template_fields = ("command", "environment")

    def __init__(
        self, *, command: list[str], environment: dict[str, str] | None = None, **kwargs
    ):
        super().__init__(**kwargs)
        self.command = command
        self.environment = environment or {}
        self._process: subprocess.Popen | None = None

    def execute(self, context):
        exit_code, _ = self.run_command()
        self.refuse(exit_code)

    def run_command(self) -> tuple[int, str]:
        profile = setting("freshet_profile")
        environment = {**os.environ, "FRESHET_PROFILE": profile, **self.environment}
        # It leads to Airflow's modules: dags/dbt.py would be taken for dbt itself.
        environment.pop("PYTHONPATH", None)
        command = [setting("freshet_command"), *self.command]
        if not os.access(command[0], os.X_OK):
            raise AirflowFailException(
                f"There is no program {command[0]}; Airflow variable freshet_command must hold the"
                " path of the command freshet"
            )
        self.log.info("Running %s", " ".join(command))
        lines = []
        self._process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", *command],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if self.logs_output else None,
            text=True,
            start_new_session=True,
        )
        with self._process as process:
            for line in process.stdout:
                lines.append(line)
                if self.logs_output:
                    self.log.info("%s", line.rstrip())
        return process.returncode, "".join(lines)

    def refuse(self, exit_code: int) -> None:
        words = " ".join(["freshet", *self.command])
        if exit_code == WRONG_USE:
            raise AirflowFailException(f"{words} was refused; the log above says what to change")
        if exit_code != DONE:
            raise RuntimeError(f"{words} ended with exit code {exit_code}; see the log above")

    def on_kill(self):
        if self._process and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)


class FreshnessCheck(FreshetCommand):
    """Tells the owner of each table that is later than its contract allows."""

    logs_output = False

    def __init__(self, **kwargs):
        super().__init__(command=["freshness", "--json", "-"], **kwargs)

    def execute(self, context):
        exit_code, output = self.run_command()
        if exit_code not in (DONE, CHECK_FAILED):
            self.refuse(exit_code)
        late = [report for report in json.loads(output)["tables"] if report["verdict"] == "late"]
        for report in late:
            tell_owner_of(
                contract=report["table"].rsplit(".", 1)[-1],
                subject=f"{report['table']} is late",
                detail=f"complete up to {report['watermark']}, allowed are"
                f" {report['budget_seconds']:.0f} s",
            )
        return [report["table"] for report in late]


def dbt_build(task_id: str = "dbt_build", *, select: str | None = None) -> FreshetCommand:
    """Builds and tests dbt models; without a selection all of them."""
    selection = ["--select", select] if select else []
    return FreshetCommand(task_id=task_id, command=["dbt", "build", *selection], pool=DBT_POOL)


def dbt_build_at_cut(task_id: str = "dbt_build", *, cut: str, schema: str) -> FreshetCommand:
    """Builds and tests all dbt models as of a cut, away from the marts.

    cut: its name, such as cut_2026_11_29_07
    schema: takes all of the models, whichever their layer
    """
    return FreshetCommand(
        task_id=task_id,
        # Unit tests look at no row of any table.
        command=[
            *("dbt", "build", "--exclude-resource-type", "unit_test"),
            *("--vars", f"{{cut: {cut}}}"),
        ],
        environment={"FRESHET_DBT_SCHEMA": schema},
        pool=DBT_POOL,
    )


class CutMaking(FreshetCommand):
    """Makes the newest cut that can be made; that none can be yet is no failure."""

    def __init__(self, *, domain: str, keep: str, **kwargs):
        super().__init__(command=["cut", "create", domain, "--keep", keep], **kwargs)

    def execute(self, context):
        exit_code, output = self.run_command()
        if exit_code == CHECK_FAILED and "No cut of" in output:
            raise AirflowSkipException("No table has passed another hour; see the log above")
        self.refuse(exit_code)


def make_cut(domain: str, *, keep: str) -> CutMaking:
    """Tags the tables of a domain at the newest hour that all have passed, and makes their views.

    keep: how long the cut stays, such as 2d
    """
    return CutMaking(task_id=f"cut_{domain}", domain=domain, keep=keep)


def freshness_check() -> FreshnessCheck:
    return FreshnessCheck(task_id="freshness_check")
