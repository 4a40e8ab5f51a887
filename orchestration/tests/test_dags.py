"""What every DAG must be, without an Airflow that runs."""

import ast
import asyncio
import copy
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import AssetAny
from airflow.sdk.exceptions import (
    AirflowFailException,
    AirflowSkipException,
    ParamValidationError,
)
from airflow.serialization.decoders import decode_deadline_reference
from airflow.serialization.encoders import encode_deadline_reference
from freshet_tasks import owners, settings
from freshet_tasks.commands import DBT_POOL
from freshet_tasks.days import DAY, require_day, table
from freshet_tasks.spark import POOL, POOL_SLOTS

ORCHESTRATION = Path(__file__).parent.parent
DAGS = ORCHESTRATION / "dags"
CONTRACTS = ORCHESTRATION.parent / "contracts"
MODELS = ORCHESTRATION.parent / "dbt/models"
FILES = sorted(DAGS.glob("*.py"))


def test_every_file_gives_one_dag_of_its_name(bag):
    assert bag.import_errors == {}
    assert sorted(bag.dags) == [file.stem for file in FILES]


@pytest.mark.parametrize("name", [file.stem for file in FILES])
class TestDag:
    def test_says_what_it_does_and_what_to_do_when_it_fails(self, bag, name):
        assert "Rerun" in bag.dags[name].doc_md
        assert "fails, " in bag.dags[name].doc_md

    def test_catches_up_on_nothing(self, bag, name):
        assert bag.dags[name].catchup is False

    def test_runs_once_at_a_time(self, bag, name):
        assert bag.dags[name].max_active_runs == 1

    def test_has_an_owner_and_retries(self, bag, name):
        for task in bag.dags[name].tasks:
            assert task.owner not in ("", "airflow")
            assert task.retries >= 1

    def test_is_owned_by_the_owner_of_the_contract_that_it_fills(self, bag, name):
        for tag in bag.dags[name].tags:
            contract = CONTRACTS / f"{tag}.yaml"
            if contract.exists():
                owner = yaml.safe_load(contract.read_text())["team"]["name"]
                assert {task.owner for task in bag.dags[name].tasks} == {owner}

    def test_rewrites_tables_only_from_the_pool(self, bag, name):
        for task in bag.dags[name].tasks:
            if hasattr(task, "spark_application"):
                assert task.pool == POOL

    def test_is_short(self, name, bag):
        assert len((DAGS / f"{name}.py").read_text().splitlines()) <= 80


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_reads_nothing_while_it_is_parsed(file):
    allowed = {"datetime", "airflow.sdk", "freshet_tasks"}
    tree = ast.parse(file.read_text())
    imported = {
        node.module if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom | ast.Import)
        for alias in node.names
    }
    assert imported <= allowed
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert not names & {"Variable", "Connection", "open", "os"}


def test_loads_without_variables_environment_or_network(monkeypatch):
    def refuse(*arguments, **named):
        raise AssertionError(f"a DAG file asked for {arguments}")

    for variable in [name for name in os.environ if name.startswith("AIRFLOW_VAR_")]:
        monkeypatch.delenv(variable)
    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("airflow.sdk.Variable.get", refuse)

    assert DagBag(str(DAGS)).import_errors == {}


NIGHTLIES = {
    contract.stem: contract
    for contract in CONTRACTS.glob("*.yaml")
    if "{property: kind, value: derived}" in contract.read_text()
}


def nightly_task(bag, name):
    (task,) = bag.dags["nightly" if name == "dasher_efficiency" else name].tasks
    return task


@pytest.mark.parametrize("name", sorted(NIGHTLIES))
class TestNightly:
    def test_computes_its_day_and_what_has_changed(self, bag, name):
        task = nightly_task(bag, name)

        assert task.task_id == name
        assert task.application_args == ["--job", name, "--day", DAY, "--changed"]

    def test_says_that_it_has_published_its_table(self, bag, name):
        assert nightly_task(bag, name).outlets == [table(f"clean.{name}")]

    def test_tells_the_owner_when_it_is_late(self, bag, name):
        (alert,) = nightly_task(bag, name).dag.deadline

        assert alert.callback.kwargs == {"contract": name}


def read_by(model: Path) -> set[str]:
    """The sources that a dbt model reads, by itself or by those that it rests on."""
    text = model.read_text()
    sources = set(re.findall(r"source\('delivery', '(\w+)'\)", text))
    for name in re.findall(r"ref\('(\w+)'\)", text):
        (below,) = MODELS.rglob(f"{name}.sql")
        sources |= read_by(below)
    return sources


