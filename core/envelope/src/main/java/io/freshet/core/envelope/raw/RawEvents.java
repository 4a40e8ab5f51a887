package io.freshet.core.envelope.raw;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.InvalidEventException;
import io.freshet.core.envelope.RefusalCause;
import io.freshet.core.envelope.TestMark;
import io.freshet.core.envelope.json.InvalidPayloadException;
import io.freshet.core.envelope.json.JsonPayloads;
import io.freshet.core.envelope.json.MalformedJsonException;
import io.freshet.core.envelope.offer.Offer;
import io.freshet.core.envelope.offer.OfferedData;
import io.freshet.core.envelope.offer.Refusal;
import io.freshet.core.toolkit.NearestName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Holds raw records against the contracts that take them. Asks nobody: the verdict follows from the
 * record alone, and so is the same whenever it is read again. Not thread-safe.
 */
public final class RawEvents {
  private static final int MAX_NAME = 100;

  private final Map<String, Stream> byName = new HashMap<>();

  /** All that the events of one contract need. */
  private record Stream(JsonPayloads payloads, EventEncoder encoder) {}

  /**
   * @param contracts that take raw JSON
   * @param encoders makes one for each of them
   */
  public RawEvents(List<Contract> contracts, Function<Contract, EventEncoder> encoders) {
    for (Contract contract : contracts) {
      byName.put(contract.name(), new Stream(new JsonPayloads(contract), encoders.apply(contract)));
    }
  }

  /** Never throws for what a record holds. */
  public Verdict judge(ConsumerRecord<byte[], byte[]> kafkaRecord) {
    try {
      Offer offer = RawOffers.read(kafkaRecord);

      return offer instanceof Offer.Event event
          ? judge(event, kafkaRecord)
          : unnamed(kafkaRecord, (Offer.Unfit) offer);
    } catch (MalformedJsonException e) {
      return unnamed(kafkaRecord, new Offer.Unfit(Optional.empty(), malformed(e)));
    }
  }

  /** Of what names no contract. Where nothing of it can be read, its headers may tell a test. */
  private static Verdict unnamed(ConsumerRecord<byte[], byte[]> kafkaRecord, Offer.Unfit unfit) {
    return new Verdict.Refused(
        kafkaRecord.topic(),
        unfit.refusal(),
        unfit.isTest() || TestMark.isOn(kafkaRecord.headers()));
  }

  private Verdict judge(Offer.Event event, ConsumerRecord<byte[], byte[]> kafkaRecord) {
    String contract = event.envelope().type();
    boolean isTest = TestMark.isIn(event.extensions());
    Stream stream = byName.get(contract);
    if (stream == null) {
      return new Verdict.Refused(kafkaRecord.topic(), unknown(contract), isTest);
    }
    if (!(event.data() instanceof OfferedData.Json json)) {
      return new Verdict.Refused(
          contract,
          Refusal.mediaType(
              "Raw events are JSON; put Avro on the stream itself, or send it to the gateway"),
          isTest);
    }
    try {
      return new Verdict.Fits(contract, event(stream, event, json, kafkaRecord.timestamp()));
    } catch (MalformedJsonException e) {
      return new Verdict.Refused(contract, malformed(e), isTest);
    } catch (InvalidPayloadException e) {
      return new Verdict.Refused(contract, Refusal.of(e), isTest);
    } catch (InvalidEventException e) {
      return new Verdict.Refused(contract, Refusal.of(e), isTest);
    }
  }

  private static ProducerRecord<byte[], byte[]> event(
      Stream stream, Offer.Event event, OfferedData.Json json, long receivedMillis) {
    return stream
        .encoder()
        .passOn(
            receivedMillis,
            event.envelope(),
            event.extensions(),
            stream.payloads().read(json.text(), json.pointer()));
  }

  private Refusal unknown(String contract) {
    // Comparing takes long where the name is long, and no contract's is.
    String hint = contract.length() > MAX_NAME ? "" : NearestName.hint(contract, byName.keySet());

    return Refusal.unknownContract("No contract %s takes raw JSON%s".formatted(contract, hint));
  }

  private static Refusal malformed(MalformedJsonException e) {
    return new Refusal(RefusalCause.MALFORMED_JSON.code(), e.getMessage(), List.of());
  }
}
