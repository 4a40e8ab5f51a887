package io.freshet.console.metrics;

import static io.freshet.console.board.Boards.unknown;
import static io.freshet.console.board.Boards.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.board.Board;
import io.freshet.console.board.Boards;
import io.freshet.console.letters.DeadLetterFacts;
import io.freshet.console.reading.Reading;
import io.freshet.console.receipts.Receipt;
import io.freshet.ingestion.deadletters.DeadLetterGroup;
import io.freshet.ingestion.deadletters.HourlyRate;
import io.freshet.ingestion.deadletters.Refusals;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableMetricsTest {
  private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";
  private static final Instant LATER = Boards.NOW.plusSeconds(5);
  private static final InstantSource CLOCK = InstantSource.fixed(LATER);

  /** {@code notebooks/tests/test_metrics.py} has Prometheus's own parser read the same file. */
  @Test
  void writesWhatTheKeptFileSays() throws IOException {
    assertThat(
            scrape(
                new TableMetrics(TableMetricsTest::board, CLOCK),
                new ReceiptMetrics(TableMetricsTest::receipts, table -> true, CLOCK),
                new DeadLetterMetrics(TableMetricsTest::letters)))
        .isEqualTo(kept());
  }

  @Test
  void aTableNobodyKnowsOfHasABudgetAndNoFigures() {
    assertThat(scrape(new TableMetrics(() -> Boards.of(unknown("rides")), CLOCK)))
        .contains("freshet_table_budget_seconds{table=\"raw.rides\"} 60.0")
        .doesNotContain("freshet_table_waiting_seconds{", "freshet_table_commit_age_seconds{");
  }

  @Test
  void aConsoleThatHasJustStartedHasNoTables() {
    assertThat(scrape(new TableMetrics(Board::empty, CLOCK))).doesNotContain("{table=");
  }

  @Test
  void theNewestProofOfATableCounts() {
    assertThat(scrape(new ReceiptMetrics(TableMetricsTest::receipts, table -> true, CLOCK)))
        .contains(
            "freshet_table_proof_ok{table=\"raw.rides\"} 0.0",
            "freshet_table_proof_age_seconds{table=\"raw.rides\"} 65.0")
        .containsOnlyOnce("freshet_table_proof_ok{");
  }

  @Test
  void proofsOfATableThatNoContractAsksForAreLeftOut() {
    assertThat(scrape(new ReceiptMetrics(TableMetricsTest::receipts, table -> false, CLOCK)))
        .contains("freshet_receipt_ok{")
        .doesNotContain("freshet_table_proof_ok{", "freshet_table_proof_age_seconds{");
  }

  @Test
  void theNewestRoundThatLetRowsOfATableGoCounts() {
    assertThat(
            scrape(
                new ReceiptMetrics(
                    () ->
                        Reading.of(
                            List.of(
                                receipt("maintain", 60, true),
                                letGo(120, Map.of("raw.rides", 250L)),
                                letGo(180, Map.of("raw.rides", 7L, "raw.fares", 3L))),
                            Boards.NOW),
                    table -> true,
                    CLOCK)))
        .contains(
            "freshet_table_expired_rows{table=\"raw.rides\"} 250.0",
            "freshet_table_expired_rows{table=\"raw.fares\"} 3.0");
  }

  @Test
  void receiptsThatCantBeReadAnyMoreAreToldAsTheyWere() {
    Reading<List<Receipt>> before = receipts();

    assertThat(
            scrape(
                new ReceiptMetrics(
                    () -> new Reading<>(before.value(), before.at(), Optional.of("No permission")),
                    table -> true,
                    CLOCK)))
        .contains(
            "freshet_receipt_readable 0.0", "freshet_table_proof_ok{table=\"raw.rides\"} 0.0");
  }

  @Test
  void nothingIsSaidOfReceiptsBeforeTheyAreRead() {
    assertThat(scrape(new ReceiptMetrics(Reading::pending, table -> true, CLOCK)))
        .doesNotContain("{", "freshet_receipt_readable 1");
  }

  private static Board board() {
    return Boards.of(waiting("rides", 3), waiting("fares", 90));
  }

  private static Reading<List<Receipt>> receipts() {
    return Reading.of(
        List.of(
            receipt("prove", 60, false),
            receipt("prove", 3600, true),
            receipt("maintain", 120, true)),
        Boards.NOW);
  }

  private static Receipt receipt(String kind, long secondsAgo, boolean ok) {
    Set<String> tables = Set.of("raw.rides");

    return new Receipt(
        kind + secondsAgo, kind, tables, Boards.NOW.minusSeconds(secondsAgo), ok, "");
  }

  private static Receipt letGo(long secondsAgo, Map<String, Long> rows) {
    Instant at = Boards.NOW.minusSeconds(secondsAgo);

    return new Receipt(
        "maintain" + secondsAgo, "maintain", rows.keySet(), at, true, "", Optional.empty(), rows);
  }

  private static Reading<DeadLetterFacts> letters() {
    return Reading.of(
        new DeadLetterFacts(
            List.of(
                new DeadLetterGroup("rides", "undecodable", 7, 2, Boards.NOW, Boards.NOW),
                new DeadLetterGroup("a \"b\\\n", "too_far_ahead", 1, 0, Boards.NOW, Boards.NOW)),
            new Refusals(List.of(), 0),
            Map.of("rides", new HourlyRate("rides", 400, 100)),
            Boards.NOW.minus(Duration.ofDays(7))),
        Boards.NOW);
  }

  private static String scrape(MultiCollector... collectors) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    List.of(collectors).forEach(registry.getPrometheusRegistry()::register);

    return registry.scrape(OPEN_METRICS);
  }

  private static String kept() throws IOException {
    try (InputStream file = TableMetricsTest.class.getResourceAsStream("metrics.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
