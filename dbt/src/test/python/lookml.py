"""Reads LookML files with lkml and prints what they define, as JSON."""

import json
import sys
from pathlib import Path
from typing import Any

import lkml


def names(parsed: dict[str, Any], kind: str) -> list[str]:
    return sorted(part["name"] for part in parsed.get(kind, []))


def main(folder: Path) -> None:
    views: dict[str, list[str]] = {}
    explores: list[str] = []
    for file in sorted(folder.rglob("*.lkml")):
        parsed = lkml.load(file.read_text())
        explores += names(parsed, "explores")
        for view in parsed.get("views", []):
            kinds = ("dimensions", "dimension_groups", "measures")
            views[view["name"]] = sorted(sum((names(view, kind) for kind in kinds), []))
    print(json.dumps({"views": views, "explores": sorted(explores)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
