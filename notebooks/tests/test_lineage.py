import contextlib
import json
import os
import socket
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, Self
from unittest import mock

import nbformat
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

import run
from freshet import lineage
from freshet.settings import Settings

STANDARD = Path(__file__).parents[2] / "core/lineage/src/test/resources/openlineage"
TOKEN = "a-token-of-the-collector"
MARKET = lineage.Column("market", "string", "The market")
STATE = lineage.Column("state", "string", "The state")


class EventTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.journal = Path(folder.name) / "reads.jsonl"

    def note(self, table: str, *columns: lineage.Column) -> None:
        with mock.patch.dict(os.environ, {lineage.JOURNAL: str(self.journal)}):
            location = f"s3://lake/warehouse/{table.replace('.', '/')}-1"
            lineage.note(table, location, [MARKET, STATE], [column.name for column in columns])

    def event(self, ok: bool = True) -> dict[str, Any]:
        run_of_it = lineage.Run("eta_error", "How wrong are our ETAs?", ok)
        return lineage.event(run_of_it, self.journal, "http://catalog:8181")

    def test_follows_the_standard(self) -> None:
        self.note("raw.order_events", MARKET)

        self.assertEqual(violations(self.event()), [])

    def test_is_held_against_a_standard_that_refuses(self) -> None:
        self.note("raw.order_events", MARKET)
        wrong = self.event() | {"run": {}}
        del wrong["inputs"][0]["facets"]["symlinks"]["identifiers"][0]["type"]

        self.assertEqual(len(violations(wrong)), 2)

    def test_names_each_table_once_with_all_columns_that_were_read(self) -> None:
        self.note("raw.order_events", MARKET)
        self.note("raw.markets", MARKET)
        self.note("raw.order_events", MARKET, STATE)

        orders, markets = self.event()["inputs"]
        self.assertEqual(orders["namespace"], "s3://lake")
        self.assertEqual(orders["name"], "warehouse/raw/order_events-1")
        self.assertEqual(orders["facets"]["symlinks"]["identifiers"][0]["name"], "raw.order_events")
        self.assertEqual(columns(orders), ["market", "state"])
        self.assertEqual(len(markets["facets"]["schema"]["fields"]), 2)
        self.assertEqual(columns(markets), ["market"])

    def test_claims_no_columns_of_a_table_that_a_query_read_as_well(self) -> None:
        self.note("raw.order_events", MARKET)
        with mock.patch.dict(os.environ, {lineage.JOURNAL: str(self.journal)}):
            location = "s3://lake/warehouse/raw/order_events-1"
            lineage.note("raw.order_events", location, [MARKET, STATE], None)
        self.note("raw.order_events", STATE)

        (orders,) = self.event()["inputs"]
        self.assertNotIn("inputFacets", orders)
        self.assertEqual(violations(self.event()), [])

    def test_tells_of_a_notebook_that_read_nothing_and_of_one_that_failed(self) -> None:
        self.assertEqual(self.event()["inputs"], [])
        self.assertEqual(self.event()["eventType"], "COMPLETE")
        self.assertEqual(self.event(ok=False)["eventType"], "FAIL")


