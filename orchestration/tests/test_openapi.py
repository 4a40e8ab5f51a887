"""The document that the Java client is generated from is the one of the Airflow that we run."""

import importlib.util
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent.parent / "airflow-client/src/main/openapi"


def test_is_what_extract_prints():
    spec = importlib.util.spec_from_file_location("extract", FOLDER / "extract.py")
    extract = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(extract)

    assert yaml.safe_load((FOLDER / "airflow-v2.yaml").read_text()) == extract.extract()
