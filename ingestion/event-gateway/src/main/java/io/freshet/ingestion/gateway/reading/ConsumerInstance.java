package io.freshet.ingestion.gateway.reading;

import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.gateway.restproxy.EmbeddedFormat;
import io.freshet.ingestion.gateway.restproxy.RestProxyError;
import io.freshet.ingestion.gateway.restproxy.RestProxyException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;

/**
 * A consumer that somebody reads through over HTTP. At least once: positions are committed of what
 * was answered, and with the read that follows at the earliest, as nobody knows before that the
 * answer has arrived. Not thread-safe.
 */
public final class ConsumerInstance {
  /** In which a read that waits sees that it should not any more. */
  private static final Duration SLICE = Duration.ofMillis(100);

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final ReaderWish wish;
  private final Consumer<byte[], byte[]> kafka;
  private final ReadingMetrics metrics;
  private final Map<String, ReadRecord> forms = new HashMap<>();
  private final Deque<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();
  private final Map<TopicPartition, OffsetAndMetadata> answered = new HashMap<>();
  private Map<String, ReadableStream> readable;

  /**
   * @param readable what its caller may read, by name
   */
  ConsumerInstance(
      ReaderWish wish,
      Consumer<byte[], byte[]> kafka,
      Map<String, ReadableStream> readable,
      ReadingMetrics metrics) {
    this.wish = wish;
    this.kafka = kafka;
    this.readable = readable;
    this.metrics = metrics;
  }

  /** From now on its caller may read this, by name. */
  void allow(Map<String, ReadableStream> now) {
    if (!now.equals(readable)) {
      readable = now;
      forms.clear();
    }
  }

  public EmbeddedFormat format() {
    return wish.format();
  }

  /** How long a read waits whose request does not say it. */
  public Duration timeout() {
    return wish.timeout();
  }

  /**
   * The next records as a JSON array: what there is, up to a size, as soon as there is something.
   *
   * @param hurried whether it should wait no longer
   * @throws FreshetException {@code DEPENDENCY} while Kafka or the registry is away
   */
  public byte[] read(Duration timeout, int maxBytes, BooleanSupplier hurried) {
    commitUnlessTold();
    Answer answer = new Answer(maxBytes);
    long end = System.nanoTime() + timeout.toNanos();
    long left = timeout.toNanos();
    do {
      if (fetched.isEmpty()) {
        fetch(Duration.ofNanos(Math.max(0, Math.min(left, SLICE.toNanos()))));
      }
      moveInto(answer);
      left = end - System.nanoTime();
    } while (answer.isEmpty() && left > 0 && !hurried.getAsBoolean());

    return answer.json();
  }

  /** Shares these streams with the group's other members. */
  public void subscribe(Collection<String> streams) {
    streams.forEach(this::requireReadable);
    changeSource("subscribe", () -> kafka.subscribe(streams, new ForgetRevoked()));
  }

  /** The same, of those that the caller may read. */
  public void subscribe(TopicPattern pattern) {
    subscribe(readable.keySet().stream().filter(pattern::matches).toList());
  }

  public Set<String> subscription() {
    return new TreeSet<>(kafka.subscription());
  }

  /** Reads nothing any more. */
  public void unsubscribe() {
    changeSource("unsubscribe", kafka::unsubscribe);
  }

  /** Reads these partitions, alone. */
  public void assign(Collection<TopicPartition> partitions) {
    partitions.forEach(this::requirePartition);
    changeSource("take partitions", () -> kafka.assign(partitions));
  }

  public Set<TopicPartition> assignment() {
    return asking("learn its partitions", kafka::assignment);
  }

  /** Reads on from there. */
  public void seek(Map<TopicPartition, Long> offsets) {
    offsets.keySet().forEach(this::forget);
    doing("go to an offset", () -> offsets.forEach(kafka::seek));
  }

  public void seekToBeginning(Collection<TopicPartition> partitions) {
    partitions.forEach(this::forget);
    doing("go to the beginning", () -> kafka.seekToBeginning(partitions));
  }

  public void seekToEnd(Collection<TopicPartition> partitions) {
    partitions.forEach(this::forget);
    doing("go to the end", () -> kafka.seekToEnd(partitions));
  }

  /** Commits all that was answered. */
  public void commit() {
    if (!answered.isEmpty()) {
      commit(Map.copyOf(answered));
      answered.clear();
    }
  }

