"""The reports that Maven has left of test classes."""

from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
MODULES = ("*/", "*/*/", "*/*/*/")
REPORTS = "target/*-reports/TEST-*.xml"


def all_reports() -> list[Path]:
    return [report for depth in MODULES for report in HOME.glob(depth + REPORTS)]


def module(report: Path) -> str:
    return str(report.parents[2].relative_to(HOME))
