package io.freshet.ingestion.writer.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.tracing.TraceContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableCommittableSerializerTest {
  private static final TraceContext TRACE =
      new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);

  private final TableCommittableSerializer serializer = new TableCommittableSerializer();

  @Test
  void readsBackWhatItWrote() throws IOException {
    ReceivedTimes waited = new ReceivedTimes();
    waited.add(1500);
    waited.add(1500);
    TableCommittable committable =
        new TableCommittable(
            "raw.pings",
            Set.of("5e1f7a52-0d5c-4c5e-9a8e-6f4f1c8d2b11", "0b7c3a52-0d5c-4c5e-9a8e-6f4f1c8d2b11"),
            new FileSteps(List.of(List.of("{\"content\":\"data\"}"), List.of("{}", "[]"))),
            List.of(new Range(new Position(2, 5), 7, 8, 11, new Counts(2, 1, 0, 1), 99)),
            waited,
            1234,
            List.of(
                new TracedEvent(TRACE, 5, 10, Instant.ofEpochMilli(1500)),
                new TracedEvent(TRACE, 5, 8, Instant.ofEpochMilli(900))));

    TableCommittable read =
        serializer.deserialize(serializer.getVersion(), serializer.serialize(committable));

    assertThat(read).usingRecursiveComparison().ignoringFields("received").isEqualTo(committable);
    assertThat(read.received().encode()).isEqualTo(waited.encode());
  }

  @Test
  void readsOfTheVersionBeforeThatNothingIsTraced() throws IOException {
    String former =
        """
        {"table": "raw.pings", "table_uuids": ["u"], "files": [], "ranges": "", "received": "",
         "flushed_at_millis": 7}
        """;

    TableCommittable read = serializer.deserialize(5, former.getBytes(StandardCharsets.UTF_8));

    assertThat(read.traced()).isEmpty();
  }

  /** A savepoint may be older than the release that reads it. */
  @Test
  void readsTheTableOfTheVersionBefore() throws IOException {
    String former =
        """
        {"table": "raw.pings", "table_uuid": "u", "files": [["a"], ["b"]], "ranges": "",
         "received": "", "flushed_at_millis": 7}
        """;

    TableCommittable read = serializer.deserialize(4, former.getBytes(StandardCharsets.UTF_8));

    assertThat(read.tableUuids()).containsExactly("u");
    assertThat(read.files()).isEqualTo(new FileSteps(List.of(List.of("a"), List.of("b"))));
  }

  @Test
  void readsFilesOfTheVersionBeforeThat() throws IOException {
    String former =
        """
        {"table": "raw.pings", "table_uuid": "u", "data_files": ["a", "b"], "ranges": "",
         "received": "", "flushed_at_millis": 7}
        """;

    TableCommittable read = serializer.deserialize(3, former.getBytes(StandardCharsets.UTF_8));

    assertThat(read.tableUuids()).containsExactly("u");
    assertThat(read.files()).isEqualTo(FileSteps.of(List.of("a", "b")));
    assertThat(read.flushedAtMillis()).isEqualTo(7);
  }

  @Test
  void refusesAVersionThatItDoesNotKnow() {
    assertThatThrownBy(() -> serializer.deserialize(9, new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessage("A committable of version 9 can't be read; this release reads versions 3 to 6");
  }
}
