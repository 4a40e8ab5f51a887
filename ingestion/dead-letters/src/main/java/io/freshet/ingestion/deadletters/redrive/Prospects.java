package io.freshet.ingestion.deadletters.redrive;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventRouter;
import io.freshet.core.envelope.RecordSize;
import io.freshet.core.envelope.RedriveOrigin;
import io.freshet.core.envelope.RefusalCause;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.raw.RawEvents;
import io.freshet.core.envelope.raw.Verdict;
import io.freshet.core.lake.LogSource;
import io.freshet.ingestion.deadletters.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Tries dead letters against today's contract, as if they were received now: with the key that the
 * contract gives them today. Records of its stream go by the decoder that its writer has, raw JSON
 * by the checks of the JSON validator, which make it an event of the stream. Not thread-safe.
 */
final class Prospects {
  /** Stands for a key that is missing until the payload has told what it must be. */
  private static final byte[] ANY_KEY = {'?'};

  private static final String SENDER = "/freshet/redrive";

  private final Contract contract;
  private final EventDecoder decoder;
  private final EventRouter router;
  private final Supplier<RawEvents> rawChecks;
  private final Map<Integer, LogSource> sources;
  private final InstantSource clock;
  private Optional<RawEvents> openedChecks = Optional.empty();

  /**
   * @param partitions of the contract's topic
   * @param schemas where the events that are made of raw JSON find their schema's id
   * @param sources the topics that the ledger of the contract's table knows, by their numbers
   */
  Prospects(
      Contract contract,
      SchemaRegistry registry,
      SchemaRegistry schemas,
      int partitions,
      Map<Integer, LogSource> sources,
      InstantSource clock) {
    this.contract = contract;
    this.decoder = new EventDecoder(contract, registry);
    this.router = new EventRouter(contract, partitions);
    this.rawChecks =
        () ->
            new RawEvents(
                List.of(contract),
                each -> EventEncoder.of(each, schemas, EventEncoder.Origin.of(SENDER), partitions));
    this.sources = Map.copyOf(sources);
    this.clock = clock;
  }

  /**
   * Whether it is one of the contract's: it is listed as such, or is raw JSON that names the
   * contract and was refused while that took none.
   */
  boolean isOfContract(DeadLetter letter) {
    return letter.contract().equals(contract.name())
        || (letter.isRaw() && judge(letter).contract().equals(contract.name()));
  }

  Prospect of(DeadLetter letter) {
    if (letter.isRaw()) {
      return ofRaw(letter);
    }
    if (!letter.source().equals(sources.get(letter.sourceNumber()))) {
      return new Prospect.OfAnotherTable();
    }
    RecordHeaders headers = headers(letter);
    // Tests are not refused by anybody; whether it was one changes nothing of what it is.
    Decoded decoded = decoder.decode(received(letter.refused(), headers)).content();
    if (decoded instanceof Decoded.Refused refused) {
      return refused(refused.cause(), refused.detail());
    }
    GenericRecord payload = ((Decoded.Event) decoded).payload();
    Optional<byte[]> key = router.key(payload);
    if (key.isEmpty()) {
      return refused(RefusalCause.MISSING_KEY, "its key is empty");
    }
    byte[] value = letter.refused().value();

    return tooLarge(key.get(), value, headers)
        .orElse(
            new Prospect.Sendable(
                new ProducerRecord<>(
                    Streams.topic(contract),
                    router.partition(payload),
                    key.get(),
                    value,
                    headers)));
  }

  private Optional<Prospect> tooLarge(byte[] key, byte[] value, Headers headers) {
    long size = RecordSize.of(key, value, headers);
    int limit = contract.requireStream().maxMessageBytes();

    return size <= limit
        ? Optional.empty()
        : Optional.of(
            refused(
                RefusalCause.TOO_LARGE,
                "it takes %d bytes; the stream takes %d".formatted(size, limit)));
  }

  private Prospect ofRaw(DeadLetter letter) {
    Verdict verdict = judge(letter);
    if (verdict instanceof Verdict.Refused refused) {
      return new Prospect.StillRefused(refused.refusal().cause(), refused.refusal().detail());
    }
    ProducerRecord<byte[], byte[]> event = ((Verdict.Fits) verdict).event();
    event.headers().remove(RedriveOrigin.HEADER).add(RedriveOrigin.HEADER, origin(letter));
    Optional<Prospect> tooLarge = tooLarge(event.key(), event.value(), event.headers());

    return tooLarge.orElse(new Prospect.Sendable(event));
  }

  private Verdict judge(DeadLetter letter) {
    RawEvents checks = openedChecks.orElseGet(rawChecks); // its encoder asks the registry
    openedChecks = Optional.of(checks);

    return checks.judge(received(letter.refused(), letter.refused().headers()));
  }

  private static byte[] origin(DeadLetter letter) {
    return letter.origin().getBytes(StandardCharsets.US_ASCII);
  }

  private static Prospect refused(RefusalCause cause, String detail) {
    return new Prospect.StillRefused(cause.code(), detail);
  }

  /** The envelope as it came, and where the event was refused first. */
  private static RecordHeaders headers(DeadLetter letter) {
    RecordHeaders headers = new RecordHeaders();
    for (Header header : letter.refused().headers()) {
      if (!header.key().equals(RedriveOrigin.HEADER)) {
        headers.add(header);
      }
    }
    headers.add(RedriveOrigin.HEADER, origin(letter));

    return headers;
  }

  private ConsumerRecord<byte[], byte[]> received(
      ConsumerRecord<byte[], byte[]> refused, Headers headers) {
    boolean hasKey = refused.key() != null && refused.key().length > 0;
    byte[] key = hasKey ? refused.key() : ANY_KEY;

    return new ConsumerRecord<>(
        refused.topic(),
        refused.partition(),
        refused.offset(),
        clock.millis(),
        TimestampType.LOG_APPEND_TIME,
        key.length,
        refused.value() == null ? -1 : refused.value().length,
        key,
        refused.value(),
        headers,
        Optional.empty());
  }
}