def test_marts_are_built_after_each_nightly_whose_table_they_read(bag):
    read = set().union(*(read_by(mart) for mart in (MODELS / "marts").glob("*.sql")))
    starts = bag.dags["dbt"].timetable.asset_condition

    assert {"order_events", "dasher_efficiency", "eta_accuracy"} <= read
    assert isinstance(starts, AssetAny)
    assert {asset.name for asset in starts.objects} == {
        table(f"clean.{name}").name for name in read & NIGHTLIES.keys()
    }


@pytest.fixture
def freshet_command(monkeypatch, tmp_path):
    def answers(printed: str, exit_code: int):
        program = tmp_path / "freshet"
        program.write_text(f'#!/bin/sh\necho "$@: {printed}"\nexit {exit_code}\n')
        program.chmod(0o755)
        monkeypatch.setenv("AIRFLOW_VAR_FRESHET_PROFILE", "profile.yaml")
        monkeypatch.setenv("AIRFLOW_VAR_FRESHET_COMMAND", str(program))

    return answers


def test_a_cut_is_made_of_the_domain_and_for_so_long(bag, freshet_command):
    task = bag.dags["cuts"].get_task("cut_delivery")
    freshet_command("made", 0)

    assert task.run_command() == (0, "cut create delivery --keep 2d: made\n")
    assert task.execute({}) is None


def test_a_cut_that_must_wait_is_no_failure_and_all_else_is(bag, freshet_command):
    task = bag.dags["cuts"].get_task("cut_delivery")

    freshet_command("No cut of delivery yet:", 1)
    with pytest.raises(AirflowSkipException):
        task.execute({})
    freshet_command("The catalog is away", 75)
    with pytest.raises(RuntimeError, match="ended with exit code 75"):
        task.execute({})


def rendered(task, **run) -> list[str]:
    context = {"dag_run": SimpleNamespace(**run)}
    return task.render_template(task.command, context)


def test_a_model_is_trained_on_the_set_that_its_run_has_made(bag):
    dag = bag.dags["model_training"]
    due = datetime(2026, 11, 30, 4, tzinfo=UTC)

    create = rendered(dag.get_task("create_dataset"), run_after=due)
    train = rendered(dag.get_task("train_model"), run_after=due)

    name = "eta-2026-11-30T040000"
    as_of = ["--as-of", "2026-11-30T04:00:00+00:00", "--keep", "91d"]
    assert create == ["dataset", "create", name, *as_of]
    assert train == ["model", "train", "eta", "--dataset", name, "--use"]
    assert dag.get_task("create_dataset").downstream_task_ids == {"train_model"}


def test_a_model_that_is_worse_is_no_failure_and_all_else_is(bag, freshet_command):
    task = bag.dags["model_training"].get_task("train_model")

    freshet_command("Registered as eta-4", 0)
    assert task.execute({}) is None
    freshet_command("It is worse than what serves and was not registered;", 1)
    with pytest.raises(AirflowSkipException):
        task.execute({})
    freshet_command("Something broke", 1)
    with pytest.raises(RuntimeError, match="ended with exit code 1"):
        task.execute({})
    freshet_command("too few rows", 2)
    with pytest.raises(AirflowFailException, match="was refused"):
        task.execute({})


def test_a_worse_model_is_told_in_the_words_that_the_task_looks_for():
    program = (ORCHESTRATION.parent / "notebooks/training/__main__.py").read_text()

    assert "It is worse than what serves and was not registered" in program


def test_speeds_are_measured_over_four_weeks_up_to_the_run_s_day(bag, freshet_command):
    task = bag.dags["usual_speeds"].get_task("measure_speeds")
    freshet_command("measured", 0)

    task.execute({"dag_run": Run("2026-03-01")})

    assert task.command == ["model", "speeds", "--from", "2026-02-02", "--to", "2026-03-01"]
    with pytest.raises(AirflowFailException, match="must be a day such as 2008-05-19"):
        task.execute({"dag_run": Run(None)})


def test_backfill_computes_what_whoever_starts_it_names(bag):
    dag = bag.dags["backfill"]

    assert dag.get_task("backfill").application_args[:6] == [
        "--job",
        "{{ params.job }}",
        "--from",
        "{{ params.first_day }}",
        "--to",
        "{{ params.last_day }}",
    ]
    assert dag.get_task("backfill").downstream_task_ids == {"dbt_build"}
    with pytest.raises(ParamValidationError, match="job"):
        dag.params.validate()