class RunTest(unittest.TestCase):
    """A notebook that reads a table, run as `./freshet notebook run` does."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        cells = [
            nbformat.v4.new_markdown_cell("# Where is it?\n\nSomewhere."),
            nbformat.v4.new_code_cell(
                f"import sys; sys.path.insert(0, {str(run.HERE)!r})\n"
                "from freshet import lineage\n"
                "column = lineage.Column('market', 'string', '')\n"
                "lineage.note('raw.markets', 's3://lake/raw/markets-1', [column], ['market'])"
            ),
        ]
        notebook = nbformat.v4.new_notebook(cells=cells)
        nbformat.write(notebook, self.folder / "where_is_it.ipynb")
        self.enterContext(mock.patch.object(run, "HERE", self.folder))
        # The kernel's sockets lie in the folder that it is started from.
        self.enterContext(contextlib.chdir(self.folder))

    def execute(self, profile: str) -> run.Outcome:
        path = self.folder / "profile.yaml"
        path.write_text(profile, encoding="utf-8")
        with mock.patch.dict(os.environ, {"FRESHET_PROFILE": str(path)}):
            return run.execute_and_tell("where_is_it", self.folder)

    def test_tells_its_question_and_what_it_read(self) -> None:
        with Collector() as collector:
            self.execute(f"lineage.url: {collector.url}\nlineage.token: {TOKEN}")

        self.assertEqual(collector.authorizations, [f"Bearer {TOKEN}"])
        (event,) = collector.events
        self.assertEqual(violations(event), [])
        self.assertEqual(event["job"]["name"], "notebook.where_is_it")
        self.assertEqual(event["job"]["facets"]["documentation"]["description"], "Where is it?")
        self.assertEqual(columns(event["inputs"][0]), ["market"])


class SilenceTest(unittest.TestCase):
    def test_says_in_a_line_that_nobody_listens(self) -> None:
        settings = Settings("profile.yaml", {"lineage.url": "http://127.0.0.1:1"}, {})

        problem = lineage.tell(settings, lineage.Run("n", "", True), Path("no-journal"))

        self.assertRegex(problem or "", "^lineage was not told: http://127.0.0.1:1: .*refused")

    def test_says_in_a_line_that_no_http_server_answers(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            threading.Thread(target=_answer_rubbish, args=(server,), daemon=True).start()
            url = f"http://127.0.0.1:{server.getsockname()[1]}"
            settings = Settings("profile.yaml", {"lineage.url": url}, {})

            problem = lineage.tell(settings, lineage.Run("n", "", True), Path("no-journal"))

        self.assertRegex(problem or "", f"^lineage was not told: {url}")

    def test_says_in_a_line_that_a_journal_is_cut(self) -> None:
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as journal:
            journal.write('{"table": "raw.mar')
            journal.flush()
            settings = Settings("profile.yaml", {"lineage.url": "http://127.0.0.1:1"}, {})

            problem = lineage.tell(settings, lineage.Run("n", "", True), Path(journal.name))

        self.assertRegex(problem or "", "^lineage was not told")

    def test_tells_nobody_without_an_address(self) -> None:
        settings = Settings("profile.yaml", {}, {})

        self.assertIsNone(lineage.tell(settings, lineage.Run("n", "", True), Path("no-journal")))

    def test_keeps_no_journal_that_nobody_asked_for(self) -> None:
        with mock.patch.dict(os.environ, clear=True):
            lineage.note("raw.markets", "s3://lake/raw/markets-1", [MARKET], ["market"])

    def test_reads_on_where_the_journal_cannot_be_written(self) -> None:
        with mock.patch.dict(os.environ, {lineage.JOURNAL: "/no/such/folder/reads"}):
            lineage.note("raw.markets", "s3://lake/raw/markets-1", [MARKET], ["market"])


def _answer_rubbish(server: socket.socket) -> None:
    connection, _ = server.accept()
    with connection:
        connection.recv(4096)
        connection.sendall(b"+PONG\r\n")


class Collector:
    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.authorizations: list[str | None] = []
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                collector.events.append(json.loads(body))
                collector.authorizations.append(self.headers["Authorization"])
                self.send_response(201 if self.path == "/api/v1/lineage" else 404)
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def columns(dataset: dict[str, Any]) -> list[str]:
    """Those that it says to have read."""
    return [each["name"] for each in dataset["inputFacets"]["freshet_columnsRead"]["columns"]]


def violations(event: dict[str, Any]) -> list[str]:
    """By OpenLineage's own schemas: the event's, and that of each facet in it."""
    schemas = [json.loads(path.read_text("utf-8")) for path in STANDARD.rglob("*.json")]
    registry = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in schemas
    )
    facets = [
        (facet["_schemaURL"], facet)
        for part in (event["job"], *event["inputs"])
        for facet in part["facets"].values()
    ]

    return [
        violation.message
        for address, content in [(event["schemaURL"], event), *facets]
        for violation in Draft202012Validator({"$ref": address}, registry=registry).iter_errors(
            content
        )
    ]
