package io.freshet.serving.eta.behind;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.redis.RedisWrite;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import java.time.Duration;
import java.util.List;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BehindFunctionTest {
  private static final long NOON = 1_793_620_800_000L;

  private OneInputStreamOperatorTestHarness<Ping, RedisWrite> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        ProcessFunctionTestHarnesses.forProcessFunction(
            new BehindFunction<>(Duration.ofSeconds(30)));
    harness.setProcessingTime(NOON);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void tellsNothingOfWhatIsReadInTime() throws Exception {
    read(0);
    read(30_000);

    assertThat(told()).isEmpty();
  }

  @Test
  void tellsHowLongKafkaHadWhatItReads() throws Exception {
    read(85_000);

    assertThat(told())
        .containsExactly(
            new RedisWrite(
                "heartbeat:eta-behind",
                0,
                NOON,
                15_000,
                "",
                "{\"event_time_ms\":1793620800000,\"behind_ms\":85000,"
                    + "\"event_time\":\"2026-11-02T12:00:00Z\"}"));
  }

  @Test
  void tellsSoOnceInFiveSecondsHoweverMuchItReads() throws Exception {
    for (int tenth = 0; tenth <= 100; tenth++) {
      harness.setProcessingTime(NOON + tenth * 100);
      read(85_000 - tenth);
    }

    assertThat(told())
        .extracting(RedisWrite::millis)
        .containsExactly(NOON, NOON + 5_000, NOON + 10_000);
  }

  private void read(long waitedMillis) throws Exception {
    harness.processElement(
        new Ping("oslo", 7, 17L, new Fix(NOON, new Position(59.9, 10.7)), waitedMillis), NOON);
  }

  private List<RedisWrite> told() {
    return harness.extractOutputValues();
  }
}
