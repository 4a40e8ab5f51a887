package io.freshet.assurance.probe;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.Envelope;
import io.freshet.core.envelope.stream.EventConsumer.Received;
import io.freshet.core.envelope.stream.StreamReader;
import io.freshet.core.toolkit.FreshetException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.avro.generic.GenericRecord;

/**
 * Sends test events to one stream. Each is a copy of an event that the stream holds, with the
 * present as its event time: so the contract allows it, and nobody sees in it what they may not
 * see. Partitions take turns. Not thread-safe.
 */
final class StreamProbe implements AutoCloseable {
  /** What the envelopes name as their source. */
  static final String SOURCE = "/freshet/probe";

  /** Some may be refused, or tests themselves. */
  private static final int LOOKED_AT = 20;

  private final Contract contract;
  private final Sender sender;
  private final StreamReader reader;
  private List<GenericRecord> templates = List.of();
  private int turn;

  private StreamProbe(Contract contract, Sender sender, StreamReader reader) {
    this.contract = contract;
    this.sender = sender;
    this.reader = reader;
  }

  /**
   * @throws FreshetException when there is no such topic, the way is closed to us, or Kafka or the
   *     registry are away
   */
  static StreamProbe open(Contract contract, Way way) {
    StreamReader reader = StreamReader.open(way.kafka(), way.registry(), contract);
    try {
      return new StreamProbe(contract, way.open(contract), reader);
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /** Looks for events to copy, unless it knows some; whether there are any. */
  boolean isReady() {
    if (templates.isEmpty()) {
      templates = templates(reader.sample(LOOKED_AT));
    }

    return !templates.isEmpty();
  }

  /** Sends one; there must be events to copy. */
  Sender.Sent send(Instant now) {
    GenericRecord payload = templates.get(turn++ % templates.size());
    payload.put(
        contract.schema().keys().eventTime(),
        ChronoUnit.MICROS.between(Instant.EPOCH, now.truncatedTo(ChronoUnit.MILLIS)));

    return sender.send(
        new Envelope(
            UUID.randomUUID().toString(),
            SOURCE,
            contract.name(),
            Optional.empty(),
            Optional.empty()),
        payload);
  }

  /** One of each partition; a test only where all that was looked at are tests. */
  static List<GenericRecord> templates(List<Received> sampled) {
    Map<Integer, GenericRecord> events = new TreeMap<>();
    Map<Integer, GenericRecord> tests = new TreeMap<>();
    for (Received received : sampled) {
      if (received.decoded().content() instanceof Decoded.Event event) {
        boolean isTest = received.decoded() instanceof Decoded.Test;
        (isTest ? tests : events).put(received.position().partition(), event.payload());
      }
    }

    return new ArrayList<>((events.isEmpty() ? tests : events).values());
  }

  @Override
  public void close() {
    sender.close();
    reader.close();
  }
}
