import contextlib
import io
import json
import re
import tempfile
import unittest
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import freshet
from freshet.errors import LakeAway, WrongUse
from freshet.settings import Settings
from tests.orders_catalog import FIRST, FIRST_AT, SECOND, SECOND_AT, OrdersCatalog
from training import __main__ as program
from training import dataset
from training.pins import Pins
from training.tests.rows import FEATURES, orders

TABLES = ("eta_predictions", "order_events")
CUT = "cut_2026_03_01_12"


class PinsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.lake = freshet.Lake(
            Settings("profile.yaml", {"catalog.uri": "http://catalog:8181"}, {})
        )
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.lake._catalog = self.catalog = OrdersCatalog(self.folder, "eta_predictions")

    def pins(self, name: str = "march", cut: str | None = None) -> Pins:
        return Pins.of(self.lake, name, TABLES, cut)

    def kept(self, tag: str = "dataset-march") -> dict[str, int]:
        """The snapshot that each table keeps by it."""
        tags = {name: self.lake.table(name).tags() for name in TABLES}
        return {name: found[tag] for name, found in tags.items() if tag in found}

    def take(
        self, as_of: datetime | None = None, keep: timedelta | None = None, name: str = "march"
    ) -> list[int]:
        with self.pins(name).taken(as_of, keep) as tables:
            return [table.snapshot.id for table in tables]

    def refuses(self, message: str) -> contextlib.AbstractContextManager[Any]:
        return self.assertRaisesRegex(WrongUse, re.escape(message))


class TagTest(PinsTest):
    def tag(self, name: str, cut: str | None, *tags: str) -> str:
        for tag in tags:
            self.lake.table(TABLES[0]).keep(tag)
        return self.pins(name, cut).tag

    def test_says_at_which_cut_a_set_is(self) -> None:
        self.assertEqual(self.tag("eta", None), "dataset-eta")
        self.assertEqual(self.tag("eta", CUT), f"dataset-eta.{CUT}")

    def test_is_found_by_the_name_alone(self) -> None:
        at_cut = f"dataset-eta.{CUT}"

        self.assertEqual(self.tag("eta", None, at_cut, "dataset-eta-2", "mine"), at_cut)
        self.assertEqual(self.pins("eta", CUT).tag, at_cut)
        self.assertEqual(self.pins("eta").cut, CUT)

    def test_is_refused_where_the_name_was_made_otherwise(self) -> None:
        for name, tag in (("a", "dataset-a"), ("b", "dataset-b.cut_2026_03_01_11")):
            with self.refuses(f"{name} was made before, and not at {CUT}"):
                self.tag(name, CUT, tag)

    def test_no_set_is_called_like_one_at_a_cut(self) -> None:
        with self.refuses("ends like a tag of a set at a cut"):
            self.pins(f"eta.{CUT}")


class TakenTest(PinsTest):
    def test_keeps_every_table_before_any_is_read(self) -> None:
        with self.pins().taken(None, None) as tables:
            self.assertEqual(self.kept(), dict.fromkeys(TABLES, SECOND))
            self.assertEqual([table.snapshot.id for table in tables], [SECOND, SECOND])

        self.assertEqual(self.kept(), dict.fromkeys(TABLES, SECOND))

    def test_keeps_all_as_of_one_time(self) -> None:
        self.assertEqual(self.take(FIRST_AT + timedelta(minutes=1)), [FIRST, FIRST])
        self.assertEqual(self.kept(), dict.fromkeys(TABLES, FIRST))

    def test_keeps_until_it_is_dropped_or_for_so_long_from_now(self) -> None:
        age = datetime.now(UTC) - SECOND_AT
        self.take()
        self.take(keep=timedelta(days=90), name="april")

        refs = self.catalog.metadata.refs
        self.assertIsNone(refs["dataset-march"].max_ref_age_ms)
        stays = timedelta(milliseconds=refs["dataset-april"].max_ref_age_ms)
        self.assertTrue(timedelta(90) <= stays - age <= timedelta(91), stays)

    def test_takes_what_stands_whatever_is_newest(self) -> None:
        self.take(FIRST_AT)

        self.assertEqual(self.take(), [FIRST, FIRST])
        self.assertEqual(self.take(SECOND_AT - timedelta(minutes=1)), [FIRST, FIRST])
        with self.refuses("march was made before, of raw.eta_predictions as of another time"):
            self.take(SECOND_AT)

    def test_leaves_nothing_where_the_set_cannot_be_made(self) -> None:
        with self.refuses("no rows"), self.pins().taken(FIRST_AT, None):
            raise WrongUse("no rows")

        self.assertEqual(self.kept(), {})
        # So that the name is free for another time.
        self.assertEqual(self.take(SECOND_AT), [SECOND, SECOND])

    def test_leaves_nothing_where_one_table_refuses_its_tag(self) -> None:
        commit = self.catalog.commit_table
        with (
            mock.patch.object(
                self.catalog,
                "commit_table",
                side_effect=lambda table, *others: (
                    commit(table, *others) if table.name()[-1] == TABLES[0] else away()
                ),
            ),
            self.assertRaisesRegex(LakeAway, "away"),
        ):
            self.take()

        self.assertEqual(self.kept(), {})

    def test_leaves_what_was_there_before_though_it_fails(self) -> None:
        self.take(FIRST_AT)

        with self.refuses("no rows"), self.pins().taken(None, None):
            raise WrongUse("no rows")

        self.assertEqual(self.kept(), dict.fromkeys(TABLES, FIRST))

    def test_says_of_a_failure_that_its_tags_stay(self) -> None:
        with self.assertRaisesRegex(LakeAway, "store") as raised, self.pins().taken(None, None):
            self.enterContext(
                mock.patch.object(self.catalog, "commit_table", side_effect=LakeAway("away"))
            )
            raise LakeAway("The store is away")

        [note] = raised.exception.__notes__
        self.assertEqual(
            note, "The tags dataset-march of this run stay, and the next goes on by them: away"
        )

    def test_goes_on_after_a_kill_where_the_time_says_how(self) -> None:
        self.lake.table(TABLES[0], snapshot=FIRST).keep("dataset-march")

        with self.refuses("dataset-march is on eta_predictions alone"):
            self.take()
        with self.refuses("as of another time"):
            self.take(SECOND_AT)
        self.assertEqual(self.take(FIRST_AT), [FIRST, FIRST])
        self.assertEqual(self.kept(), dict.fromkeys(TABLES, FIRST))


