"""Executes notebooks from top to bottom and keeps what they show; `./freshet notebook run`."""

import argparse
import json
import os
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter
from traitlets.config import Config

from freshet import lineage
from freshet.errors import WrongUse
from freshet.settings import Settings

HERE = Path(__file__).parent
SECONDS_A_CELL = 600
FAILED, WRONG_USE, TRY_AGAIN = 1, 2, 75
# Sockets in a folder of the user's own: whoever else is on this machine can't reach a TCP port.
_PRIVATE = Config({"KernelManager": {"transport": "ipc"}})
_EXIT_CODES = {"WrongUse": WRONG_USE, "LakeAway": TRY_AGAIN}


@dataclass(frozen=True)
class Outcome:
    """How one notebook went. page: what it shows, as HTML. error: one line, or None."""

    notebook: str
    ok: bool
    seconds: float
    page: str
    error: str | None
    exit_code: int


def execute(name: str, output: Path, journal: Path) -> Outcome:
    """journal: gets a line for each table that is read."""
    notebook = nbformat.read(HERE / f"{name}.ipynb", as_version=4)
    client = NotebookClient(
        notebook,
        timeout=SECONDS_A_CELL,
        kernel_name="python3",
        config=_PRIVATE,
        resources={"metadata": {"path": str(HERE)}},
    )
    begin = time.monotonic()
    error, exit_code = None, 0
    try:
        client.execute(env={**os.environ, lineage.JOURNAL: str(journal)})
    except CellExecutionError as e:
        error, exit_code = f"{e.ename}: {e.evalue}", _EXIT_CODES.get(e.ename, FAILED)
    except (CellTimeoutError, DeadKernelError) as e:
        error, exit_code = " ".join(str(e).split()), FAILED
    page = output / f"{name}.html"
    page.write_text(HTMLExporter().from_notebook_node(notebook)[0], encoding="utf-8")
    nbformat.write(notebook, output / f"{name}.ipynb")

    return Outcome(
        name, error is None, round(time.monotonic() - begin, 1), str(page), error, exit_code
    )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebook", nargs="*", help="default: all")
    parser.add_argument("--output", type=Path, required=True, help="folder for the results")
    parser.add_argument("--json", type=Path, help="file for the outcome")
    options = parser.parse_args(arguments)
    options.output.mkdir(parents=True, exist_ok=True)
    names = options.notebook or sorted(path.stem for path in HERE.glob("*.ipynb"))

    outcomes = []
    for i, name in enumerate(names, start=1):
        print(f"{i} of {len(names)}  {name} …", flush=True)
        outcome = execute_and_tell(name, options.output)
        outcomes.append(outcome)
        print(f"  {outcome.seconds:.1f} s  {outcome.error or outcome.page}", flush=True)
    if options.json:
        result = {"ok": all(o.ok for o in outcomes), "notebooks": [_told(o) for o in outcomes]}
        options.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")

    return next((outcome.exit_code for outcome in outcomes if not outcome.ok), 0)


def execute_and_tell(name: str, output: Path) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        journal = Path(folder) / "reads.jsonl"
        outcome = execute(name, output, journal)
        try:
            settings = Settings.load()
        except WrongUse:
            return outcome  # without a profile there is nobody to tell
        run = lineage.Run(name, _question(name), outcome.ok)
        problem = lineage.tell(settings, run, journal)
        if problem:
            print(f"  {problem}", flush=True)

    return outcome


def _question(name: str) -> str:
    first = nbformat.read(HERE / f"{name}.ipynb", as_version=4).cells[0].source

    return first.splitlines()[0].lstrip("# ")


def _told(outcome: Outcome) -> dict[str, object]:
    return {key: value for key, value in asdict(outcome).items() if key != "exit_code"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
