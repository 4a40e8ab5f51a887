"""Has the tool's own command lint each of these contracts, all in one process.

Usage: lint.py ANSWERS CONTRACT …

Starting the tool takes far longer than linting. What it says of each contract, and its exit code, go
to the file ANSWERS as JSON.
"""

import json
import sys
from pathlib import Path

from datacontract.cli import app
from typer.testing import CliRunner


def lint(contract: str) -> dict:
    result = CliRunner().invoke(app, ["lint", contract])

    return {"exit_code": result.exit_code, "lines": result.output.splitlines()}


def main(answers: str, *contracts: str) -> None:
    said = {Path(contract).name: lint(contract) for contract in contracts}
    Path(answers).write_text(json.dumps(said), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
