package io.freshet.serving.live.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.redis.InMemoryDocuments;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ChannelsTest {
  private final InMemoryDocuments documents = new InMemoryDocuments();
  private final Map<String, OrderFeed> feeds = new HashMap<>();
  private final List<Runnable> tasks = new ArrayList<>();
  private final List<String> read = new ArrayList<>();
  private final Channels channels =
      new Channels(
          documents,
          name -> Optional.ofNullable(feeds.get(name)),
          subscribed -> {
            subscribed.forEach(feed -> read.add(feed.key().redisName()));

            return CompletableFuture.completedFuture(null);
          },
          tasks::add);

  @Test
  void readsWhatIsSubscribedAndNotBefore() {
    watch(1);
    documents.hold();

    run();
    assertThat(documents.calls()).containsExactly("subscribe eta:{oslo:1}");
    assertThat(read).isEmpty();
    documents.release();

    assertThat(read).containsExactly("eta:{oslo:1}");
  }

  @Test
  void manyAreSubscribedTogether() {
    for (int order = 0; order < 600; order++) {
      watch(order);
    }

    run();

    assertThat(documents.calls()).hasSize(2);
    assertThat(documents.channels()).hasSize(600);
  }

  @Test
  void theLastWordWins() {
    watch(1);
    run();
    feeds.clear();
    channels.settle("eta:{oslo:1}");
    watch(1);

    run();

    assertThat(documents.channels()).containsExactly("eta:{oslo:1}");
    feeds.clear();
    channels.settle("eta:{oslo:1}");
    run();
    assertThat(documents.channels()).isEmpty();
  }

  @Test
  void whatFailsIsReadAllTheSameAndTriedAgain() {
    documents.goAway();
    watch(1);
    run();
    assertThat(read).containsExactly("eta:{oslo:1}");
    assertThat(documents.channels()).isEmpty();

    documents.comeBack();
    channels.retry();
    run();

    assertThat(documents.channels()).containsExactly("eta:{oslo:1}");
  }

  private void watch(long order) {
    OrderKey key = new OrderKey("oslo", order);
    feeds.put(key.redisName(), new OrderFeed(key, 4000, Runnable::run));
    channels.settle(key.redisName());
  }

  private void run() {
    while (!tasks.isEmpty()) {
      tasks.remove(0).run();
    }
  }
}