class CreateTest(PinsTest):
    """Of a set that lies in its folder."""

    def setUp(self) -> None:
        super().setUp()
        with self.pins().taken(FIRST_AT, None) as tables:
            origin = {"as_of": None, "tables": self.pins().describe(tables, "a-version")}
            self.made = dataset.write(orders(20, 2), self.folder / "march", FEATURES, origin)

    def create(self, as_of: datetime | None = None) -> dataset.TrainingSet:
        return dataset.create(self.lake, self.made.folder, as_of)

    def move(self, name: str, snapshot: int) -> None:
        table = self.lake.table(name, snapshot=snapshot)
        table.let_go("dataset-march")
        table.keep("dataset-march")

    def test_gives_the_same_again(self) -> None:
        self.assertEqual(self.create().manifest, self.made.manifest)
        self.assertEqual(self.create(FIRST_AT).manifest, self.made.manifest)
        with self.refuses("march was made before, of raw.eta_predictions as of another time"):
            self.create(SECOND_AT)

    def test_refuses_a_set_whose_tag_was_moved(self) -> None:
        self.move(TABLES[1], SECOND)

        with self.refuses(
            f"dataset-march of raw.order_events was moved: it keeps snapshot {SECOND}, and march"
            f" was made of {FIRST}"
        ):
            self.create()

    def test_refuses_a_set_that_could_not_be_made_again(self) -> None:
        self.lake.table(TABLES[1]).let_go("dataset-march")

        with self.refuses("raw.order_events has no tag dataset-march any more"):
            self.create()
        self.assertEqual(dataset.TrainingSet.read(self.made.folder).manifest["rows"], 60)


class DropTest(PinsTest):
    def drop(self) -> None:
        dataset.dropping(self.lake, self.folder / "march").run()

    def test_takes_tags_and_files_away(self) -> None:
        self.take()
        self.lake.table(TABLES[0]).keep("dataset-april")
        made = dataset.write(orders(20, 2), self.folder / "march", FEATURES, {})

        found = dataset.dropping(self.lake, made.folder)
        self.assertEqual(set(found.pins.standing), set(TABLES))
        self.assertTrue(all(file.exists() for file in found.files))

        found.run()
        self.assertEqual(self.kept(), {})
        self.assertFalse(made.folder.exists())
        self.assertEqual(list(self.kept("dataset-april")), [TABLES[0]])

    def test_leaves_files_of_others_alone(self) -> None:
        made = dataset.write(orders(20, 2), self.folder / "march", FEATURES, {})
        (made.folder / "notes.txt").write_text("mine", "utf-8")

        self.drop()

        self.assertEqual([file.name for file in made.folder.iterdir()], ["notes.txt"])

    def test_takes_what_a_killed_run_has_left(self) -> None:
        self.lake.table(TABLES[0]).keep("dataset-march")

        self.drop()

        self.assertEqual(self.kept(), {})

    def test_refuses_what_there_is_not(self) -> None:
        with self.refuses("There is no data set march: eta_predictions and order_events have no"):
            self.drop()


class ProgramTest(PinsTest):
    """The command."""

    def run_program(self, *arguments: str) -> tuple[int, dict[str, Any]]:
        told = self.folder / "told.json"
        told.write_text("{}", "utf-8")
        settings = Settings(
            str(self.folder / "profile.yaml"), {"training.datasets": str(self.folder)}, {}
        )
        with (
            mock.patch.object(Settings, "load", return_value=settings),
            mock.patch.object(freshet, "connect", return_value=self.lake),
            contextlib.redirect_stdout(io.StringIO()),
        ):
            code = program.main(["--json", str(told), *arguments])

        return code, json.loads(told.read_text("utf-8"))

    def test_drops_a_set_when_it_is_meant(self) -> None:
        self.take()
        made = dataset.write(orders(20, 2), self.folder / "march", FEATURES, {})

        code, told = self.run_program("drop", "march", "--dry-run")
        self.assertEqual((code, told["tables"]), (0, list(TABLES)))
        self.assertEqual(self.kept(), dict.fromkeys(TABLES, SECOND))
        self.assertEqual(told, {**self.run_program("drop", "march")[1], "dry_run": True})

        self.assertEqual(self.kept(), {})
        self.assertFalse(made.folder.exists())

    def test_tells_a_failure_with_its_notes(self) -> None:
        failure = LakeAway("The store is away")
        failure.add_note("Its tags stay")
        with (
            mock.patch.object(dataset, "create", side_effect=failure),
            contextlib.redirect_stderr(io.StringIO()) as told,
        ):
            code, _ = self.run_program("create", "march", "--keep", "3600")

        self.assertEqual(code, program.TRY_AGAIN)
        self.assertEqual(told.getvalue(), "The store is away\nIts tags stay\n")


def away() -> None:
    raise LakeAway("The catalog is away")


if __name__ == "__main__":
    unittest.main()
