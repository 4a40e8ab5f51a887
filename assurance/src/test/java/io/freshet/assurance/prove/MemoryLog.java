package io.freshet.assurance.prove;

import io.freshet.assurance.log.Log;
import io.freshet.core.lake.LogSource;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A log of one topic without gaps, from whose beginning records can be deleted. */
public final class MemoryLog implements Log {
  private final TreeMap<Integer, Long> begins = new TreeMap<>();
  private final TreeMap<Integer, Long> ends = new TreeMap<>();
  private Optional<LogSource> source;
  private Instant received = Instant.EPOCH;
  private final Map<String, Map<Integer, Long>> groups = new HashMap<>();
  private BiFunction<Integer, Long, ConsumerRecord<byte[], byte[]>> records =
      (partition, offset) -> new ConsumerRecord<>("markets", partition, offset, null, null);

  public MemoryLog(LogSource source) {
    this.source = Optional.of(source);
  }

  public void send(int partition, long records) {
    begins.putIfAbsent(partition, 0L);
    ends.merge(partition, records, Long::sum);
  }

  /** Everything, at one moment. */
  public void receiveAt(Instant time) {
    received = time;
  }

  /** What retention does. */
  public void deleteBefore(int partition, long offset) {
    begins.put(partition, offset);
  }

  void recreate(LogSource recreated) {
    source = Optional.of(recreated);
    begins.clear();
    ends.clear();
  }

  public void drop() {
    source = Optional.empty();
  }

  @Override
  public Optional<Topic> topic(String name) {
    return source
        .filter(known -> known.topic().equals(name))
        .map(known -> new Topic(known, Map.copyOf(begins), Map.copyOf(ends)));
  }

  /** What the record at a partition and offset is; an empty one until somebody says so. */
  public void holds(BiFunction<Integer, Long, ConsumerRecord<byte[], byte[]>> records) {
    this.records = records;
  }

  @Override
  public void read(
      Topic topic, Map<Integer, Long> positions, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    topic
        .ends()
        .forEach(
            (partition, end) -> {
              long first =
                  Math.max(topic.begins().get(partition), positions.getOrDefault(partition, 0L));
              for (long offset = first; offset < end; offset++) {
                visitor.accept(records.apply(partition, offset));
              }
            });
  }

  @Override
  public Optional<Instant> oldestBehind(Topic topic, Map<Integer, Long> positions) {
    return ends.entrySet().stream()
        .filter(end -> positions.getOrDefault(end.getKey(), 0L) < end.getValue())
        .map(end -> received)
        .collect(Collectors.reducing((one, other) -> one));
  }

  @Override
  public Map<Integer, Long> offsetsAt(Topic topic, Instant time) {
    Map<Integer, Long> offsets = new HashMap<>();
    topic
        .ends()
        .forEach(
            (partition, end) -> {
              long offset = topic.begins().get(partition);
              while (offset < end
                  && records.apply(partition, offset).timestamp() < time.toEpochMilli()) {
                offset++;
              }
              offsets.put(partition, offset);
            });

    return offsets;
  }

  @Override
  public Map<Integer, Long> positions(String group, Topic topic) {
    return Map.copyOf(groups.getOrDefault(group, Map.of()));
  }

  /** What a consumer group says of itself. */
  public void readBy(String group, int partition, long position) {
    groups.computeIfAbsent(group, first -> new HashMap<>()).put(partition, position);
  }

  @Override
  public void close() {}
}