class TestDbtAtCut:
    def test_builds_what_whoever_starts_it_names_and_where(self, bag, monkeypatch, tmp_path):
        task = bag.dags["dbt_at_cut"].get_task("dbt_build")
        program = tmp_path / "freshet"
        program.write_text('#!/bin/sh\necho "$FRESHET_DBT_SCHEMA: $@"\n')
        program.chmod(0o755)
        monkeypatch.setenv("AIRFLOW_VAR_FRESHET_PROFILE", "profile.yaml")
        monkeypatch.setenv("AIRFLOW_VAR_FRESHET_COMMAND", str(program))
        params = {"cut": "cut_2026_11_29_07", "schema": "scratch_reports"}
        for field in task.template_fields:
            setattr(task, field, task.render_template(getattr(task, field), {"params": params}))

        assert task.run_command() == (
            0,
            "scratch_reports: dbt build --exclude-resource-type unit_test"
            " --vars {cut: cut_2026_11_29_07}\n",
        )

    @pytest.mark.parametrize(
        ("params", "wrong"),
        [
            ({"cut": "cut_today", "schema": "scratch_reports"}, "cut"),
            ({"cut": "cut_2026_11_29_07", "schema": "marts"}, "schema"),
            ({"cut": "cut_2026_11_29_07"}, "schema"),
        ],
    )
    def test_takes_a_cut_and_a_schema_that_nobody_else_reads(self, bag, params, wrong):
        known = copy.deepcopy(bag.dags["dbt_at_cut"].params)

        with pytest.raises(ParamValidationError, match=f"param {wrong}"):
            known.update(params)
            known.validate()


def test_dbt_runs_once_at_a_time_whoever_starts_it(bag):
    tasks = [bag.dags[name].get_task("dbt_build") for name in ("backfill", "dbt", "dbt_at_cut")]

    assert {task.pool for task in tasks} == {DBT_POOL}


def test_maintenance_leaves_no_slot_for_a_nightly(bag):
    assert bag.dags["maintenance"].get_task("maintenance").pool_slots == POOL_SLOTS
    assert bag.dags["nightly"].get_task("dasher_efficiency").pool_slots == 1


def test_a_missing_variable_is_named_with_what_it_must_hold(monkeypatch):
    monkeypatch.delenv("AIRFLOW_VAR_FRESHET_PROFILE", raising=False)

    with pytest.raises(AirflowFailException) as refused:
        settings.setting("freshet_profile")

    assert str(refused.value) == (
        "Airflow variable freshet_profile is not set; it must hold the path of the settings file"
        " of the installation, its profile.yaml. Set it with: airflow variables set"
        " freshet_profile VALUE"
    )


class Run:
    def __init__(self, partition_key):
        self.partition_key = partition_key


@pytest.mark.parametrize("key", [None, "", "yesterday"])
def test_a_run_without_a_day_is_refused(key):
    with pytest.raises(AirflowFailException, match="must be a day such as 2008-05-19"):
        require_day({"dag_run": Run(key)})


def test_a_run_of_a_day_is_taken():
    require_day({"dag_run": Run("2008-05-19")})


def test_an_alert_reaches_the_owner_that_the_contract_names(monkeypatch, webhook):
    monkeypatch.setenv("AIRFLOW_VAR_FRESHET_CONTRACTS", str(CONTRACTS))
    monkeypatch.setenv("AIRFLOW_VAR_FRESHET_ALERT_WEBHOOK", webhook.url)

    owners.tell_owner_of(contract="dasher_efficiency", subject="it is late", detail="by an hour")

    assert webhook.received == [
        {
            "owner": "delivery-logistics",
            "contract": "dasher_efficiency",
            "subject": "it is late",
            "detail": "by an hour",
        }
    ]


def test_a_missed_deadline_reaches_the_owner_with_the_run(monkeypatch, webhook):
    monkeypatch.setenv("AIRFLOW_VAR_FRESHET_CONTRACTS", str(CONTRACTS))
    monkeypatch.setenv("AIRFLOW_VAR_FRESHET_ALERT_WEBHOOK", webhook.url)
    run = {"dag_id": "nightly", "dag_run_id": "of-monday"}

    result = asyncio.run(owners.missed_deadline("dasher_efficiency", context={"dag_run": run}))

    assert result == "delivery-logistics was told"
    assert webhook.received == [
        {
            "owner": "delivery-logistics",
            "contract": "dasher_efficiency",
            "subject": "dasher_efficiency has missed its deadline",
            "detail": "run of-monday of nightly is not done",
        }
    ]


def test_a_nightly_has_a_deadline_that_ends_in_that_message(bag):
    (alert,) = bag.dags["nightly"].deadline

    assert alert.callback.path == "freshet_tasks.owners.missed_deadline"
    assert alert.callback.kwargs == {"contract": "dasher_efficiency"}


def test_the_scheduler_knows_from_when_a_deadline_counts(bag):
    (alert,) = bag.dags["nightly"].deadline
    stored = encode_deadline_reference(alert.reference)

    due = decode_deadline_reference(stored).evaluate_with(
        session=None, interval=timedelta(hours=6), dag_id="nightly", run_id="of-monday"
    )

    assert timedelta(0) <= datetime.now(UTC) + timedelta(hours=6) - due < timedelta(minutes=1)
    # Runs with this one can't be cleared in Airflow 3.3.2.
    assert stored["reference_type"] != "DagRunQueuedAtDeadline"
