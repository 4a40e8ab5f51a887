package io.freshet.assurance.log;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A log of which another thread can tell whether it is being asked. A question that failed counts
 * as one that goes on, so that it can be told from failures elsewhere. Not thread-safe otherwise.
 */
public final class AskedLog implements Log {
  private final Log log;
  private final AtomicBoolean isAsked;

  /**
   * @param isAsked is set while somebody asks
   */
  public AskedLog(Log log, AtomicBoolean isAsked) {
    this.log = log;
    this.isAsked = isAsked;
  }

  @Override
  public Optional<Topic> topic(String name) {
    return asking(() -> log.topic(name));
  }

  @Override
  public Map<Integer, Long> positions(String group, Topic topic) {
    return asking(() -> log.positions(group, topic));
  }

  @Override
  public void read(
      Topic topic, Map<Integer, Long> positions, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    asking(
        () -> {
          log.read(topic, positions, visitor);

          return topic;
        });
  }

  @Override
  public Optional<Instant> oldestBehind(Topic topic, Map<Integer, Long> positions) {
    return asking(() -> log.oldestBehind(topic, positions));
  }

  @Override
  public Map<Integer, Long> offsetsAt(Topic topic, Instant time) {
    return asking(() -> log.offsetsAt(topic, time));
  }

  private <T> T asking(Supplier<T> question) {
    isAsked.set(true);
    T answer = question.get();
    isAsked.set(false);

    return answer;
  }

  @Override
  public void close() {
    log.close();
  }
}
