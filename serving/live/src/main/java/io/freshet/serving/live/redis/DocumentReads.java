package io.freshet.serving.live.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads of many requests in few round trips: what is asked for while some are under way goes
 * together with the next. Thread-safe.
 */
public final class DocumentReads {
  private static final int BATCH = 200;
  private static final int AT_ONCE = 4;

  private final Documents documents;
  private final Queue<Wish> wishes = new ConcurrentLinkedQueue<>();
  private final AtomicInteger underWay = new AtomicInteger();

  private record Wish(List<String> names, CompletableFuture<List<Optional<byte[]>>> documents) {}

  public DocumentReads(Documents documents) {
    this.documents = documents;
  }

  /** One document; fails when Redis is away. */
  public CompletionStage<Optional<byte[]>> read(String name) {
    return wish(List.of(name)).thenApply(found -> found.get(0));
  }

  /** Many, in the order of their names; fails as a whole. */
  public CompletionStage<List<Optional<byte[]>>> readAll(List<String> names) {
    if (names.size() <= BATCH) {
      return names.isEmpty() ? CompletableFuture.completedFuture(List.of()) : wish(names);
    }

    return wish(names.subList(0, BATCH))
        .thenCombine(
            readAll(names.subList(BATCH, names.size())),
            (first, others) -> {
              List<Optional<byte[]>> all = new ArrayList<>(first);
              all.addAll(others);

              return all;
            });
  }

  private CompletionStage<List<Optional<byte[]>>> wish(List<String> names) {
    Wish wish = new Wish(names, new CompletableFuture<>());
    wishes.add(wish);
    send();

    return wish.documents;
  }

  private void send() {
    while (!wishes.isEmpty()) {
      if (underWay.incrementAndGet() > AT_ONCE) {
        if (underWay.decrementAndGet() >= AT_ONCE) {
          return; // one that ends sends the rest
        }
        continue;
      }
      List<Wish> batch = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (Wish wish; names.size() < BATCH && (wish = wishes.poll()) != null; ) {
        batch.add(wish);
        names.addAll(wish.names);
      }
      if (batch.isEmpty()) {
        underWay.decrementAndGet();
      } else {
        send(batch, names);
      }
    }
  }

  private void send(List<Wish> batch, List<String> names) {
    CompletionStage<List<Optional<byte[]>>> unused =
        documents
            .read(names)
            .whenComplete(
                (found, failure) -> {
                  underWay.decrementAndGet();
                  if (failure == null) {
                    send();
                    handOut(found, batch);
                  } else {
                    fail(batch, failure);
                  }
                });
  }

  private static void handOut(List<Optional<byte[]>> found, List<Wish> batch) {
    int from = 0;
    for (Wish wish : batch) {
      int to = from + wish.names.size();
      wish.documents.complete(found.subList(from, to));
      from = to;
    }
  }

  /** Whoever waited for it waits no longer: one silence of Redis is enough. */
  private void fail(List<Wish> batch, Throwable failure) {
    for (Wish wish; (wish = wishes.poll()) != null; ) {
      batch.add(wish);
    }
    batch.forEach(wish -> wish.documents.completeExceptionally(failure));
  }
}
