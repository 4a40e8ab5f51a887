"""What the tasks need to know about their installation: Airflow variables, read when a task runs."""

from airflow.sdk import Variable
from airflow.sdk.exceptions import AirflowFailException, AirflowRuntimeError

# The exit code by which our programs say that the caller must change something: no retry helps.
WRONG_USE = 2

MEANINGS = {
    "freshet_profile": "the path of the settings file of the installation, its profile.yaml",
    "freshet_command": "the path of the command freshet",
    "freshet_contracts": "the folder of the contracts",
    "freshet_landings": "a JSON object that names where the files of contracts lie, such as"
    ' {"order_events": "/exports/orders"}, or of a database {"order_events":'
    ' {"from": "jdbc:…", "table": "steps", "key": "id", "next": 100000}}',
    "freshet_applications": "a JSON object that names the jar of each Spark application, such as"
    ' {"spark-jobs": "s3://releases/spark-jobs.jar"}',
}


def setting(name: str) -> str:
    value = _variable(name)
    if value is None:
        raise AirflowFailException(
            f"Airflow variable {name} is not set; it must hold {MEANINGS[name]}."
            f" Set it with: airflow variables set {name} VALUE"
        )
    return value


def optional_setting(name: str) -> str | None:
    return _variable(name)


def _variable(name: str) -> str | None:
    try:
        return Variable.get(name, default=None)
    except AirflowRuntimeError as failure:
        raise RuntimeError(f"Cannot read Airflow variable {name}: {failure}") from failure
