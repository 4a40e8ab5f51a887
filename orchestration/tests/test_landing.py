"""What the DAG of landing makes of the variable that says what is to land."""

import pytest
from airflow.sdk.exceptions import AirflowFailException


def test_landing_says_where_files_must_be_named(bag, monkeypatch):
    task = bag.dags["landing"].get_task("land_order_events")
    monkeypatch.setenv("AIRFLOW_VAR_FRESHET_LANDINGS", '{"dasher_pings": "/exports/pings"}')

    with pytest.raises(AirflowFailException) as refused:
        task._place()

    assert str(refused.value) == (
        "Airflow variable freshet_landings names no order_events, only dasher_pings;"
        " add where its files lie"
    )


def test_landing_takes_the_files_that_the_installation_names(bag, monkeypatch):
    task = bag.dags["landing"].get_task("land_order_events")
    monkeypatch.setenv("AIRFLOW_VAR_FRESHET_LANDINGS", '{"order_events": "/exports/orders"}')

    assert task._place() == ["--from", "/exports/orders"]


def test_landing_goes_on_with_the_rows_of_the_database_that_is_named(bag, monkeypatch):
    task = bag.dags["landing"].get_task("land_order_events")
    monkeypatch.setenv(
        "AIRFLOW_VAR_FRESHET_LANDINGS",
        '{"order_events": {"from": "jdbc:postgresql://shop/orders", "table": "steps", "key": "id",'
        ' "next": 100000, "map": {"market": "city"}, "leave-out": ["id"]}}',
    )

    assert " ".join(task._place()) == (
        "--from jdbc:postgresql://shop/orders --table steps --key id --next 100000"
        " --map market=city --leave-out id"
    )


def test_landing_says_what_is_missing_of_a_database(bag, monkeypatch):
    task = bag.dags["landing"].get_task("land_order_events")
    monkeypatch.setenv(
        "AIRFLOW_VAR_FRESHET_LANDINGS",
        '{"order_events": {"from": "jdbc:postgresql://shop/orders", "tabel": "steps"}}',
    )

    with pytest.raises(AirflowFailException) as refused:
        task._place()

    assert str(refused.value) == (
        "Airflow variable freshet_landings has from, tabel for order_events; of a database it must"
        " have from, table, key, next and may have map, leave-out"
    )
