"""Prints the part of Airflow's OpenAPI document that the Java client is generated from.

Airflow ships the document in its wheel. Of its operations we keep those that the client uses,
with every schema that they reach; what the Java generator can't read is patched. Run it with
the Python of Airflow's environment:

    python extract.py > airflow-v2.yaml
"""

import importlib.util
import pathlib
import sys

import yaml

DOCUMENT = "api_fastapi/core_api/openapi/v2-rest-api-generated.yaml"

OPERATIONS = {
    "create_asset_event",
    "create_backfill",
    "get_asset_events",
    "get_assets",
    "get_dag",
    "get_dag_run",
    "get_dag_runs",
    "get_dags",
    "get_import_errors",
    "get_log",
    "get_task_instances",
    "patch_task_instance",
    "post_clear_task_instances",
    "trigger_dag_run",
}

LICENCE = """\
# Licensed to the Apache Software Foundation (ASF) under the Apache License, Version 2.0.
# Written by extract.py from the document that Apache Airflow ships; see that file for what differs.
"""


def airflows_own() -> dict:
    package = pathlib.Path(importlib.util.find_spec("airflow").submodule_search_locations[0])
    return yaml.safe_load((package / DOCUMENT).read_text())


def kept_paths(document: dict) -> dict:
    paths = {}
    for path, methods in document["paths"].items():
        kept = {
            method: operation
            for method, operation in methods.items()
            if operation.get("operationId") in OPERATIONS
        }
        if kept:
            paths[path] = kept
    return paths


def references(node) -> set[str]:
    if isinstance(node, dict):
        own = {node["$ref"].rsplit("/", 1)[-1]} if "$ref" in node else set()
        return own.union(*map(references, node.values()))
    if isinstance(node, list):
        return set().union(*map(references, node))
    return set()


def reachable(schemas: dict, start: set[str]) -> dict:
    found, open_names = set(), set(start)
    while open_names:
        name = open_names.pop()
        found.add(name)
        open_names |= references(schemas[name]) - found
    return {name: schemas[name] for name in sorted(found)}


def patch(node) -> None:
    """Java has no type that is a list or a text, and no constant for the media type */*."""
    if isinstance(node, list):
        for child in node:
            patch(child)
        return
    if not isinstance(node, dict):
        return
    if node.get("default") == "*/*":
        del node["default"]
    if node.get("in") == "path":
        node["schema"].setdefault("type", "string")
    if isinstance(node.get("anyOf"), list):
        choices = [choice for choice in node["anyOf"] if choice.get("type") != "null"]
        if len(choices) > 1:
            node.pop("default", None)
            if any(choice.get("type") in ("array", "object") for choice in choices):
                del node["anyOf"]  # anything, then
    for child in node.values():
        patch(child)


def extract() -> dict:
    document = airflows_own()
    paths = kept_paths(document)
    components = document["components"]
    kept = {
        "openapi": document["openapi"],
        "info": document["info"],
        "paths": paths,
        "components": {
            "schemas": reachable(components["schemas"], references(paths)),
            "securitySchemes": components["securitySchemes"],
        },
    }
    patch(kept)
    return kept


if __name__ == "__main__":
    sys.stdout.write(LICENCE)
    yaml.safe_dump(extract(), sys.stdout, sort_keys=False, allow_unicode=True)
