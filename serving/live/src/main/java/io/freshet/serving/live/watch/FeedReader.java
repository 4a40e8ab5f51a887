package io.freshet.serving.live.watch;

import io.freshet.serving.live.redis.Documents;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Reads orders' documents, many at a time, and tells their feeds. */
final class FeedReader {
  static final int BATCH = 500;

  private final Documents documents;
  private final WatchClock clock;
  private final WatchMetrics metrics;

  FeedReader(Documents documents, WatchClock clock, WatchMetrics metrics) {
    this.documents = documents;
    this.clock = clock;
    this.metrics = metrics;
  }

  /**
   * Reads them, one batch after the other, up to the first that fails.
   *
   * @param newer told of each feed that had been read before and did not know its document
   */
  CompletionStage<Void> read(List<OrderFeed> feeds, Consumer<OrderFeed> newer) {
    if (feeds.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    List<OrderFeed> batch = feeds.subList(0, Math.min(BATCH, feeds.size()));
    List<OrderView> before = batch.stream().map(OrderFeed::view).toList();

    return documents
        .read(batch.stream().map(feed -> feed.key().redisName()).toList())
        .thenAccept(
            found -> {
              for (int i = 0; i < batch.size(); i++) {
                tell(batch.get(i), before.get(i), found.get(i), newer);
              }
            })
        .thenCompose(done -> read(feeds.subList(batch.size(), feeds.size()), newer));
  }

  private void tell(
      OrderFeed feed, OrderView before, Optional<byte[]> document, Consumer<OrderFeed> newer) {
    if (document.isEmpty()) {
      feed.missing(before, clock.instant());
      return;
    }
    switch (feed.offer(document.get(), clock.nanos())) {
      case NEWER -> {
        if (before.asked()) {
          newer.accept(feed);
        }
      }
      case UNREADABLE -> metrics.unreadable();
      case KNOWN -> {}
    }
    feed.found();
  }
}
