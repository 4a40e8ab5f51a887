package io.freshet.assurance.find;

import io.freshet.assurance.find.Searched.End;
import io.freshet.assurance.log.Log;
import io.freshet.assurance.log.Log.Topic;
import io.freshet.core.envelope.batch.ReceivedTime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Looks through a topic for an id, the newest stretch of each partition first. */
final class LogSearch {
  static final int MOST_FOUND = 10;

  private static final String ID_HEADER = "ce_id";

  /** Over all partitions: what is read before anybody looks at the limits again. */
  private static final long STRETCH = 50_000;

  /** So many records are read between two looks at the clock. */
  private static final int LOOK_EVERY = 500;

  private final Log log;
  private final Topic topic;
  private final LongSupplier nanoTime;

  /** What was found, the newest first, and how far the search has come. */
  record Result(List<ConsumerRecord<byte[], byte[]>> found, Searched searched) {}

  LogSearch(Log log, Topic topic, LongSupplier nanoTime) {
    this.log = log;
    this.topic = topic;
    this.nanoTime = nanoTime;
  }

  /** The record at a place; empty where the log has none there. */
  Optional<ConsumerRecord<byte[], byte[]>> at(int partition, long offset) {
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    log.read(
        stretch(Map.of(partition, offset), Map.of(partition, offset + 1)), Map.of(), found::add);

    return found.stream().findFirst();
  }

  Result forId(EventQuestion question, String id, SearchLimits limits, LongConsumer progress) {
    byte[] wanted = id.getBytes(StandardCharsets.UTF_8);
    Map<Integer, Long> first =
        question.from().map(time -> log.offsetsAt(topic, time)).orElse(topic.begins());
    Map<Integer, Long> open =
        new TreeMap<>(
            question.until().map(time -> log.offsetsAt(topic, time)).orElse(topic.ends()));
    open.keySet().removeIf(partition -> open.get(partition) <= first.get(partition));
    // The oldest goes first: a sender may give thousands one id, and these are whole records.
    Queue<ConsumerRecord<byte[], byte[]>> found =
        new PriorityQueue<>(Comparator.comparing(LogSearch::received));
    Map<Integer, Instant> reached = new HashMap<>();
    long deadline = nanoTime.getAsLong() + limits.time().toNanos();
    long[] seen = {0};
    while (!open.isEmpty() && found.isEmpty()) {
      if (seen[0] >= limits.records() || nanoTime.getAsLong() - deadline >= 0) {
        End end = seen[0] >= limits.records() ? End.RECORDS : End.TIME;

        return new Result(List.of(), new Searched(seen[0], backTo(open, reached), end));
      }
      long each = Math.max(1, Math.min(STRETCH, limits.records() - seen[0]) / open.size());
      Map<Integer, Long> from = new TreeMap<>();
      open.forEach((part, end) -> from.put(part, Math.max(first.get(part), end - each)));
      Map<Integer, Instant> inStretch = new HashMap<>();
      boolean isWhole =
          readUntil(
              deadline,
              stretch(from, open),
              logged -> {
                seen[0]++;
                inStretch.merge(logged.partition(), received(logged), LogSearch::earlier);
                if (bears(logged, wanted)) {
                  found.add(logged);
                }
                if (found.size() > MOST_FOUND) {
                  found.remove();
                }
              });
      if (!isWhole) {
        // Read from its oldest on: of where it lay nothing is known unless it was found.
        progress.accept(seen[0]);
        continue;
      }
      inStretch.forEach((part, time) -> reached.merge(part, time, LogSearch::earlier));
      open.putAll(from);
      open.keySet().removeIf(partition -> open.get(partition) <= first.get(partition));
      progress.accept(seen[0]);
    }

    return new Result(
        found.stream().sorted(Comparator.comparing(LogSearch::received).reversed()).toList(),
        new Searched(seen[0], backTo(open, reached), found.isEmpty() ? End.WHOLE : End.FOUND));
  }

  /** Says whether it came to the end of it before that time. */
  private boolean readUntil(
      long deadline, Topic stretch, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    long[] read = {0};
    try {
      log.read(
          stretch,
          Map.of(),
          logged -> {
            if (++read[0] % LOOK_EVERY == 0 && nanoTime.getAsLong() - deadline >= 0) {
              throw new TimeIsUpException();
            }
            visitor.accept(logged);
          });

      return true;
    } catch (TimeIsUpException e) {
      return false;
    }
  }

  /** Ends a reading in its middle; says nothing to anybody else. */
  private static final class TimeIsUpException extends RuntimeException {
    TimeIsUpException() {
      super("", null, false, false);
    }
  }

  private Topic stretch(Map<Integer, Long> from, Map<Integer, Long> end) {
    return new Topic(topic.source(), Map.copyOf(from), Map.copyOf(end));
  }

  /** Partitions are read unequally far: what is sure of all of them is the least of it. */
  private static Optional<Instant> backTo(Map<Integer, Long> open, Map<Integer, Instant> reached) {
    return open.keySet().stream()
        .map(partition -> reached.getOrDefault(partition, Instant.MAX))
        .max(Comparator.naturalOrder())
        .filter(time -> time.isBefore(Instant.MAX));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant received(ConsumerRecord<byte[], byte[]> found) {
    return Instant.ofEpochMilli(ReceivedTime.millis(found));
  }

  private static boolean bears(ConsumerRecord<byte[], byte[]> found, byte[] id) {
    Header header = found.headers().lastHeader(ID_HEADER);

    return header != null && Arrays.equals(header.value(), id);
  }
}
