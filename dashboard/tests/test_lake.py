"""What is said of a Trino that gives no answer."""

import unittest
from datetime import UTC, datetime

import requests
import trino

from supply import questions
from supply.lake import Address, Lake, LakeError, away, bound

ADDRESS = Address("127.0.0.1", 14010, "freshet")


class AtACut(unittest.TestCase):
    def test_every_table_is_a_view_of_the_cut(self):
        asked = [text for name, text in vars(questions).items() if name.isupper()]

        for question in asked:
            at = questions.at("cut_2026_03_01_12", question)
            self.assertNotIn("raw.", at)
            self.assertEqual(at.count("cut_2026_03_01_12."), question.count("raw."))

    def test_its_name_is_one_and_nothing_else(self):
        self.assertEqual(bound("cut_2026_03_01_12"), datetime(2026, 3, 1, 12, tzinfo=UTC))
        for wrong in ("cut_2026_02_31_12", "cut_2026_03_01_12; drop", "marts"):
            with self.assertRaisesRegex(LakeError, "is no cut such as cut_2026_11_29_07"):
                Lake(ADDRESS, wrong)


class Away(unittest.TestCase):
    def test_a_refused_token_is_named(self):
        for answer in ("error 401: Unauthorized", "error 403: Forbidden"):
            said = away(ADDRESS, trino.exceptions.HttpError(answer))

            self.assertEqual(said.what, "Trino at 127.0.0.1:14010 refuses the token")

    def test_a_port_that_reads_like_a_refusal_is_none(self):
        said = away(ADDRESS, requests.exceptions.ConnectionError("127.0.0.1:14010 refused"))

        self.assertEqual(said.what, "Trino does not answer at 127.0.0.1:14010")

    def test_any_other_answer_is_no_refusal(self):
        said = away(ADDRESS, trino.exceptions.HttpError("error 500: in stage 403"))

        self.assertEqual(said.what, "Trino does not answer at 127.0.0.1:14010")


if __name__ == "__main__":
    unittest.main()
