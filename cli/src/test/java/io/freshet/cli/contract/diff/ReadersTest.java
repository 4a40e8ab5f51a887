package io.freshet.cli.contract.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.assurance.change.ContractChange;
import io.freshet.assurance.change.ContractChange.Impact;
import io.freshet.cli.lineage.DrawnGraph;
import io.freshet.cli.lineage.FakeLineage;
import io.freshet.core.lineage.graph.LineageClient;
import io.freshet.testing.samples.EditedContracts;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadersTest {
  private static final String STREAM = "stream:order_events";
  private static final String TABLE = "table:raw.order_events";
  private static final String DEAD = "table:raw.dead_letters";
  private static final String NO_SUCH_COLUMN =
      "{\"error\": {\"message\": \"No such column\", \"type\": \"UnknownDataset\"}}";

  private final FakeLineage lineage = FakeLineage.start();
  private final Readers readers =
      new Readers(LineageClient.of(lineage.settings()), EditedContracts.shipped());

  @AfterEach
  void stop() {
    lineage.close();
  }

  @Test
  void asksForThoseWhomTheChangeConcerns() {
    teach();

    assertThat(jobs(change(Impact.STREAM_READERS))).containsExactly("eta");
    assertThat(jobs(change(Impact.TABLE_READERS))).containsExactly("stg", "daily");
    assertThat(jobs(change(Impact.BOTH))).containsExactly("eta", "stg", "daily");
  }

  @Test
  void takesNeitherTheWriterNorWhoReadsItsDeadLettersForReaders() {
    teach();

    assertThat(readers.of(change(Impact.BOTH)).readers())
        .noneMatch(reader -> List.of("writer", "eta-writer", "redrive").contains(reader.job()));
  }

  @Test
  void nobodyReadsWhereNobodyHasToldOfIt() {
    assertThat(jobs(change(Impact.BOTH))).isEmpty();
  }

  @Test
  void whoReadsTheTableMayReadAColumnOfWhichNobodyHasTold() {
    lineage.answers("column=reason", 404, NO_SUCH_COLUMN);
    lineage.knows(
        "table=" + TABLE,
        DrawnGraph.around(TABLE)
            .reads(TABLE, "notebook", "state")
            .makes(TABLE, "stg", "table:staging.orders")
            .makes("table:staging.orders", "daily", "table:marts.daily")
            .json());

    ContractChange removed =
        ContractChange.breaking(
            "order_events", Optional.of("reason"), "removed", "", Impact.TABLE_READERS);

    assertThat(readers.of(removed).readers())
        .extracting(reader -> reader.job() + " " + reader.how())
        .containsExactly("stg READS_TABLE", "notebook MAY_READ", "daily FOLLOWS");
  }

  @Test
  void knowsThatTheServerLeavesSomeOut() {
    lineage.knows("table=" + STREAM, DrawnGraph.around(STREAM).truncated().json());
    lineage.knows("table=" + TABLE, DrawnGraph.around(TABLE).json());

    assertThat(readers.of(change(Impact.STREAM_READERS)).truncated()).isTrue();
    assertThat(readers.of(change(Impact.TABLE_READERS)).truncated()).isFalse();
  }

  @Test
  void knowsThatThereMayBeMoreBehindTheLastTableInReach() {
    lineage.knows("table=" + TABLE, chain(Readers.DEPTH));
    lineage.knows("table=" + STREAM, chain(Readers.DEPTH - 1).replace(TABLE, STREAM));

    assertThat(readers.of(change(Impact.TABLE_READERS)).truncated()).isTrue();
    assertThat(readers.of(change(Impact.STREAM_READERS)).truncated()).isFalse();
  }

  private static String chain(int tables) {
    DrawnGraph chain = DrawnGraph.around(TABLE);
    String last = TABLE;
    for (int far = 1; far <= tables; far++) {
      chain.makes(last, "job" + far, "table:marts.t" + far);
      last = "table:marts.t" + far;
    }

    return chain.json();
  }

  private void teach() {
    lineage.knows(
        "table=" + STREAM,
        DrawnGraph.around(STREAM)
            .makes(STREAM, "writer", TABLE)
            .makes(STREAM, "writer", DEAD)
            .reads(DEAD, "redrive")
            .makes(STREAM, "eta", "stream:eta_predictions")
            .makes("stream:eta_predictions", "eta-writer", DEAD)
            .makes(TABLE, "stg", "table:staging.orders")
            .json());
    lineage.knows(
        "table=" + TABLE,
        DrawnGraph.around(TABLE)
            .makes(TABLE, "stg", "table:staging.orders")
            .makes("table:staging.orders", "daily", "table:marts.daily")
            .json());
  }

  private List<String> jobs(ContractChange change) {
    return readers.of(change).readers().stream().map(Reader::job).toList();
  }

  private static ContractChange change(Impact impact) {
    return ContractChange.breaking("order_events", Optional.empty(), "changed", "", impact);
  }
}
