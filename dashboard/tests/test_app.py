"""The page itself, without a browser."""

import os
import unittest
from pathlib import Path
from unittest import mock

from streamlit.testing.v1 import AppTest

APP = str(Path(__file__).parent.parent / "app.py")
NOBODY_LISTENS = {"FRESHET_TRINO_HOST": "127.0.0.1", "FRESHET_TRINO_PORT": "1"}


def look(settings: dict[str, str]) -> str:
    with mock.patch.dict(os.environ, settings):
        app = AppTest.from_file(APP, default_timeout=60).run()
    assert not app.exception, app.exception
    return " ".join(element.proto.body for element in app.get("html"))


class ThePage(unittest.TestCase):
    def test_it_says_that_trino_is_away_and_what_to_do(self):
        page = look(NOBODY_LISTENS)

        self.assertIn("Trino does not answer at 127.0.0.1:1", page)
        self.assertIn("<code>./freshet up</code>", page)


if __name__ == "__main__":
    unittest.main()
