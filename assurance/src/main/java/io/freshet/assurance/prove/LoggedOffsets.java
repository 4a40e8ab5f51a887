package io.freshet.assurance.prove;

import io.freshet.core.envelope.TestMark;
import io.freshet.core.lake.Position;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Which records a log holds, and which of them are tests. Not thread-safe. */
final class LoggedOffsets {
  private final Map<Position, Offsets> all = new HashMap<>();
  private final Map<Position, Offsets> tests = new HashMap<>();

  void add(Position position, ConsumerRecord<byte[], byte[]> kafkaRecord) {
    all.computeIfAbsent(position, first -> new Offsets()).add(kafkaRecord.offset());
    if (TestMark.isOn(kafkaRecord.headers())) {
      tests.computeIfAbsent(position, first -> new Offsets()).add(kafkaRecord.offset());
    }
  }

  Map<Position, Offsets> all() {
    return all;
  }

  /** Those of a partition, tests included. */
  Offsets of(Position position) {
    return all.getOrDefault(position, new Offsets());
  }

  /** Those of a partition that are tests. */
  Offsets tests(Position position) {
    return tests.getOrDefault(position, new Offsets());
  }
}
