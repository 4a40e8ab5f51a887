package io.freshet.testing.e2e;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.RefusalCause;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Records that are no pings, sent wave after wave by a thread of its own: every kind that is small,
 * and as many again that each name another schema which nobody has registered. One in fifty is
 * good.
 */
final class PoisonFlood implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int WAVE = 100;
  private static final int GOOD_EVERY = 50;
  private static final int DASHERS = 40;
  private static final int SMALL_BYTES = 1000;

  /** Where a framed payload has the id of its schema. */
  private static final int ID_POSITION = 1;

  private static final int FIRST_UNKNOWN_ID = 0x7f00_0000;

  private final BadRecords records;
  private final List<BadRecords.Bad> kinds;
  private final RawProducer producer;
  private final Map<Identity, String> bad = new HashMap<>();
  private final List<Identity> good = new ArrayList<>();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicBoolean ending = new AtomicBoolean();
  private final CompletableFuture<Void> thread;

  private PoisonFlood(Contract pings, Streams streams) {
    this.records = new BadRecords(pings, streams);
    this.kinds = records.all().stream().filter(PoisonFlood::isBadForAnyTable).toList();
    this.producer = new RawProducer(streams.kafka().bootstrap());
    this.thread = CompletableFuture.runAsync(this::send);
  }

  static PoisonFlood start(Contract pings, Streams streams) {
    return new PoisonFlood(pings, streams);
  }

  /** Not only for one whose partitions bear names, and small. */
  private static boolean isBadForAnyTable(BadRecords.Bad kind) {
    byte[] value = kind.event().value();

    return kind.cause() != RefusalCause.WRITE_FAILED
        && (value == null || value.length < SMALL_BYTES);
  }

  /**
   * A record on its way.
   *
   * @param cause empty of a good one
   */
  private record Sending(CompletableFuture<Identity> place, Optional<RefusalCause> cause) {}

  private void send() {
    for (int first = 0; !ending.get(); first += WAVE) {
      List<Sending> wave = new ArrayList<>();
      for (int number = first; number < first + WAVE; number++) {
        wave.add(send(number));
      }
      wave.forEach(this::note);
      acknowledged.addAndGet(WAVE);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private Sending send(int number) {
    if (number % GOOD_EVERY == 0) {
      return new Sending(
          producer.send(records.good(number % DASHERS, Instant.now())), Optional.empty());
    }
    if (number % 2 == 0) {
      return new Sending(
          producer.send(ofAnotherSchema(number)), Optional.of(RefusalCause.UNKNOWN_SCHEMA));
    }
    BadRecords.Bad kind = kinds.get(number / 2 % kinds.size());

    return new Sending(producer.send(kind.event()), Optional.of(kind.cause()));
  }

  private ProducerRecord<byte[], byte[]> ofAnotherSchema(int number) {
    ProducerRecord<byte[], byte[]> ping = records.good(number % DASHERS, Instant.now());
    ByteBuffer.wrap(ping.value()).putInt(ID_POSITION, FIRST_UNKNOWN_ID + number);

    return ping;
  }

  private void note(Sending sending) {
    Identity place = sending.place().join();
    sending.cause().ifPresentOrElse(cause -> bad.put(place, cause.code()), () -> good.add(place));
  }

  /** How much of it Kafka has acknowledged so far. */
  long acknowledged() {
    return acknowledged.get();
  }

  /**
   * What Kafka has acknowledged.
   *
   * @param bad with the causes that their dead letters must have
   */
  record Sent(Map<Identity, String> bad, List<Identity> good) {
    List<Identity> all() {
      List<Identity> all = new ArrayList<>(good);
      all.addAll(bad.keySet());

      return all;
    }
  }

  /** Ends it; fails if it had ended by itself. */
  Sent end() {
    ending.set(true);
    thread.join();

    return new Sent(bad, good);
  }

  @Override
  public void close() {
    ending.set(true);
    producer.close();
  }
}
