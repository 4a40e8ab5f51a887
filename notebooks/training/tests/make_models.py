"""Makes the models that the job's tests load; run in notebooks/: python -m training.tests.make_models

eta-1 and eta-2 are trained on made-up orders, small, and predict differently. eta-3 asks for three
features, eta-4 predicts no number: their manifests are eta-1's, with hashes of their own.
"""

import hashlib
import json
import sys
import tempfile
from pathlib import Path
from unittest import mock

import onnx
from onnx import TensorProto, helper

from training import dataset, train
from training.tests.rows import FEATURES, orders

ROOT = Path(__file__).parents[3]
RESOURCES = "serving/redis-eta/src/test/resources/io/freshet/serving/eta/model"


def make(version: str, factor: float, target: Path) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch.dict(train._ROUNDS, {"median": 5, "late": 5}),
        mock.patch.dict(train._PARAMETERS, {"num_leaves": 7}),
    ):
        rows = dataset.write(orders(1000, factor), Path(folder) / "made-up", FEATURES, {})
        trained = train.train(rows, version, None)
    write(version, trained.manifest, trained.model, target)


def make_broken(version: str, width: int, target: Path) -> None:
    """p50 and p90 are 0 divided by 0."""
    nodes = [
        helper.make_node("ReduceSum", ["features"], ["sum"], keepdims=1),
        helper.make_node("Sub", ["sum", "sum"], ["zero"]),
        helper.make_node("Div", ["zero", "zero"], ["p50"]),
        helper.make_node("Identity", ["p50"], ["p90"]),
    ]
    ends = [
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in names]
        for names, shape in ((["features"], ["rows", width]), (["p50", "p90"], [1, 1]))
    ]
    model = helper.make_model(
        helper.make_graph(nodes, "eta", *ends),
        opset_imports=[helper.make_opsetid("", 15)],
        ir_version=8,
    )
    onnx.checker.check_model(model)
    manifest = json.loads((target / "eta-1" / "manifest.json").read_text("utf-8"))
    write(version, manifest, model.SerializeToString(), target)


def write(version: str, manifest: dict, model: bytes, target: Path) -> None:
    folder = target / version
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(model)
    manifest = {**manifest, "version": version, "sha256": hashlib.sha256(model).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / RESOURCES
    make("eta-1", 1.5, target)
    make("eta-2", 2.5, target)
    make_broken("eta-3", 3, target)
    make_broken("eta-4", len(FEATURES.names), target)
