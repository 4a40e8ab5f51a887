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

  private record Wish(String name, CompletableFuture<Optional<byte[]>> document) {}

  public DocumentReads(Documents documents) {
    this.documents = documents;
  }

  /** One document; fails when Redis is away. */
  public CompletionStage<Optional<byte[]>> read(String name) {
    CompletableFuture<Optional<byte[]>> document = new CompletableFuture<>();
    wishes.add(new Wish(name, document));
    send();

    return document;
  }

  /** Many, in the order of their names; fails as a whole. */
  public CompletionStage<List<Optional<byte[]>>> readAll(List<String> names) {
    if (names.size() <= BATCH) {
      return names.isEmpty() ? CompletableFuture.completedFuture(List.of()) : documents.read(names);
    }

    return documents
        .read(names.subList(0, BATCH))
        .thenCombine(
            readAll(names.subList(BATCH, names.size())),
            (first, others) -> {
              List<Optional<byte[]>> all = new ArrayList<>(first);
              all.addAll(others);

              return all;
            });
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
      for (Wish wish; batch.size() < BATCH && (wish = wishes.poll()) != null; ) {
        batch.add(wish);
      }
      if (batch.isEmpty()) {
        underWay.decrementAndGet();
      } else {
        send(batch);
      }
    }
  }

  private void send(List<Wish> batch) {
    CompletionStage<List<Optional<byte[]>>> unused =
        documents
            .read(batch.stream().map(Wish::name).toList())
            .whenComplete(
                (found, failure) -> {
                  underWay.decrementAndGet();
                  send();
                  for (int i = 0; i < batch.size(); i++) {
                    if (failure == null) {
                      batch.get(i).document().complete(found.get(i));
                    } else {
                      batch.get(i).document().completeExceptionally(failure);
                    }
                  }
                });
  }
}
