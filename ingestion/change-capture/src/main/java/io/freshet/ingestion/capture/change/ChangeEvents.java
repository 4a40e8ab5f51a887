package io.freshet.ingestion.capture.change;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventEncoder.Origin;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.TraceHeader;
import io.freshet.core.envelope.raw.DeadLetters;
import io.freshet.core.envelope.raw.RawEvents;
import io.freshet.core.envelope.raw.Verdict;
import io.freshet.core.tracing.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Makes of each change one record for every contract of its table: an event, or a dead letter. It
 * is read as raw JSON is, so that a dead letter can be redriven as one. Not thread-safe.
 */
public final class ChangeEvents {
  private static final DeadLetters.Teller TELLER =
      new DeadLetters.Teller("/freshet/change-capture", "the table");

  private final Map<String, List<Stream>> byTable = new HashMap<>();
  private final String source;
  private final InstantSource clock;
  private final RawEvents checks;
  private final DeadLetters deadLetters;

  /** A contract whose events changes become, and by which numbers its dead letters are known. */
  private record Stream(String contract, RowJson json, int source, int snapshotSource) {}

  /** What became of a change under one contract. */
  public sealed interface Outcome {
    String contract();

    /** The record to send. */
    record Event(String contract, ProducerRecord<byte[], byte[]> message) implements Outcome {}

    /** The record to send instead of an event, and why. */
    record DeadLetter(String contract, String cause, ProducerRecord<byte[], byte[]> message)
        implements Outcome {}

    /** A deletion of which the contract has no way to tell. */
    record LeftOut(String contract) implements Outcome {}
  }

  /**
   * What the events come from.
   *
   * @param name of the database, as the envelopes' source tells it
   * @param identity of the database, which no other has
   */
  public record Origins(String name, String identity) {
    String source() {
      return "/capture/" + name;
    }
  }

  /**
   * @param partitions of a topic
   */
  public ChangeEvents(
      List<Contract> contracts,
      Contract deadLetterContract,
      Origins origins,
      SchemaRegistry registry,
      ToIntFunction<String> partitions,
      InstantSource clock) {
    this.source = origins.source();
    this.clock = clock;
    for (Contract contract : contracts) {
      String identity = origins.identity() + "/" + contract.name();
      byTable
          .computeIfAbsent(contract.capturedFrom().orElseThrow(), table -> new ArrayList<>())
          .add(
              new Stream(
                  contract.name(),
                  new RowJson(contract),
                  DeadLetters.sourceNumber(identity),
                  DeadLetters.sourceNumber(identity + "/snapshot")));
    }
    this.checks =
        new RawEvents(
            contracts, contract -> encoder(contract, registry, Origin.of(source), partitions));
    this.deadLetters =
        new DeadLetters(
            deadLetterContract,
            encoder(deadLetterContract, registry, Origin.of(TELLER.name()), partitions),
            TELLER);
  }

  private static EventEncoder encoder(
      Contract contract, SchemaRegistry registry, Origin origin, ToIntFunction<String> partitions) {
    return EventEncoder.of(
        contract, registry, origin, partitions.applyAsInt(Streams.topic(contract)));
  }

  /** In the contracts' order. */
  public List<Outcome> of(Change change) {
    return byTable.getOrDefault(change.table(), List.of()).stream()
        .map(stream -> outcome(stream, change))
        .toList();
  }

  private Outcome outcome(Stream stream, Change change) {
    if (change.isDeletion() && !stream.json().tellsDeletions()) {
      return new Outcome.LeftOut(stream.contract());
    }
    ConsumerRecord<byte[], byte[]> raw = raw(stream, change);
    Verdict verdict = checks.judge(raw);
    if (verdict instanceof Verdict.Fits fits) {
      return new Outcome.Event(stream.contract(), fits.event());
    }
    Verdict.Refused refused = (Verdict.Refused) verdict;
    int number = change.kind() == Change.Kind.SNAPSHOT ? stream.snapshotSource() : stream.source();

    return new Outcome.DeadLetter(
        stream.contract(), refused.refusal().cause(), deadLetters.of(number, raw, refused));
  }

  /** CloudEvents in binary mode; its place is that of the change. */
  private ConsumerRecord<byte[], byte[]> raw(Stream stream, Change change) {
    byte[] value = stream.json().of(change);
    Headers headers = new RecordHeaders();
    add(headers, "ce_specversion", "1.0");
    add(headers, "ce_id", change.idText());
    add(headers, "ce_source", source);
    add(headers, "ce_type", stream.contract());
    add(headers, "content-type", "application/json");
    traceParent(change).ifPresent(trace -> headers.add(TraceHeader.of(trace)));

    return new ConsumerRecord<>(
        source + "/" + change.table(),
        change.id().ordinal(),
        change.id().lsn(),
        clock.millis(),
        TimestampType.LOG_APPEND_TIME,
        ConsumerRecord.NULL_SIZE,
        value.length,
        null,
        value,
        headers,
        Optional.empty());
  }

  /** Of a row that says by a column of that name of which trace it is, where that is recorded. */
  private static Optional<String> traceParent(Change change) {
    boolean isSaid =
        change.kind() == Change.Kind.WRITE
            && change.row().schema().field(TraceHeader.ATTRIBUTE) != null;

    return isSaid && change.row().get(TraceHeader.ATTRIBUTE) instanceof String text
        ? TraceContext.parse(text).filter(TraceContext::isSampled).map(TraceContext::text)
        : Optional.empty();
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
