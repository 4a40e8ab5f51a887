package io.freshet.assurance.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contracts;
import io.freshet.testing.samples.EditedContracts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a contract asks of its stream and its table, columns apart. */
class SettingsDiffTest {
  private static final String PARTITIONS = "  - {property: partitions, value: 4}\n";
  private static final String FRESHNESS = "    value: 60\n    unit: s\n";

  @TempDir private Path folder;
  private EditedContracts before;
  private EditedContracts after;

  @BeforeEach
  void copy() throws IOException {
    before = EditedContracts.in(Files.createDirectory(folder.resolve("before")));
    after = EditedContracts.in(Files.createDirectory(folder.resolve("after")));
  }

  @ParameterizedTest
  @CsvSource({
    "2, ! partitions 4 → 2; NO_READERS",
    "8, ! partitions 4 → 8; STREAM_READERS",
  })
  void comparesPartitions(int now, String expected) {
    after.replace("order_events", PARTITIONS, PARTITIONS.replace("4", Integer.toString(now)));

    assertThat(changes()).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "spread, 4, 2, ! spread 4 → 2; STREAM_READERS",
    "spread, 2, 4, ! spread 2 → 4; STREAM_READERS",
    "compatibility, FULL, NONE, ! compatibility FULL → NONE; STREAM_READERS",
    "compatibility, FULL, BACKWARD, ! compatibility FULL → BACKWARD; STREAM_READERS",
    "compatibility, BACKWARD_TRANSITIVE, FULL,"
        + " ! compatibility BACKWARD_TRANSITIVE → FULL; STREAM_READERS",
    "compatibility, BACKWARD, FULL, ~ compatibility BACKWARD → FULL",
    "maxMessageBytes, 4096, 2048, ! largest event 4096 → 2048 bytes; NO_READERS",
    "maxMessageBytes, 2048, 4096, ~ largest event 2048 → 4096 bytes",
    "streamRetention, forever, 7d, ! stream kept for ever → 7d; STREAM_READERS",
    "streamRetention, 7d, 2d, ! stream kept 7d → 2d; STREAM_READERS",
    "streamRetention, 2d, forever, ~ stream kept 2d → for ever",
    "replicas, 3, 5, ! copies 3 → 5; NO_READERS",
    "replicas, 3, 2, ~ copies 3 → 2; a topic that is there keeps those that it has",
    "minInSync, 2, 1, ! copies before an event is acknowledged 2 → 1; NO_READERS",
    "minInSync, 2, 3, ~ copies before an event is acknowledged 2 → 3",
    "origins, [], ['https://a.example'], ~ origin https://a.example added",
    "origins, ['https://a.example'], [], ! origin https://a.example taken out; NO_READERS",
    "acknowledgement, durable, fast, ! acknowledgement DURABLE → FAST; NO_READERS",
    "acknowledgement, fast, durable, ~ acknowledgement FAST → DURABLE",
    "deadLettersPerHour, 100, 5, ~ dead letters borne in an hour 100 → 5",
    "takesRawJson, false, true, ~ raw JSON taken",
    "standby, false, true, ! sent to a standby cluster while its own takes none; STREAM_READERS",
    "standby, true, false, ~ no longer sent to a standby cluster",
    "takesRawJson, true, false, ! raw JSON no longer taken; NO_READERS",
    "lateness, 5m, 1m, ! lateness 5m → 1m; TABLE_READERS",
    "lateness, 1m, 5m, ~ lateness 1m → 5m",
    "maxAhead, 10m, 1m, ! event time ahead of received time by at most 10m → 1m; NO_READERS",
    "maxAhead, 1m, 10m, ~ event time ahead of received time by at most 1m → 10m",
    "isolation, pooled, dedicated, ~ written by a job of its own",
    "isolation, dedicated, pooled, ~ written by the pool's job",
    "maxBehind, 2d, 1d, ! event time behind received time by at most 2d → 1d; NO_READERS",
  })
  void comparesASetting(String key, String old, String now, String expected) {
    set(before, key, old);
    set(after, key, now);

    assertThat(changes()).containsExactly(expected);
  }

  @Test
  void comparesProducers() {
    after.replace("order_events", "value: [orders]", "value: [kitchens]");

    assertThat(changes())
        .containsExactlyInAnyOrder(
            "! producer orders taken out; NO_READERS", "~ producer kitchens added");
  }

  @Test
  void comparesTheTableThatIsCaptured() {
    before.replace("order_events", "value: [orders]", "value: []");
    after.replace("order_events", "value: [orders]", "value: []");
    set(after, "capturedFrom", "public.orders");

    assertThat(changes()).containsExactly("~ captured from public.orders");
    assertThat(lines(after.read(), before.read()))
        .containsExactly("! no longer captured; NO_READERS");
  }

  @Test
  void aTableIsMadeForAllRowsOrTheLatest() {
    set(after, "tableRows", "latest");

    assertThat(changes()).containsExactly("! only the latest rows are kept; NO_READERS");
    assertThat(lines(after.read(), before.read()))
        .containsExactly("! every event has a row; NO_READERS");
  }

  @Test
  void comparesByWhichColumnRowsAreTakenAway() {
    set(before, "tableRows", "latest");
    set(after, "deletedBy", "synthetic");
    set(after, "tableRows", "latest");

    assertThat(changes()).containsExactly("! rows taken away by synthetic; TABLE_READERS");
    assertThat(lines(after.read(), before.read()))
        .containsExactly("! rows no longer taken away; TABLE_READERS");
  }

  @Test
  void saysNothingOfDeletionsWhereTheTableIsMadeForOtherRows() {
    set(after, "deletedBy", "synthetic");
    set(after, "tableRows", "latest");

    assertThat(changes()).containsExactly("! only the latest rows are kept; NO_READERS");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|! reader wall-board taken out; NO_READERS",
        "{wall-board: ops_lead, b: analyst}|~ reader b added",
        "{wall-board: analyst}"
            + "|! reader wall-board reads as analyst, where it read as ops_lead; NO_READERS"
      })
  void comparesWhoReadsOverHttp(String now, String expected) {
    after.replace("order_events", "{wall-board: ops_lead}", now);

    assertThat(changes()).containsExactly(expected);
  }

  @Test
  void aLimitWhereThereWasNoneIsNarrower() {
    set(after, "maxBehind", "1d");

    assertThat(changes())
        .containsExactly("! event time behind received time by at most any → 1d; NO_READERS");
  }

  @Test
  void theClientsIdIsAColumn() {
    set(before, "keepClientId", "true");

    assertThat(changes()).containsExactly("! _client_id removed; TABLE_READERS");
    assertThat(lines(after.read(), before.read()))
        .containsExactly("~ _client_id added as optional string");
  }

  @Test
  void snowflakeDoesWithoutATableOfPagesV2() {
    set(after, "parquetPages", "v2");

    assertThat(changes()).containsExactly("! Parquet pages v2; TABLE_READERS");
    assertThat(lines(after.read(), before.read())).containsExactly("~ Parquet pages v1");
  }

  @ParameterizedTest
  @CsvSource({
    "120, ! freshness 1m → 2m; TABLE_READERS",
    "30, ~ freshness 1m → 30s",
  })
  void comparesThePromiseOfFreshness(int now, String expected) {
    after.replace("order_events", FRESHNESS, FRESHNESS.replace("60", Integer.toString(now)));

    assertThat(changes()).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "90, 30, ! rows kept 90d → 30d; TABLE_READERS",
    "30, 90, ~ rows kept 30d → 90d",
  })
  void comparesRetention(int old, int now, String expected) {
    keep(before, old);
    keep(after, now);

    assertThat(changes()).containsExactly(expected);
  }

  private static void keep(EditedContracts contracts, int days) {
    contracts.replace(
        "order_events",
        "slaProperties:\n",
        "slaProperties:\n  - {property: retention, value: %d, unit: d}\n".formatted(days));
  }

  private static void set(EditedContracts contracts, String key, String value) {
    contracts.replace(
        "order_events",
        PARTITIONS,
        PARTITIONS + "  - {property: %s, value: %s}\n".formatted(key, value));
  }

  private List<String> changes() {
    return lines(before.read(), after.read());
  }

  private static List<String> lines(Contracts before, Contracts after) {
    return ContractDiff.between(before, after).stream()
        .map(
            change ->
                "%s %s%s%s"
                    .formatted(
                        change.isBreaking() ? "!" : "~",
                        change.column().map(name -> name + " ").orElse(""),
                        change.change(),
                        change.isBreaking() ? "; " + change.impact() : ""))
        .toList();
  }
}
