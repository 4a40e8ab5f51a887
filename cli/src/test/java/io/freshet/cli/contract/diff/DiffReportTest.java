package io.freshet.cli.contract.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.assurance.change.ContractChange;
import io.freshet.assurance.change.ContractChange.Impact;
import io.freshet.cli.contract.diff.sources.Mention;
import io.freshet.cli.contract.diff.sql.How;
import io.freshet.cli.lineage.FakeLineage;
import io.freshet.cli.lineage.Graphs;
import io.freshet.core.lineage.graph.LineageClient;
import io.freshet.testing.samples.EditedContracts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiffReportTest {
  private static final ContractChange REMOVED =
      ContractChange.breaking(
          "order_events", Optional.of("state"), "removed", "it is gone", Impact.BOTH);
  private static final ContractChange ADDED =
      ContractChange.compatible("order_events", Optional.of("tip"), "added as optional long");

  @Test
  void namesWhoBreaksAndNotTheWriterThatFollows() {
    try (FakeLineage lineage = FakeLineage.start().knows("column=state", Graphs.STATE)) {
      FoundReaders readers =
          new Readers(LineageClient.of(lineage.settings()), EditedContracts.shipped()).of(REMOVED);
      DiffReport report =
          new DiffReport(
              "HEAD", List.of(REMOVED, ADDED), Map.of(REMOVED, readers), Optional.empty());

      assertThat(text(report))
          .isEqualTo(
              """
              ! order_events.state: removed; it is gone
                  view staging.orders · by dbt model stg · reads it
                  notebook eta_error · may filter by it · data-science
                  marts.daily · by dbt model daily · follows view staging.orders · delivery-marketplace
              ~ order_events.tip: added as optional long
              1 breaking, 1 compatible
              """);
      assertThat(report.ok()).isFalse();
      assertThat(report.json().path("changes").get(0).path("readers").get(0))
          .hasToString(
              "{\"how\":\"reads\",\"job\":\"dbt model stg\",\"reads\":\"raw.order_events\","
                  + "\"makes\":\"view staging.orders\",\"owner\":null}");
    }
  }

  @Test
  void saysThatMoreReadItThanCanBeShown() {
    Reader reader =
        new Reader(Reader.How.READS, "notebook a", "raw.a", Optional.empty(), Optional.empty());
    DiffReport report =
        new DiffReport(
            "HEAD",
            List.of(REMOVED),
            Map.of(REMOVED, new FoundReaders(List.of(reader), true)),
            Optional.empty());

    assertThat(text(report))
        .contains("    notebook a · reads it\n    … and more than can be shown\n");
    assertThat(report.json().path("changes").get(0).path("readers_truncated").asBoolean()).isTrue();
  }

  @Test
  void namesSourcesAndTheirPlace() {
    Mention mention =
        new Mention("SQL application surge", How.TAKES_ALL, "ingestion/surge.yaml", 30);
    DiffReport report =
        new DiffReport(
            "HEAD",
            List.of(REMOVED),
            Map.of(),
            Map.of(REMOVED, List.of(mention)),
            Optional.of("nobody answers"));

    assertThat(text(report))
        .contains("    SQL application surge · takes all columns · ingestion/surge.yaml:30\n");
    assertThat(report.json().path("changes").get(0).path("mentions").get(0))
        .hasToString(
            "{\"who\":\"SQL application surge\",\"how\":\"takes_all\","
                + "\"file\":\"ingestion/surge.yaml\",\"line\":30}");
  }

  @Test
  void saysThatReadersAreUnknown() {
    DiffReport report =
        new DiffReport("HEAD", List.of(REMOVED), Map.of(), Optional.of("nobody answers"));

    assertThat(text(report))
        .contains("1 breaking, 0 compatible", "Who reads what breaks is unknown: nobody answers");
    assertThat(report.json().path("readers_known").asBoolean()).isFalse();
  }

  @Test
  void holdsWhereNothingBreaks() {
    assertThat(new DiffReport("HEAD", List.of(ADDED), Map.of(), Optional.empty()).ok()).isTrue();
    assertThat(text(new DiffReport("v1", List.of(), Map.of(), Optional.empty())))
        .isEqualTo("The contracts ask for the same as at v1\n");
  }

  private static String text(DiffReport report) {
    StringWriter text = new StringWriter();
    try (PrintWriter out = new PrintWriter(text)) {
      report.print(out);
    }

    return text.toString();
  }
}
