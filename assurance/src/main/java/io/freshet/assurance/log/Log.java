package io.freshet.assurance.log;

import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LogSource;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the log holds, committed records only. Whoever asks is answered within a bound or gets a
 * failure of the dependency that says what was asked and where. Not thread-safe.
 */
public interface Log extends AutoCloseable {
  static Log open(KafkaSettings kafka) {
    return KafkaLog.open(kafka);
  }

  /**
   * A topic as it is now.
   *
   * @param begins first offset that retention has left, per partition
   * @param ends offset behind the last committed record or marker, per partition
   */
  record Topic(LogSource source, Map<Integer, Long> begins, Map<Integer, Long> ends) {}

  /** Empty when there is no such topic. */
  Optional<Topic> topic(String name);

  /** Where a consumer group would read a topic on, per partition of which it has said so. */
  Map<Integer, Long> positions(String group, Topic topic);

  /**
   * Visits every committed record of a topic between the given positions and its present end.
   *
   * @param positions where to begin, per partition; of others at what retention has left
   */
  void read(
      Topic topic, Map<Integer, Long> positions, Consumer<ConsumerRecord<byte[], byte[]>> visitor);

  /**
   * When the log took in the oldest record that lies behind the given positions; empty when nothing
   * does. Transaction markers are no records.
   */
  Optional<Instant> oldestBehind(Topic topic, Map<Integer, Long> positions);

  /**
   * Where each partition's records begin that were received at that time or later; at its end where
   * there are none.
   */
  Map<Integer, Long> offsetsAt(Topic topic, Instant time);

  /** The records that lie behind the given positions, counted by offsets: an upper bound. */
  static long behind(Topic topic, Map<Integer, Long> positions) {
    return topic.ends().entrySet().stream()
        .mapToLong(
            end ->
                Math.max(
                    0,
                    end.getValue()
                        - Math.max(
                            positions.getOrDefault(end.getKey(), 0L),
                            topic.begins().get(end.getKey()))))
        .sum();
  }

  @Override
  void close();
}
