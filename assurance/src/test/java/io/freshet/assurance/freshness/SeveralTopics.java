package io.freshet.assurance.freshness;

import io.freshet.assurance.log.Log;
import io.freshet.assurance.prove.MemoryLog;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A log of several topics. */
record SeveralTopics(List<MemoryLog> logs) implements Log {
  @Override
  public Optional<Topic> topic(String name) {
    return logs.stream().flatMap(log -> log.topic(name).stream()).findFirst();
  }

  private MemoryLog holding(Topic topic) {
    return logs.stream()
        .filter(log -> log.topic(topic.source().topic()).isPresent())
        .findFirst()
        .orElseThrow();
  }

  @Override
  public Map<Integer, Long> positions(String group, Topic topic) {
    return holding(topic).positions(group, topic);
  }

  @Override
  public void read(
      Topic topic, Map<Integer, Long> positions, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    holding(topic).read(topic, positions, visitor);
  }

  @Override
  public Optional<Instant> oldestBehind(Topic topic, Map<Integer, Long> positions) {
    return holding(topic).oldestBehind(topic, positions);
  }

  @Override
  public Map<Integer, Long> offsetsAt(Topic topic, Instant time) {
    return holding(topic).offsetsAt(topic, time);
  }

  @Override
  public void close() {}
}
