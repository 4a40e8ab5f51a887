import contextlib
import io
import json
import tempfile
import unittest
from datetime import timedelta
from pathlib import Path
from unittest import mock

import lightgbm as lgb
import numpy as np
import pandas as pd

from freshet.errors import WrongUse
from freshet.settings import Settings
from training import __main__ as program
from training import dataset, onnx_file, train
from training.dataset import TrainingSet
from training.registry import Registry
from training.tests.rows import FEATURES, orders

BEGIN = pd.Timestamp("2026-03-01T12:00:00Z")


def prediction(order: int, seconds: int, offset: int = 0, width: int | None = None) -> dict:
    width = len(FEATURES.names) if width is None else width
    return {
        "event_time": BEGIN + pd.Timedelta(seconds=seconds),
        "market": "boston",
        "order_id": order,
        "order_version": 1,
        "features": [float(offset)] * width,
        "_stream_partition": 0,
        "_offset": offset,
    }


def delivery(order: int, seconds: int) -> dict:
    return {
        "market": "boston",
        "order_id": order,
        "delivered_at": BEGIN + pd.Timedelta(seconds=seconds),
    }


def joined(predictions: list[dict], deliveries: list[dict], settle: int = 0) -> pd.DataFrame:
    return dataset.join(
        pd.DataFrame(predictions), pd.DataFrame(deliveries), FEATURES, timedelta(seconds=settle)
    )


class JoinTest(unittest.TestCase):
    def test_gives_the_seconds_until_the_order_came(self) -> None:
        rows = joined([prediction(1, 0), prediction(1, 60)], [delivery(1, 600)])

        self.assertEqual(rows["seconds"].tolist(), [600, 540])

    def test_leaves_out_what_never_came_or_was_told_after_the_end(self) -> None:
        rows = joined([prediction(1, 0), prediction(2, 0), prediction(1, 601)], [delivery(1, 600)])

        self.assertEqual(rows["order_id"].tolist(), [1])

    def test_takes_the_first_of_rows_that_were_written_twice(self) -> None:
        rows = joined([prediction(1, 0, 9), prediction(1, 0, 4)], [delivery(1, 600)])

        self.assertEqual(rows["stage"].tolist(), [4])

    def test_leaves_out_features_of_another_width(self) -> None:
        rows = joined([prediction(1, 0), prediction(1, 60, width=3)], [delivery(1, 600)])

        self.assertEqual(len(rows), 1)

    def test_leaves_out_the_last_stretch_of_which_only_quick_orders_came(self) -> None:
        rows = joined(
            [prediction(1, 0), prediction(2, 500)], [delivery(1, 900), delivery(2, 600)], 500
        )

        self.assertEqual(rows["order_id"].tolist(), [1])

    def test_the_same_rows_in_another_order_are_the_same_bytes(self) -> None:
        predictions = [prediction(order, order % 7, order) for order in range(50)]
        deliveries = [delivery(order, 600) for order in range(50)]
        with tempfile.TemporaryDirectory() as folder:
            digests = {
                dataset.write(
                    joined(rows, deliveries), Path(folder) / "set", FEATURES, {}
                ).manifest["sha256"]
                for rows in (predictions, predictions[::-1])
            }

        self.assertEqual(len(digests), 1)


