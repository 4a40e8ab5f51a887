"""Tasks of the ETA's models: training sets, models, and the speeds that are usual somewhere."""

from datetime import date, timedelta

from airflow.sdk.exceptions import AirflowSkipException

from freshet_tasks.commands import CHECK_FAILED, FreshetCommand
from freshet_tasks.days import require_day

# When the run was due: it stays the same however often a task is tried or cleared, so that these
# name the same set and the same snapshots.
_DUE = "dag_run.run_after"
_AS_OF = f"{{{{ {_DUE}.isoformat() }}}}"
_SET = f"eta-{{{{ {_DUE}.strftime('%Y-%m-%dT%H%M%S') }}}}"


def create_dataset(*, keep: str) -> FreshetCommand:
    """Makes the run's training set, as of when the run was due.

    keep: how long its tags stay, such as 91d
    """
    return FreshetCommand(
        task_id="create_dataset",
        command=["dataset", "create", _SET, "--as-of", _AS_OF, "--keep", keep],
    )


class ModelTraining(FreshetCommand):
    """Trains on the run's set; the model takes over unless it is worse, which is no failure."""

    def __init__(self, **kwargs):
        super().__init__(command=["model", "train", "eta", "--dataset", _SET, "--use"], **kwargs)

    def execute(self, context):
        exit_code, output = self.run_command()
        if exit_code == CHECK_FAILED and "was not registered" in output:
            raise AirflowSkipException("What serves is better; see the log above")
        self.refuse(exit_code)


def train_model() -> ModelTraining:
    return ModelTraining(task_id="train_model")


class SpeedsMeasuring(FreshetCommand):
    """Measures the days up to the run's, which it needs."""

    def __init__(self, *, days: int, **kwargs):
        super().__init__(command=["model", "speeds"], **kwargs)
        self.days = days

    def execute(self, context):
        require_day(context)
        last = date.fromisoformat(context["dag_run"].partition_key)
        first = last - timedelta(days=self.days - 1)
        self.command = ["model", "speeds", "--from", str(first), "--to", str(last)]
        super().execute(context)


def measure_speeds(*, days: int) -> SpeedsMeasuring:
    """Writes the file of usual speeds that the ETA job falls back to.

    days: over how many, of which the run's is the last
    """
    return SpeedsMeasuring(task_id="measure_speeds", days=days)
