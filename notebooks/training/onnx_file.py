"""Two boosters as one ONNX model: from features to the seconds that are left.

LightGBM compares doubles, ONNX floats: a threshold becomes the next float below, so that each float
goes the same way in both.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import lightgbm as lgb
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

INPUT, MEDIAN, LATE = "features", "p50", "p90"
_OPSET, _TREES_OPSET = 15, 3
# What the runtime of the job reads.
_IR_VERSION = 8


def of(
    median: lgb.Booster, late: lgb.Booster, features: tuple[str, ...], late_factor: float = 1.0
) -> onnx.ModelProto:
    """p50 and p90 are corrections of the calibration's, which are features themselves.

    late_factor: by which p90 is made longer in the end
    """
    column = {name: index for index, name in enumerate(features)}
    nodes = [
        *_corrected(median, "calibrated_seconds", column, MEDIAN),
        *_corrected(late, "calibrated_late_seconds", column, "late"),
        helper.make_node("Mul", ["late", "late_factor"], ["late_longer"]),
        helper.make_node("Max", ["late_longer", MEDIAN], [LATE]),
    ]
    constants = [
        numpy_helper.from_array(np.array([column[name]], dtype=np.int64), f"at_{name}")
        for name in ("calibrated_seconds", "calibrated_late_seconds")
    ]
    constants.append(numpy_helper.from_array(np.array(1.0, dtype=np.float32), "least"))
    constants.append(numpy_helper.from_array(np.array(late_factor, np.float32), "late_factor"))
    width = len(features)
    graph = helper.make_graph(
        nodes,
        "eta",
        [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, ["rows", width])],
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, ["rows", 1])
            for name in (MEDIAN, LATE)
        ],
        constants,
    )
    model = helper.make_model(
        graph,
        opset_imports=[
            helper.make_opsetid("", _OPSET),
            helper.make_opsetid("ai.onnx.ml", _TREES_OPSET),
        ],
        ir_version=_IR_VERSION,
        producer_name="freshet",
    )
    onnx.checker.check_model(model)

    return model


def _corrected(
    booster: lgb.Booster, calibrated: str, column: dict[str, int], name: str
) -> Iterator[onnx.NodeProto]:
    yield helper.make_node(
        "TreeEnsembleRegressor",
        [INPUT],
        [f"{name}_correction"],
        domain="ai.onnx.ml",
        **_trees(booster),
    )
    yield helper.make_node("Gather", [INPUT, f"at_{calibrated}"], [f"{name}_before"], axis=1)
    yield helper.make_node("Add", [f"{name}_before", f"{name}_correction"], [f"{name}_sum"])
    yield helper.make_node("Max", [f"{name}_sum", "least"], [name])


def _trees(booster: lgb.Booster) -> dict[str, Any]:
    nodes: dict[str, list[Any]] = {
        key: []
        for key in (
            "nodes_treeids",
            "nodes_nodeids",
            "nodes_featureids",
            "nodes_values",
            "nodes_modes",
            "nodes_truenodeids",
            "nodes_falsenodeids",
        )
    }
    leaves: dict[str, list[Any]] = {
        key: [] for key in ("target_treeids", "target_nodeids", "target_ids", "target_weights")
    }
    for number, tree in enumerate(booster.dump_model()["tree_info"]):
        _flatten(tree["tree_structure"], number, nodes, leaves)

    return {**nodes, **leaves, "n_targets": 1, "aggregate_function": "SUM"}


def _flatten(
    root: dict[str, Any], tree: int, nodes: dict[str, list[Any]], leaves: dict[str, list[Any]]
) -> None:
    first = len(nodes["nodes_treeids"])
    waiting = [root]
    for node in waiting:  # grows while it is walked through
        number = len(nodes["nodes_treeids"]) - first
        nodes["nodes_treeids"].append(tree)
        nodes["nodes_nodeids"].append(number)
        if "leaf_value" in node:
            _append(nodes, 0, 0.0, "LEAF", 0, 0)
            leaves["target_treeids"].append(tree)
            leaves["target_nodeids"].append(number)
            leaves["target_ids"].append(0)
            leaves["target_weights"].append(node["leaf_value"])
        else:
            left = len(waiting)
            waiting += [node["left_child"], node["right_child"]]
            threshold = _float_below(node["threshold"])
            _append(nodes, node["split_feature"], threshold, "BRANCH_LEQ", left, left + 1)


def _append(
    nodes: dict[str, list[Any]], feature: int, value: float, mode: str, left: int, right: int
) -> None:
    nodes["nodes_featureids"].append(feature)
    nodes["nodes_values"].append(value)
    nodes["nodes_modes"].append(mode)
    nodes["nodes_truenodeids"].append(left)
    nodes["nodes_falsenodeids"].append(right)


def _float_below(threshold: float) -> float:
    rounded = np.float32(threshold)
    if float(rounded) > threshold:
        rounded = np.nextafter(rounded, np.float32(-np.inf))

    return float(rounded)