  /** Commits these positions: where the group reads on. */
  public void commit(Map<TopicPartition, OffsetAndMetadata> positions) {
    positions.keySet().forEach(this::requirePartition);
    doing("commit positions", () -> kafka.commitSync(positions));
  }

  /** What the group has committed; partitions of which it has committed nothing are left out. */
  public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
    partitions.forEach(this::requirePartition);
    Map<TopicPartition, OffsetAndMetadata> committed =
        new HashMap<>(asking("learn committed positions", () -> kafka.committed(partitions)));
    committed.values().removeIf(position -> position == null);

    return committed;
  }

  /** Leaves the group, of its owner's will: what was answered is done. */
  void end() {
    try {
      commitUnlessTold();
    } finally {
      close();
    }
  }

  /** Leaves the group; whether the last answer has arrived, nobody knows. */
  void close() {
    kafka.close(CLOSE_TIMEOUT);
  }

  /**
   * Where the group has gone on without this member, its positions are others' now: the next poll
   * joins again, and forgets them.
   */
  private void commitUnlessTold() {
    if (wish.commits() == ReaderWish.Commits.WHEN_TOLD) {
      return;
    }
    try {
      commit();
    } catch (FreshetException e) {
      boolean isOutOfGroup =
          e.getCause() instanceof CommitFailedException
              || e.getCause() instanceof RebalanceInProgressException;
      if (!isOutOfGroup) {
        throw e;
      }
    }
  }

  private void fetch(Duration patience) {
    asking("read", () -> kafka.poll(patience)).forEach(fetched::add);
  }

  /** Nothing is taken off before it is written, so that what fails now is read again. */
  private void moveInto(Answer answer) {
    try {
      for (ConsumerRecord<byte[], byte[]> next = fetched.peek();
          next != null;
          next = fetched.peek()) {
        ReadRecord.Shown shown = form(next.topic()).of(next);
        if (shown.json().isPresent() && !answer.add(shown.json().get())) {
          return;
        }
        metrics.count(next.topic(), shown.outcome());
        answered.put(
            new TopicPartition(next.topic(), next.partition()),
            new OffsetAndMetadata(next.offset() + 1));
        fetched.remove();
      }
    } catch (FreshetException e) {
      // What came before it is answered first.
      if (answer.isEmpty()) {
        throw e;
      }
    }
  }

  private ReadRecord form(String stream) {
    return forms.computeIfAbsent(
        stream, name -> new ReadRecord(requireReadable(name), wish.format()));
  }

  private void changeSource(String doing, Runnable change) {
    commitUnlessTold();
    doing(doing, change);
    fetched.clear();
    answered.clear();
  }

  private void forget(TopicPartition partition) {
    requirePartition(partition);
    fetched.removeIf(
        next ->
            next.partition() == partition.partition() && next.topic().equals(partition.topic()));
    answered.remove(partition);
  }

  private ReadableStream requireReadable(String stream) {
    ReadableStream found =
        Optional.ofNullable(readable.get(stream))
            .orElseThrow(
                () ->
                    new RestProxyException(
                        RestProxyError.NO_TOPIC,
                        "No contract %s lets you read it over HTTP".formatted(stream)));
    List<String> masked = found.view().masked();
    if (wish.format() == EmbeddedFormat.BINARY && !masked.isEmpty()) {
      throw new RestProxyException(
          RestProxyError.FORBIDDEN,
          "Binary records of %s hold %s, which your role does not see; read it as json or avro"
              .formatted(stream, String.join(", ", masked)));
    }

    return found;
  }

  private void requirePartition(TopicPartition partition) {
    if (partition.partition() >= requireReadable(partition.topic()).partitions()) {
      throw new RestProxyException(
          RestProxyError.NO_PARTITION,
          "%s has no partition %d".formatted(partition.topic(), partition.partition()));
    }
  }

  private void doing(String what, Runnable work) {
    asking(
        what,
        () -> {
          work.run();

          return true;
        });
  }

  private static <T> T asking(String what, Supplier<T> question) {
    try {
      return question.get();
    } catch (IllegalStateException e) {
      throw new RestProxyException(RestProxyError.ILLEGAL_STATE, e.getMessage());
    } catch (KafkaException e) {
      throw KafkaFaults.failure(what, e);
    }
  }

  /** What others read now is theirs. */
  private final class ForgetRevoked implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      for (TopicPartition partition : partitions) {
        fetched.removeIf(
            next ->
                next.partition() == partition.partition()
                    && next.topic().equals(partition.topic()));
        answered.remove(partition);
      }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      // They are read from where the group has committed.
    }
  }
}
