package io.freshet.ingestion.writer.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableCommittableSerializerTest {
  private final TableCommittableSerializer serializer = new TableCommittableSerializer();

  @Test
  void readsBackWhatItWrote() throws IOException {
    ReceivedTimes waited = new ReceivedTimes();
    waited.add(1500);
    waited.add(1500);
    TableCommittable committable =
        new TableCommittable(
            "raw.pings",
            "5e1f7a52-0d5c-4c5e-9a8e-6f4f1c8d2b11",
            List.of("{\"content\":\"data\"}"),
            List.of(new Range(new Position(2, 5), 7, 8, 11, new Counts(2, 1, 0, 1), 99)),
            waited,
            1234);

    TableCommittable read =
        serializer.deserialize(serializer.getVersion(), serializer.serialize(committable));

    assertThat(read).usingRecursiveComparison().ignoringFields("received").isEqualTo(committable);
    assertThat(read.received().encode()).isEqualTo(waited.encode());
  }

  @Test
  void refusesAVersionThatItDoesNotKnow() {
    assertThatThrownBy(() -> serializer.deserialize(9, new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessage("A committable of version 9 can't be read; this release reads version 3");
  }
}
