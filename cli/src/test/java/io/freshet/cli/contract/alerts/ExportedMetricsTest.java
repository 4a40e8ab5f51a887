package io.freshet.cli.contract.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExportedMetricsTest {
  @Test
  void thePageListsWhatTheCodeNames() {
    assertThat(ExportedMetrics.listedNames())
        .as("docs/reference/metrics.md")
        .hasSizeGreaterThan(50)
        .containsExactlyElementsOf(ExportedMetrics.namesInCode());
  }

  /** A name that is written out is what a scrape has: with its unit. */
  @Test
  void thePageListsUnitsAsTheCodeNamesThem() {
    Set<String> listed = MetricLabels.listed().keySet();

    assertThat(ExportedMetrics.wholeNamesInCode())
        .as("docs/reference/metrics.md")
        .hasSizeGreaterThan(30)
        .allMatch(name -> listed.contains(name) || listed.contains(name + "_total"));
  }

  @Test
  void thePageListsKindsUnitsAndLabelsAsTheCodeBuildsThem() {
    Map<String, Set<String>> built = MetricLabels.built();

    assertThat(built).hasSizeGreaterThan(20);
    assertThat(MetricLabels.listed()).as("docs/reference/metrics.md").containsAllEntriesOf(built);
  }

  @Test
  void thePageListsLabelsAsTheConsoleTellsThem() {
    Map<String, Set<String>> told = MetricLabels.told();

    assertThat(told).hasSizeGreaterThan(10);
    assertThat(MetricLabels.listed()).as("docs/reference/metrics.md").containsAllEntriesOf(told);
  }

  @Test
  void anExpressionThatAsksForWhatIsNotThereIsNamed() {
    assertThat(
            MetricLabels.unknownIn(
                "max by (tabel) (freshet_table_readable) + on (hop)"
                    + " freshet_receipt_ok{sort=\"prove\"}"))
        .containsExactly(
            "freshet_receipt_ok has no label sort",
            "nothing here has the label tabel",
            "nothing here has the label hop");
    assertThat(
            MetricLabels.unknownIn(
                "sum by (le) (freshet_console_pages_seconds_bucket{page=\"home\"})"))
        .isEmpty();
  }
}
