package application;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;

/** The whole job in Flink's cluster of this process. */
class EventApplicationTest {
  private static final List<Event> EVENTS =
      List.of(
          new Event("oslo", 1_000),
          new Event("bergen", 2_000),
          new Event("oslo", 59_999),
          new Event("oslo", 60_000));

  @Test
  void countsEachMinuteOfAKey() throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(1);
    DataGeneratorSource<Event> source =
        new DataGeneratorSource<>(
            index -> EVENTS.get(index.intValue()), EVENTS.size(), TypeInformation.of(Event.class));

    List<Count> counts = new ArrayList<>();
    try (CloseableIterator<Count> found =
        EventApplication.define(environment, source).executeAndCollect()) {
      found.forEachRemaining(counts::add);
    }

    assertThat(counts)
        .containsExactlyInAnyOrder(
            new Count("oslo", 60_000, 2),
            new Count("bergen", 60_000, 1),
            new Count("oslo", 120_000, 1));
  }
}
