package io.freshet.cli.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.deadletters.DeadLetterFilter;
import io.freshet.ingestion.deadletters.redrive.Extent;
import io.freshet.ingestion.deadletters.redrive.Outcomes;
import io.freshet.ingestion.deadletters.redrive.RedriveReceipt;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RedriveTablesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Outcomes OUTCOMES =
      new Outcomes(
          1300,
          40,
          3,
          new TreeMap<>(
              Map.of(
                  "invalid_value",
                  new Outcomes.OfCause(1200, new TreeMap<>(Map.of("too_far_behind", 57L))))));

  @Test
  void printsAPlan() {
    StringWriter text = new StringWriter();

    RedriveTables.plan("orders", OUTCOMES, new PrintWriter(text, true));

    assertThat(text.toString().lines())
        .containsExactly(
            "cause          can be sent  today refused for",
            "invalid_value        1,200  too_far_behind 57",
            "Plan: of 1,300 dead letters of orders, 1,200 can be sent, 57 would be refused again,"
                + " 40 were sent before",
            "3 are of a topic that the table's ledger does not know as theirs any more, and stay");
  }

  @Test
  void leavesAReceiptOfWhatFailedToo() {
    RedriveReceipt receipt =
        new RedriveReceipt(
            "run-1",
            DeadLetterFilter.ALL.since(NOON),
            NOON,
            NOON.plusSeconds(3),
            OUTCOMES,
            12,
            List.of(new Extent("topic-1", 2, 5, 9, 4)),
            List.of(new Extent("orders", 1, 70, 73, 4)),
            "00ff",
            Optional.of(new FreshetException(Fault.DEPENDENCY, "Kafka is away")));

    JsonNode json = RedriveTables.json("orders", receipt, Path.of("receipt.json"));

    assertThat(json.path("ok").asBoolean()).isFalse();
    assertThat(json.path("sent").asLong()).isEqualTo(1200);
    assertThat(json.path("still_refused").asLong()).isEqualTo(57);
    assertThat(json.path("in_doubt").asLong()).isEqualTo(12);
    assertThat(json.path("failure").asText()).isEqualTo("Kafka is away");
    assertThat(json.path("filter").path("since").asText()).isEqualTo(NOON.toString());
    assertThat(json.path("causes").path(0).path("still_refused").path(0).path("cause").asText())
        .isEqualTo("too_far_behind");
    assertThat(json.path("refused").path(0).toString())
        .isEqualTo("{\"topic_id\":\"topic-1\",\"partition\":2,\"from\":5,\"to\":9,\"records\":4}");
    assertThat(json.path("sent_to").path(0).path("topic").asText()).isEqualTo("orders");
    assertThat(json.path("values_hash").asText()).isEqualTo("00ff");
    assertThat(json.path("file").asText()).isEqualTo("receipt.json");
  }
}
