import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from airflow.dag_processing.dagbag import DagBag


class Webhook:
    """Takes what is posted to it."""

    def __init__(self):
        self.received = []
        webhook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["Content-Length"])
                webhook.received.append(json.loads(self.rfile.read(length)))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *arguments):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/alerts"


@pytest.fixture
def webhook():
    webhook = Webhook()
    threading.Thread(target=webhook.server.serve_forever, daemon=True).start()
    yield webhook
    webhook.server.shutdown()


@pytest.fixture(scope="module")
def bag() -> DagBag:
    return DagBag(str(Path(__file__).parent.parent / "dags"))
