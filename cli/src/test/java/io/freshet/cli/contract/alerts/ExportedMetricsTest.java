package io.freshet.cli.contract.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExportedMetricsTest {
  @Test
  void thePageListsWhatTheCodeNames() {
    assertThat(ExportedMetrics.listedNames())
        .as("docs/reference/metrics.md")
        .hasSizeGreaterThan(50)
        .containsExactlyElementsOf(ExportedMetrics.namesInCode());
  }
}
