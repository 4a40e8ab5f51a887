package io.freshet.assurance.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.Envelope;
import io.freshet.core.envelope.RefusalCause;
import io.freshet.core.envelope.stream.EventConsumer.Received;
import io.freshet.core.envelope.stream.Position;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;

class StreamProbeTest {
  private static final Schema SCHEMA =
      SchemaBuilder.record("Ride").fields().requiredInt("ride").endRecord();

  @Test
  void copiesOneEventOfEachPartition() {
    assertThat(
            rides(
                received(0, event(1)),
                received(0, event(2)),
                received(3, new Decoded.Refused(RefusalCause.MISSING_KEY, "none")),
                received(3, event(4))))
        .containsExactly(2, 4);
  }

  @Test
  void prefersEventsThatAreNoTests() {
    assertThat(rides(received(0, new Decoded.Test(event(1))), received(1, event(2))))
        .containsExactly(2);
  }

  @Test
  void copiesTestsWhereNothingElseIsLeft() {
    assertThat(
            rides(
                received(0, new Decoded.Test(event(1))),
                received(
                    1, new Decoded.Test(new Decoded.Refused(RefusalCause.MISSING_KEY, "none")))))
        .containsExactly(1);
  }

  private static List<Object> rides(Received... sampled) {
    return StreamProbe.templates(List.of(sampled)).stream()
        .map(payload -> payload.get("ride"))
        .toList();
  }

  private static Decoded.Event event(int ride) {
    GenericRecord payload = new GenericRecordBuilder(SCHEMA).set("ride", ride).build();

    return new Decoded.Event(
        new Envelope("1", "/phone", "rides", Optional.empty(), Optional.empty()), payload);
  }

  private static Received received(int partition, Decoded decoded) {
    return new Received(new Position("rides", partition, 7, Instant.EPOCH), decoded);
  }
}
