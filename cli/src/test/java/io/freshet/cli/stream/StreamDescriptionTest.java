package io.freshet.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldHistory;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.JsonForm;
import io.freshet.core.contract.Schema;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamDescriptionTest {
  private static final StreamFacts FACTS =
      new StreamFacts(4, 1, 1234, Optional.of(Orders.TIME), 2.5, List.of(1, 2));

  @Test
  void tellsAllThatAReaderNeeds() {
    String text = text(Optional.of(FACTS));

    assertThat(text)
        .contains("Topic       order_events, 4 partitions, 1 copies, 1,234 records")
        .contains("Key         market:order_id, in order per entity")
        .contains("Subject     order_events-value, versions 1, 2, BACKWARD_TRANSITIVE")
        .contains("Producers   orders over HTTP, acknowledged durable")
        .contains("Readers     wall-board as ops_lead over HTTP")
        .contains("Kept        7d")
        .contains("Newest      2026-11-01T08:00:00.123456Z, 12 s ago")
        .contains("Lately      2.5 records a second over the last minute")
        .containsPattern("customer_id +long +may be +personal +The customer who ordered");
  }

  @Test
  void tellsWhatASenderMayLeaveOutOrCallOtherwise() {
    Contract orders = Orders.contract();
    List<Field> fields = new ArrayList<>(orders.schema().fields());
    fields.add(
        new Field(98, "due", Scalar.TIMESTAMP, true, Classification.INTERNAL, List.of(), "By when")
            .with(new FieldHistory(Optional.of(1_000_000L), List.of("until"))));
    fields.add(
        new Field(99, "extra", Scalar.STRING, false, Classification.INTERNAL, List.of(), "More")
            .with(new JsonForm("Extra", true)));
    Contract changed = orders.with(new Schema(fields, orders.schema().keys()));
    StringWriter out = new StringWriter();
    StreamDescription description = new StreamDescription(changed, Optional.of(FACTS), Orders.TIME);

    description.print(new PrintWriter(out, true));

    assertThat(out.toString())
        .contains("By when (1970-01-01T00:00:01Z where it is not named; once until)")
        .contains("More (in JSON Extra; takes any JSON)");
    assertThat(description.json().path("columns").get(fields.size() - 2))
        .hasToString(
            "{\"name\":\"due\",\"type\":\"timestamp\",\"required\":true,"
                + "\"classification\":\"internal\",\"description\":\"By when\","
                + "\"default\":\"1970-01-01T00:00:01Z\",\"former_names\":[\"until\"]}");
    assertThat(description.json().path("columns").get(fields.size() - 1).path("any_json"))
        .hasToString("true");
  }

  @Test
  void describesAStreamThatIsNotMadeYetByItsContract() {
    StreamDescription description = description(Optional.empty());

    assertThat(description.ok()).isFalse();
    assertThat(text(Optional.empty()))
        .contains("Topic       not made yet; ./freshet contract apply")
        .contains("Subject     order_events-value, no version")
        .contains("customer_id");
    assertThat(description.json().path("records").isNull()).isTrue();
  }

  @Test
  void mindsNoClockThatIsAheadOfOurs() {
    StringWriter out = new StringWriter();

    new StreamDescription(Orders.contract(), Optional.of(FACTS), Orders.TIME.minusSeconds(9))
        .print(new PrintWriter(out, true));

    assertThat(out.toString()).containsPattern("Newest .*, 0\\.0 s ago");
  }

  @Test
  void tellsTheSameToPrograms() {
    ObjectNode json = description(Optional.of(FACTS)).json();

    assertThat(json.path("ok").asBoolean()).isTrue();
    assertThat(json.path("records_per_second").asDouble()).isEqualTo(2.5);
    assertThat(json.path("retention_seconds").asLong()).isEqualTo(Duration.ofDays(7).toSeconds());
    assertThat(json.path("readers")).hasToString("{\"wall-board\":\"ops_lead\"}");
    assertThat(json.path("versions")).hasToString("[1,2]");
    assertThat(json.path("columns").get(5))
        .hasToString(
            "{\"name\":\"dasher_id\",\"type\":\"long\",\"required\":false,\"classification\":\"personal\",\"description\":\"The"
                + " dasher who carries the order; null until one is assigned. Stands for one"
                + " person\"}");
  }

  private static String text(Optional<StreamFacts> facts) {
    StringWriter out = new StringWriter();
    description(facts).print(new PrintWriter(out, true));

    return out.toString();
  }

  private static StreamDescription description(Optional<StreamFacts> facts) {
    return new StreamDescription(Orders.contract(), facts, Orders.TIME.plusSeconds(12));
  }
}
