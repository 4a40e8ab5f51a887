package io.freshet.serving.eta.rebuild;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.stream.EventConsumer.Received;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.Position;
import io.freshet.core.envelope.stream.StreamReader;
import io.freshet.core.envelope.stream.StreamStart;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;

/** Reads a stream from some place up to where it ends as the reading begins. */
final class StreamReading {
  private static final Duration POLL = Duration.ofMillis(200);

  /** Of nothing being read; a broker that is away says nothing at all. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaSettings kafka;
  private final SchemaRegistry registry;
  private final Progress progress;

  StreamReading(KafkaSettings kafka, SchemaRegistry registry, Progress progress) {
    this.kafka = kafka;
    this.registry = registry;
    this.progress = progress;
  }

  /** Takes an event; says whether it could use it. */
  @FunctionalInterface
  interface Taker {
    boolean take(GenericRecord payload, long receivedMillis);
  }

  Found.Read read(Contract contract, StreamStart start, Taker taker) {
    progress.begin(Streams.topic(contract));
    try (StreamReader reader = StreamReader.open(kafka, registry, contract)) {
      reader.seek(start);
      Part part = new Part(reader.ends(), taker);
      long heard = System.nanoTime();
      while (!reader.hasReached(part.ends)) {
        List<Received> some = reader.poll(POLL);
        some.forEach(part::take);
        if (!some.isEmpty()) {
          heard = System.nanoTime();
        } else if (System.nanoTime() - heard > PATIENCE.toNanos()) {
          throw new FreshetException(
              Fault.DEPENDENCY,
              "Cannot read %s: Kafka at %s has given nothing for %d s; run it again when it does"
                  .formatted(Streams.topic(contract), kafka.bootstrap(), PATIENCE.toSeconds()));
        }
        progress.at(part.done(), part.left());
      }
      progress.end(part.done());

      return new Found.Read(part.used, part.refused, part.tests);
    }
  }

  /** What is read of the stream, and how far it is. */
  private static final class Part {
    private final Map<Integer, Long> ends;
    private final Taker taker;
    private final Map<Integer, Long> reached = new HashMap<>();
    private long used;
    private long refused;
    private long tests;

    Part(Map<Integer, Long> ends, Taker taker) {
      this.ends = ends;
      this.taker = taker;
    }

    void take(Received received) {
      Position position = received.position();
      if (position.offset() >= ends.get(position.partition())) {
        return; // it came after the reading began
      }
      reached.put(position.partition(), position.offset());
      if (received.decoded() instanceof Decoded.Test) {
        tests++;
      } else if (received.decoded() instanceof Decoded.Event event
          && taker.take(event.payload(), position.receivedAt().toEpochMilli())) {
        used++;
      } else {
        refused++;
      }
    }

    long done() {
      return used + refused + tests;
    }

    /** Of the partitions that anything was read of; soon these are all. */
    long left() {
      return reached.entrySet().stream()
          .mapToLong(entry -> ends.get(entry.getKey()) - entry.getValue() - 1)
          .sum();
    }
  }
}
