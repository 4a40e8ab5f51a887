import tempfile
import unittest
from pathlib import Path

import numpy as np
import pandas as pd

from freshet.errors import WrongUse
from training import order_time

BEGIN = pd.Timestamp("2026-03-01T12:00:00Z")


def orders(*rows: tuple[int, int, int]) -> pd.DataFrame:
    """Store, seconds until its creation, and seconds that it took."""
    frame = pd.DataFrame(rows, columns=["store_id", "created", "seconds"])
    created = BEGIN + pd.to_timedelta(frame["created"], unit="s")

    return frame.assign(
        market_id=1,
        created_at=created,
        actual_delivery_time=created + pd.to_timedelta(frame["seconds"], unit="s"),
    )


class RunningMeansTest(unittest.TestCase):
    def test_knows_only_what_had_come_at_creation(self) -> None:
        means = order_time.running_means(
            orders((1, 0, 100), (1, 50, 300), (1, 100, 900), (1, 400, 1)), ["store_id"]
        )

        self.assertTrue(np.isnan(means[:2]).all())
        self.assertAlmostEqual(means[2], 100)
        self.assertAlmostEqual(means[3], 200)

    def test_leans_on_all_orders_where_few_are_known_of_the_keys(self) -> None:
        known = [(1, n, 100) for n in range(20)] + [(2, 20, 1000)]
        means = order_time.running_means(orders(*known, (2, 2000, 1)), ["store_id"])

        overall = (20 * 100 + 1000) / 21
        self.assertAlmostEqual(means[-1], 1000 / 11 + overall * 10 / 11)


class JudgeTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "orders.csv"

    def write(self, count: int, file: Path | None = None, begin: int = 0) -> pd.DataFrame:
        """Stores 1 to 20 take so many hundred seconds, some more or less; one order takes days.

        begin: of the first order, in minutes
        """
        chance = np.random.default_rng(3 + begin)
        stores = chance.integers(1, 21, count)
        frame = orders(
            *(
                (int(store), 60 * (begin + place), int(store * 100 + chance.integers(-40, 40)))
                for place, store in enumerate(stores)
            )
        )
        for column in order_time._CATEGORIES[1:]:
            frame[column] = "a"
        for column in order_time._NUMBERS:
            frame[column] = chance.integers(0, 9, count)
        frame.loc[0, "actual_delivery_time"] += pd.Timedelta(days=90)
        frame.to_csv(file or self.file, index=False)

        return frame

    def test_running_means_find_what_plain_columns_do_not_tell(self) -> None:
        self.write(3000)

        judged = order_time.judge(self.file)

        errors = judged.errors
        self.assertLess(errors["with load and running means"], errors["with load"] / 2)
        self.assertGreater(judged.in_time, 0.85)
        self.assertLess(judged.in_time, 0.95)
        self.assertEqual(judged.left_out, 1)
        self.assertEqual(judged.held_out, 600)

    def test_is_judged_by_all_orders_of_another_file_that_begins_later(self) -> None:
        later = self.file.with_name("later.csv")
        self.write(2000)
        self.write(500, later, begin=2000)

        judged = order_time.judge(self.file, later)

        errors = judged.errors
        self.assertLess(errors["with load and running means"], errors["with load"] / 2)
        self.assertEqual(judged.held_out, 499)
        self.assertEqual(judged.left_out, 2)
        # Those that were under way when the first that judges was created teach nothing.
        self.assertLess(judged.learned, 1999)
        self.assertGreater(judged.learned, 1900)
        self.assertEqual(judged.from_time, BEGIN + pd.Timedelta(minutes=2001))

    def test_learns_nothing_from_what_came_after_the_first_order_that_judges(self) -> None:
        later = self.file.with_name("later.csv")
        self.write(2000)
        self.write(500, later, begin=900)

        with self.assertRaisesRegex(WrongUse, "orders had come when the first that judges"):
            order_time.judge(self.file, later)

    def test_says_what_a_file_lacks(self) -> None:
        self.write(2000).drop(columns=["subtotal"]).to_csv(self.file, index=False)
        with self.assertRaisesRegex(WrongUse, "lacks the columns subtotal"):
            order_time.judge(self.file)

        self.write(50)
        with self.assertRaisesRegex(WrongUse, "1000 at least are needed"):
            order_time.judge(self.file)
        with self.assertRaisesRegex(WrongUse, "There is no file"):
            order_time.judge(self.file.with_name("other.csv"))


if __name__ == "__main__":
    unittest.main()
