package io.freshet.testing.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Pings of many dashers, sent without a pause by a thread of its own while the test breaks things;
 * one in twenty is bad.
 */
final class Traffic implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final int DASHERS = 40;
  private static final int BAD_EVERY = 20;

  private final BadRecords pings;
  private final RawProducer producer;
  private final List<CompletableFuture<Identity>> good = new ArrayList<>();
  private final List<CompletableFuture<Identity>> bad = new ArrayList<>();
  private final AtomicBoolean ending = new AtomicBoolean();
  private final CompletableFuture<Void> thread;

  private Traffic(BadRecords pings, RawProducer producer) {
    this.pings = pings;
    this.producer = producer;
    this.thread = CompletableFuture.runAsync(this::send);
  }

  static Traffic start(BadRecords pings, RawProducer producer) {
    return new Traffic(pings, producer);
  }

  private void send() {
    for (int sent = 0; !ending.get(); sent++) {
      if (sent % BAD_EVERY == 0) {
        bad.add(producer.send(pings.cutOff(sent % DASHERS, Instant.now())));
      } else {
        good.add(producer.send(pings.good(sent % DASHERS, Instant.now())));
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** What Kafka has acknowledged. */
  record Sent(List<Identity> good, List<Identity> bad) {
    List<Identity> all() {
      List<Identity> all = new ArrayList<>(good);
      all.addAll(bad);

      return all;
    }
  }

  /** Ends the traffic and waits until Kafka has taken all of it. */
  Sent end() {
    close();
    producer.flush();

    return new Sent(
        good.stream().map(CompletableFuture::join).toList(),
        bad.stream().map(CompletableFuture::join).toList());
  }

  @Override
  public void close() {
    ending.set(true);
    thread.join();
  }
}
