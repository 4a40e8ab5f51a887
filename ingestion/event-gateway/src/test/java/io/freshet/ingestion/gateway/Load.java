package io.freshet.ingestion.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.contract.Contract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Some senders of batches that never repeat an event, and what they are told. */
final class Load implements AutoCloseable {
  private static final int SENDERS = 4;
  private static final int BATCH = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Sender sender;
  private final Contract contract;
  private final List<CompletableFuture<Void>> senders = new ArrayList<>();
  private final AtomicLong sequence = new AtomicLong(1000);
  private final AtomicLong unavailable = new AtomicLong();
  private final AtomicLong longestNanos = new AtomicLong();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Queue<String> others = new ConcurrentLinkedQueue<>();
  private volatile boolean ending;

  private Load(Sender sender, Contract contract) {
    this.sender = sender;
    this.contract = contract;
  }

  static Load start(Sender sender, Contract contract) {
    Load load = new Load(sender, contract);
    for (int i = 0; i < SENDERS; i++) {
      CompletableFuture<Void> end = new CompletableFuture<>();
      load.senders.add(end);
      new Thread(() -> load.run(end), "sender-" + i).start();
    }

    return load;
  }

  long acknowledged() {
    return acknowledged.size();
  }

  /** Events of which the gateway said that it can't tell. */
  long unavailable() {
    return unavailable.get();
  }

  Duration longest() {
    return Duration.ofNanos(longestNanos.get());
  }

  /** Answers that were neither. */
  List<String> others() {
    return List.copyOf(others);
  }

  /** The ids of all events of which it was said that they are on the stream. */
  Set<String> end() {
    close();

    return Set.copyOf(acknowledged);
  }

  @Override
  public void close() {
    ending = true;
    senders.forEach(CompletableFuture::join);
  }

  private void run(CompletableFuture<Void> end) {
    try {
      while (!ending) {
        send();
      }
      end.complete(null);
    } catch (RuntimeException e) {
      end.completeExceptionally(e);
    }
  }

  private void send() {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      long number = sequence.incrementAndGet();
      events.add(Sender.event(contract, "load-" + number, Sender.walk(number)));
    }
    long begun = System.nanoTime();
    HttpResponse<String> answer = sender.batch(events);
    longestNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
    for (JsonNode event : events(answer)) {
      switch (event.path("status").intValue()) {
        case 200 -> acknowledged.add(event.path("id").textValue());
        case 503 -> unavailable.incrementAndGet();
        default -> others.add(event.toString());
      }
    }
  }

  private Iterable<JsonNode> events(HttpResponse<String> answer) {
    try {
      JsonNode events = JSON.readTree(answer.body()).path("events");
      if (events.isEmpty()) {
        others.add(answer.toString() + answer.body());
      }

      return events;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
