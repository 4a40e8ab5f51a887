package io.freshet.serving.live.watch;

import static io.freshet.serving.live.watch.Documented.document;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.live.order.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderFeedTest {
  private static final int MAX_BYTES = 200;

  private final List<Runnable> tasks = new ArrayList<>();
  private final OrderFeed feed = new OrderFeed(Documented.ORDER, MAX_BYTES, tasks::add);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void versionsOnlyRiseInWhateverOrderTheyCome(int seed) {
    Random random = new Random(seed);
    List<Version> versions = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      versions.add(new Version(random.nextInt(8), random.nextInt(100)));
    }
    Version seen = new Version(-1, -1);
    for (Version version : versions) {
      OrderFeed.Offered offered =
          feed.offer(document(version.orderVersion(), version.eventMillis(), "ready"), 0);

      assertThat(offered == OrderFeed.Offered.NEWER).isEqualTo(version.isNewerThan(seen));
      seen = version.isNewerThan(seen) ? version : seen;
      assertThat(feed.view().state().orElseThrow().state().version()).isEqualTo(seen);
    }

    assertThat(seen).isEqualTo(Collections.max(versions));
  }

  @Test
  void oneTaskTellsHoweverManyChanges() {
    for (int i = 0; i < 100; i++) {
      feed.offer(document(1, i, "ready"), 0);
    }
    assertThat(tasks).hasSize(1);

    tasks.get(0).run();
    feed.offer(document(2, 0, "picked_up"), 0);

    assertThat(tasks).hasSize(2);
  }

  @Test
  void whatIsTooLongOrNoDocumentIsLeftAlone() {
    assertThat(feed.offer(document(1, 1, "x".repeat(MAX_BYTES)), 0))
        .isEqualTo(OrderFeed.Offered.UNREADABLE);
    assertThat(feed.offer("{\"order_version\":1,\"event_time_ms\":1,}".getBytes(US_ASCII), 0))
        .isEqualTo(OrderFeed.Offered.UNREADABLE);
    assertThat(feed.view().state()).isEmpty();
  }

  @Test
  void isForsakenSomeTimeAfterItsLastWatcherAndNotBeforeItsFirst() {
    assertThat(feed.isForsaken(9, 10)).isFalse();
    assertThat(feed.isForsaken(10, 10)).isTrue();

    feed.keptForOneMore();

    assertThat(feed.isForsaken(10, 10)).isFalse();
  }
}
