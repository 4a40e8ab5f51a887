"""What is said of a Trino that gives no answer."""

import unittest

import requests
import trino

from supply.lake import Address, away

ADDRESS = Address("127.0.0.1", 14010, "freshet")


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
