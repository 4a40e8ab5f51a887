package io.freshet.core.envelope.consumer;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.Records;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.stream.TestProducers;
import io.freshet.testing.samples.LogPlace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The stream of dead letters, without a broker. */
final class DeadLetterLog {
  private final SchemaRegistry registry;
  private final Contract contract = contract();
  private final MockProducer<byte[], byte[]> kafka =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

  DeadLetterLog(SchemaRegistry registry) {
    this.registry = registry;
  }

  HandOff handOff(String group) {
    return new HandOff(
        TestProducers.awaited(contract, Records.encoder(contract, registry), kafka),
        contract,
        group);
  }

  void fail() {
    kafka.sendException = new TimeoutException("Kafka is away");
  }

  void heal() {
    kafka.sendException = null;
  }

  List<ProducerRecord<byte[], byte[]>> all() {
    return kafka.history();
  }

  /** As a reader of the stream gets it; texts as such. */
  Map<String, Object> columns(ProducerRecord<byte[], byte[]> sent) {
    Decoded decoded =
        new EventDecoder(contract, registry)
            .decode(
                new LogPlace(contract.name(), 0, 0, Instant.now().toEpochMilli()).holding(sent));
    GenericRecord payload = ((Decoded.Event) decoded).payload();
    Map<String, Object> columns = new HashMap<>();
    for (Schema.Field field : payload.getSchema().getFields()) {
      Object value = payload.get(field.name());
      columns.put(field.name(), value instanceof CharSequence ? value.toString() : value);
    }

    return columns;
  }

  private static Contract contract() {
    String place = "/io/freshet/core/contract/platform/dead_letters.yaml";
    try (InputStream in = Contract.class.getResourceAsStream(place)) {
      return ContractTexts.parse(
          "dead_letters", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
