package application;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Decodes events by their contract; what is none is left out, as the lake keeps it. */
final class EventReader implements KafkaRecordDeserializationSchema<Event> {
  private static final long serialVersionUID = 1L;

  private final Contract contract;
  private final RegistrySettings registry;
  private transient EventDecoder decoder;

  EventReader(Contract contract, RegistrySettings registry) {
    this.contract = contract;
    this.registry = registry;
  }

  @Override
  public void open(InitializationContext context) {
    decoder = new EventDecoder(contract, new HttpSchemaRegistry(registry));
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> kafkaRecord, Collector<Event> collector) {
    if (decoder.decode(kafkaRecord) instanceof Decoded.Event event) {
      collector.collect(
          new Event(
              String.valueOf(event.payload().get("@key@")),
              EventFields.instant(event.payload(), "@eventTime@").toEpochMilli()));
    }
  }

  @Override
  public TypeInformation<Event> getProducedType() {
    return TypeInformation.of(Event.class);
  }
}