class TrainingSetTest(unittest.TestCase):
    def test_refuses_data_that_have_changed(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            made = dataset.write(orders(20, 2), Path(folder) / "set", FEATURES, {})
            with (made.folder / "data.parquet").open("ab") as data:
                data.write(b"x")

            with self.assertRaisesRegex(WrongUse, "has changed since it was made"):
                TrainingSet.read(made.folder)

    def test_says_why_a_set_has_no_rows_any_more(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            made = dataset.write(orders(20, 2), Path(folder) / "set", FEATURES, {})
            (made.folder / "data.parquet").unlink()
            manifest = {**made.manifest, "erased_at": "2026-03-01T12:00:00Z"}
            (made.folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")

            with self.assertRaisesRegex(WrongUse, "has lost its rows at 2026-03-01T12:00:00Z"):
                TrainingSet.read(made.folder)


class OnnxFileTest(unittest.TestCase):
    def test_goes_the_way_that_the_booster_goes_for_every_float(self) -> None:
        random = np.random.default_rng(3)
        width = len(FEATURES.names)
        learned = random.random((2000, width)).astype(np.float32)
        target = 1000 * (learned[:, 0] > 0.5) + 100 * learned[:, 5]
        booster = lgb.train(
            {"verbose": -1, "num_threads": 1, "use_missing": False}, lgb.Dataset(learned, target), 30
        )
        model = onnx_file.of(booster, booster, FEATURES.names).SerializeToString()
        # The values next to each threshold: where rounding would send a row the other way.
        asked = np.concatenate([learned, edges(booster, width)])

        median, late = train.predict(model, asked)

        column = FEATURES.names.index("calibrated_seconds")
        expected = np.maximum(1, asked[:, column] + booster.predict(asked))
        np.testing.assert_allclose(median, expected, atol=0.01)
        self.assertTrue((late >= median).all())


def edges(booster: lgb.Booster, width: int) -> np.ndarray:
    frame = booster.trees_to_dataframe().dropna(subset=["threshold"])
    rows = np.full((2 * len(frame), width), 0.5, dtype=np.float32)
    for at, (feature, threshold) in enumerate(zip(frame.split_feature, frame.threshold, strict=True)):
        column = int(feature.removeprefix("Column_"))
        rows[2 * at, column] = np.float32(threshold)
        rows[2 * at + 1, column] = np.nextafter(np.float32(threshold), np.float32(9))

    return rows


class TrainTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def trained(self, factor: float, serving: tuple[dict, bytes] | None = None) -> train.Trained:
        made = dataset.write(orders(1500, factor), self.folder / f"set-{factor}", FEATURES, {})

        return train.train(made, "eta-1", serving)

    def test_holds_out_whole_orders_that_begin_after_the_others_came(self) -> None:
        learned, held = train.split(orders(500, 2))

        self.assertFalse(set(learned["order_id"]) & set(held["order_id"]))
        self.assertLess(learned["delivered_at"].max(), held["event_time"].min())

    def test_learns_what_the_calibration_does_not_know(self) -> None:
        metrics = self.trained(2).manifest["metrics"]

        self.assertLess(
            metrics["model"]["mae_seconds"], 0.4 * metrics["calibration"]["mae_seconds"]
        )
        self.assertTrue(0.8 < metrics["model"]["in_time"] < 0.97, metrics["model"])

    def test_is_worse_than_a_model_that_knows_more(self) -> None:
        serving = self.trained(2)
        with mock.patch.dict(train._ROUNDS, {"median": 1, "late": 1}):
            quick = self.trained(2, (serving.manifest, serving.model))

        self.assertFalse(serving.is_worse)
        self.assertTrue(quick.is_worse)
        self.assertEqual(quick.manifest["metrics"]["serving"]["version"], "eta-1")

    def test_is_worse_where_a_better_median_comes_with_far_longer_windows(self) -> None:
        rows = orders(200, 2)
        seconds = rows["seconds"].to_numpy()
        rival = train.measure(rows, seconds + 60, seconds + 120)

        def is_worse(median: int, late: int) -> bool:
            model = train.measure(rows, seconds + median, seconds + late)

            return train.Trained(b"", {"metrics": {"model": model, "calibration": rival}}).is_worse

        self.assertFalse(is_worse(55, 120))
        self.assertTrue(is_worse(55, 300))
        self.assertFalse(is_worse(62, 60))

    def test_serves_only_markets_that_it_has_learned_from(self) -> None:
        rows = orders(1500, 2)
        home = rows["market"].iloc[0]
        _, held = train.split(rows)
        rows.loc[held.index[held.index >= held.index[len(held) // 2]], "market"] = "elsewhere"
        made = dataset.write(rows, self.folder / "two-markets", FEATURES, {})

        trained = train.train(made, "eta-1", None)

        self.assertEqual(trained.manifest["markets"], [home])
        _, held = train.split(made.frame())
        median, late = train.served(trained.model, [home], held, FEATURES.names)
        elsewhere = (held["market"] == "elsewhere").to_numpy()
        self.assertTrue(0 < elsewhere.sum() < len(held))
        calibrated = held["calibrated_seconds"].to_numpy()
        np.testing.assert_array_equal(median[elsewhere], calibrated[elsewhere])
        self.assertFalse((median[~elsewhere] == calibrated[~elsewhere]).any())
        np.testing.assert_array_equal(
            late[elsewhere], held["calibrated_late_seconds"].to_numpy()[elsewhere]
        )
        self.assertEqual(
            trained.manifest["metrics"]["model"], train.measure(held, median, late)
        )

    def test_the_same_set_gives_the_same_model(self) -> None:
        self.assertEqual(self.trained(2).manifest["sha256"], self.trained(2).manifest["sha256"])

    def test_asks_for_more_rows(self) -> None:
        made = dataset.write(orders(50, 2), self.folder / "few", FEATURES, {})

        with self.assertRaisesRegex(WrongUse, "each must be 200 or more"):
            train.train(made, "eta-1", None)


class ProgramTest(unittest.TestCase):
    """The commands, on a folder of this machine."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        profile = self.folder / "profile.yaml"
        profile.write_text(f"eta.model: {self.folder / 'models'}\n", "utf-8")
        self.settings = Settings.load(profile, {})
        patched = mock.patch.object(Settings, "load", return_value=self.settings)
        patched.start()
        self.addCleanup(patched.stop)

    def run_program(self, *arguments: str) -> tuple[int, dict]:
        told = self.folder / "told.json"
        told.write_text("{}", "utf-8")
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            code = program.main(["--json", str(told), *arguments])

        return code, json.loads(told.read_text("utf-8"))

    def serving(self) -> str | None:
        return self.run_program("list")[1]["serving"]

    def test_trains_uses_and_rolls_back(self) -> None:
        dataset.write(orders(1500, 2), self.folder / "datasets" / "march", FEATURES, {})

        code, told = self.run_program("train", "--dataset", "march")
        self.assertEqual((code, told["model"]["version"]), (0, "eta-1"))
        self.assertIsNone(self.serving())
        self.run_program("use", "eta-1")
        self.run_program("train", "--dataset", "march")
        self.run_program("use", "eta-2")
        self.assertEqual(self.serving(), "eta-2")
        self.run_program("rollback")
        self.assertEqual(self.serving(), "eta-1")
        self.run_program("rollback")
        self.assertIsNone(self.serving())
        self.assertEqual(self.run_program("rollback")[0], program.WRONG_USE)

    def test_registers_one_that_is_worse_only_when_told_so(self) -> None:
        # What was slow is so no more: the calibration is right about the orders held out.
        rows = orders(1500, 2)
        newest = rows["order_id"] >= 1100
        rows.loc[newest, "seconds"] = rows.loc[newest, "calibrated_seconds"].astype(float)
        dataset.write(rows, self.folder / "datasets" / "right", FEATURES, {})
        models = Registry(self.settings.text("eta.model"), self.settings)

        command = ("train", "--dataset", "right", "--use")
        self.assertEqual(self.run_program(*command)[0], program.WORSE)
        self.assertEqual(models.versions(), [])
        self.assertIsNone(self.serving())
        command = ("train", "--dataset", "right", "--even-if-worse")
        self.assertEqual(self.run_program(*command)[0], 0)
        self.assertEqual(models.versions(), ["eta-1"])

    def test_takes_over_what_is_not_worse_and_only_once(self) -> None:
        dataset.write(orders(1500, 2), self.folder / "datasets" / "march", FEATURES, {})
        command = ("train", "--dataset", "march", "--use")
        self.enterContext(mock.patch.dict(train._ROUNDS, {"median": 60, "late": 30}))

        first = self.run_program(*command)[1]
        again = self.run_program(*command)[1]

        self.assertEqual((first["serving"], again["serving"]), ("eta-1", "eta-1"))
        self.assertEqual(again["model"]["version"], "eta-1")
        models = Registry(self.settings.text("eta.model"), self.settings)
        self.assertEqual(models.versions(), ["eta-1"])
        self.assertEqual(models.serving().before, [None])

    def test_names_the_models_that_there_are(self) -> None:
        self.assertEqual(self.run_program("use", "eta-9")[0], program.WRONG_USE)

    def test_refuses_a_name_that_leads_elsewhere(self) -> None:
        self.assertEqual(
            self.run_program("train", "--dataset", "../march")[0], program.WRONG_USE
        )

    def test_counts_versions_by_their_number(self) -> None:
        models = Registry(self.settings.text("eta.model"), self.settings)
        for number in (1, 2, 10):
            models.add(f"eta-{number}", {"version": f"eta-{number}"}, b"")

        self.assertEqual(models.versions(), ["eta-1", "eta-2", "eta-10"])
        self.assertEqual(models.next_version("eta"), "eta-11")


if __name__ == "__main__":
    unittest.main()
