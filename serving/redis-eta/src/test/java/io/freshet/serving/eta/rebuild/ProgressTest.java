package io.freshet.serving.eta.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final long SECOND = 1_000_000_000L;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong(5 * SECOND);
  private final Progress progress =
      new Progress(new PrintStream(out, true, StandardCharsets.UTF_8), nanos::get);

  @Test
  void tellsRateAndTimeLeftNowAndThen() {
    progress.begin("order_events");
    progress.at(1_000, 99_000);
    nanos.addAndGet(4 * SECOND);
    progress.at(40_000, 60_000);
    nanos.addAndGet(SECOND);
    progress.at(50_000, 50_000);
    nanos.addAndGet(5 * SECOND);
    progress.end(100_000);

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "order_events: 40,000 in 4s, 10,000 a second, 6s left",
            "order_events: 100,000 in 10s, 10,000 a second");
  }

  @Test
  void tellsNoTimeLeftBeforeAnythingIsDone() {
    progress.begin("orders");
    nanos.addAndGet(3 * SECOND);
    progress.at(0, 10);

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("orders: 0 in 3s, 0 a second");
  }
}
