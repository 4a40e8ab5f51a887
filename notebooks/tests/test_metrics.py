"""What the console exports, read by the parser of Prometheus's own Python client."""

import unittest
from pathlib import Path

from prometheus_client.openmetrics.parser import text_string_to_metric_families

PROJECT = Path(__file__).parents[2]
# The console's TableMetricsTest holds that this is what /metrics says.
EXPORTED = PROJECT / "console/src/test/resources/io/freshet/console/metrics/metrics.txt"


class MetricsTest(unittest.TestCase):
    def setUp(self) -> None:
        text = EXPORTED.read_text(encoding="utf-8")
        self.families = {family.name: family for family in text_string_to_metric_families(text)}

    def value(self, family: str, **labels: str) -> float:
        found = [s.value for s in self.families[family].samples if s.labels == labels]
        self.assertEqual(len(found), 1, f"{family} {labels}")
        return found[0]

    def test_all_are_gauges_that_say_what_they_are(self) -> None:
        self.assertGreaterEqual(len(self.families), 10)
        for family in self.families.values():
            self.assertEqual(family.type, "gauge", family.name)
            self.assertTrue(family.documentation, family.name)

    def test_says_how_long_a_table_waits_and_how_long_it_may(self) -> None:
        fares = {"table": "raw.fares"}

        self.assertEqual(self.value("freshet_table_waiting_seconds", hop="flink", **fares), 90)
        self.assertEqual(self.value("freshet_table_budget_seconds", **fares), 60)
        self.assertLess(self.value("freshet_table_alert_after_seconds", **fares), 60)
        self.assertEqual(self.value("freshet_table_commit_age_seconds", **fares), 7)

    def test_names_that_senders_made_up_stay_what_they_are(self) -> None:
        self.assertEqual(
            self.value("freshet_dead_letters", contract='a "b\\\n', cause="too_far_ahead"), 1
        )


if __name__ == "__main__":
    unittest.main()
