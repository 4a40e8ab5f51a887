package io.freshet.serving.live.watch;

import io.freshet.serving.live.redis.Documents;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Keeps the subscriptions as the feeds want them. One batch after the other, and what is wanted is
 * looked up when its turn comes: so the last word wins, whatever has happened meanwhile. Whoever is
 * subscribed is read afterwards: what was published before then is in the document. Thread-safe.
 */
final class Channels {
  private final Documents documents;
  private final Function<String, Optional<OrderFeed>> feeds;
  private final Function<List<OrderFeed>, CompletionStage<Void>> read;
  private final Executor executor;
  private final Queue<String> changed = new ConcurrentLinkedQueue<>();
  private final Set<String> failed = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean isWorking = new AtomicBoolean();

  /**
   * @param feeds those that are watched, by channel
   * @param read reads feeds that are subscribed
   */
  Channels(
      Documents documents,
      Function<String, Optional<OrderFeed>> feeds,
      Function<List<OrderFeed>, CompletionStage<Void>> read,
      Executor executor) {
    this.documents = documents;
    this.feeds = feeds;
    this.read = read;
    this.executor = executor;
  }

  /** Subscribes it if it is watched, even if it is subscribed already; or the reverse. */
  void settle(String channel) {
    changed.add(channel);
    work();
  }

  /** Tries again what has failed. */
  void retry() {
    List<String> again = List.copyOf(failed);
    again.forEach(failed::remove);
    again.forEach(this::settle);
  }

  private void work() {
    if (isWorking.compareAndSet(false, true)) {
      executor.execute(this::next);
    }
  }

  private void next() {
    Set<String> batch = new LinkedHashSet<>();
    for (String channel; batch.size() < FeedReader.BATCH && (channel = changed.poll()) != null; ) {
      batch.add(channel);
    }
    if (batch.isEmpty()) {
      isWorking.set(false);
      if (!changed.isEmpty()) {
        work();
      }
      return;
    }
    CompletionStage<Void> unused =
        settle(batch)
            .handle(
                (done, failure) -> {
                  executor.execute(this::next);

                  return null;
                });
  }

  private CompletionStage<Void> settle(Set<String> batch) {
    List<OrderFeed> watched = new ArrayList<>();
    List<String> forsaken = new ArrayList<>();
    for (String channel : batch) {
      feeds.apply(channel).ifPresentOrElse(watched::add, () -> forsaken.add(channel));
    }
    CompletionStage<Void> unsubscribed =
        forsaken.isEmpty() ? done() : documents.unsubscribe(forsaken);
    List<String> names = watched.stream().map(feed -> feed.key().redisName()).toList();
    CompletionStage<Void> subscribed = watched.isEmpty() ? done() : documents.subscribe(names);

    return subscribed
        .thenCombine(unsubscribed, (first, second) -> true)
        .exceptionally(
            failure -> {
              failed.addAll(batch);

              return false;
            })
        // Also where no message will come: then reading again and again must do.
        .thenCompose(isHeard -> read.apply(watched));
  }

  private static CompletionStage<Void> done() {
    return CompletableFuture.completedFuture(null);
  }
}
