"""Which tables and columns a notebook read, as an event of OpenLineage's."""

import contextlib
import http.client
import json
import os
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from freshet.settings import Settings

JOURNAL = "FRESHET_READS"
_SPECIFICATION = "https://openlineage.io/spec/2-0-2/OpenLineage.json"
_FACETS = "https://openlineage.io/spec/facets/"
_PRODUCER = "urn:freshet:notebooks"
# A facet of our own: OpenLineage has none for what was read of an input.
_COLUMNS_READ = "urn:freshet:facets:columns-read"
_SECONDS = 5


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    description: str


@dataclass(frozen=True)
class Run:
    """One run of a notebook, to its end. name: without its ending. question: its heading."""

    name: str
    question: str
    ok: bool


def is_wanted() -> bool:
    return bool(os.environ.get(JOURNAL))


def note(
    table: str, location: str, schema: Iterable[Column], columns: Iterable[str] | None
) -> None:
    """A line for a read in the journal that FRESHET_READS names; none where it names none.

    schema: all that the table has
    columns: those that were read; None where nobody knows which they are
    """
    journal = os.environ.get(JOURNAL)
    if journal:
        read = {
            "table": table,
            "location": location,
            "schema": [vars(column) for column in schema],
            "columns": None if columns is None else list(columns),
        }
        # A journal that can't be written must not keep anybody from reading.
        with contextlib.suppress(OSError), Path(journal).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(read) + "\n")


def tell(settings: Settings, run: Run, journal: Path) -> str | None:
    """Posts the run's event where lineage.url says. Gives why it could not, in a line."""
    url = settings.optional("lineage.url")
    if not url:
        return None
    # As the platform's other parts do: a proxy is for the world outside.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        body = json.dumps(event(run, journal, settings.optional("catalog.uri") or "lake"))
        request = urllib.request.Request(
            f"{url.rstrip('/')}/api/v1/lineage",
            data=body.encode(),
            headers={"Content-Type": "application/json", **_authorization(settings)},
        )
        with opener.open(request, timeout=_SECONDS):
            return None
    except (http.client.HTTPException, OSError, ValueError) as e:
        return f"lineage was not told: {url}: {e}"


def event(run: Run, journal: Path, catalog: str) -> dict[str, Any]:
    return {
        "eventTime": datetime.now(UTC).isoformat(),
        "eventType": "COMPLETE" if run.ok else "FAIL",
        "producer": _PRODUCER,
        "schemaURL": f"{_SPECIFICATION}#/$defs/RunEvent",
        "run": {"runId": str(uuid.uuid4())},
        "job": {
            "namespace": "freshet",
            "name": f"notebook.{run.name}",
            "facets": {
                "jobType": _facet(
                    "2-0-4/JobTypeJobFacet",
                    processingType="BATCH",
                    integration="JUPYTER",
                    jobType="NOTEBOOK",
                ),
                "documentation": _facet("1-1-0/DocumentationJobFacet", description=run.question),
            },
        },
        "inputs": [_input(read, catalog) for read in _reads(journal)],
        "outputs": [],
    }


def _reads(journal: Path) -> list[dict[str, Any]]:
    """One for each table, with all columns that were read of it, if they are known each time."""
    reads: dict[str, dict[str, Any]] = {}
    lines = journal.read_text(encoding="utf-8").splitlines() if journal.exists() else []
    for read in map(json.loads, lines):
        known = reads.setdefault(read["table"], {**read, "columns": []})
        if read["columns"] is None or known["columns"] is None:
            known["columns"] = None
        else:
            known["columns"] += [c for c in read["columns"] if c not in known["columns"]]

    return list(reads.values())


def _input(read: Mapping[str, Any], catalog: str) -> dict[str, Any]:
    """By its folder, as OpenLineage names a table of Iceberg's, and by its name in the catalog."""
    folder = urllib.parse.urlsplit(read["location"])
    told = {
        "namespace": f"{folder.scheme}://{folder.netloc}",
        "name": folder.path.lstrip("/"),
        "facets": {
            "symlinks": _facet(
                "1-0-1/SymlinksDatasetFacet",
                identifiers=[{"namespace": catalog, "name": read["table"], "type": "TABLE"}],
            ),
            "schema": _facet("1-2-0/SchemaDatasetFacet", fields=read["schema"]),
        },
    }
    if read["columns"] is not None:
        told["inputFacets"] = {
            "freshet_columnsRead": {
                "_producer": _PRODUCER,
                "_schemaURL": _COLUMNS_READ,
                "columns": [{"name": column} for column in read["columns"]],
            }
        }
    return told


def _facet(schema: str, **content: Any) -> dict[str, Any]:
    kind = schema.split("/")[1]
    return {
        "_producer": _PRODUCER,
        "_schemaURL": f"{_FACETS}{schema}.json#/$defs/{kind}",
        **content,
    }


def _authorization(settings: Settings) -> dict[str, str]:
    token = settings.optional("lineage.token")
    return {"Authorization": f"Bearer {token}"} if token else {}
