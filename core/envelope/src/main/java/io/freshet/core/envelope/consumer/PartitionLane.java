package io.freshet.core.envelope.consumer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The records of one partition that were taken and are not done with. While there are any, no more
 * is taken; the first one waits for its next attempt, and the rest waits behind it.
 */
final class PartitionLane {
  private final Deque<ConsumerRecord<byte[], byte[]>> records = new ArrayDeque<>();
  private Instant due = Instant.MIN;
  private int attempts;
  private boolean isFailing;
  private Optional<String> failure = Optional.empty();
  private OptionalLong done = OptionalLong.empty();

  void add(Collection<ConsumerRecord<byte[], byte[]>> taken) {
    records.addAll(taken);
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  boolean isDue(Instant now) {
    return !records.isEmpty() && !due.isAfter(now);
  }

  /** When the first record may be tried; only while there is one. */
  Instant due() {
    return due;
  }

  ConsumerRecord<byte[], byte[]> first() {
    return records.getFirst();
  }

  /** Attempts that have failed so far. */
  int attempts() {
    return attempts;
  }

  int failed() {
    return ++attempts;
  }

  /** Notes a failure; whether it is the first since a record was done with. */
  boolean beginsToFail() {
    boolean isFirst = !isFailing;
    isFailing = true;

    return isFirst;
  }

  void pause(Duration pause, Instant now) {
    due = now.plus(pause);
  }

  /** Why the first record is to be handed off, once it is given up. */
  Optional<String> failure() {
    return failure;
  }

  void giveUp(String why) {
    failure = Optional.of(why);
  }

  void finishFirst() {
    done = OptionalLong.of(records.removeFirst().offset() + 1);
    due = Instant.MIN;
    attempts = 0;
    isFailing = false;
    failure = Optional.empty();
  }

  /** Where the group would go on; empty when that is told already. */
  OptionalLong untold() {
    return done;
  }

  void told() {
    done = OptionalLong.empty();
  }
}
