package io.freshet.ingestion.sqlapps.stream;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventEncoder.Origin;
import io.freshet.core.envelope.InvalidEventException;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.toolkit.Sha256;
import io.freshet.ingestion.sqlapps.application.SinkTable.Delivery;
import java.util.HexFormat;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns rows into events of a contract. A row that is no event of it is counted, logged and left
 * out. Where an event may come twice, its id follows from its values.
 */
final class EventWriter implements KafkaRecordSerializationSchema<RowData> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);
  private static final int ID_BYTES = 12;

  private final Contract contract;
  private final RowType type;
  private final RegistrySettings registry;
  private final String application;
  private final Delivery delivery;

  private transient EventEncoder encoder;
  private transient RowPayloads payloads;
  private transient Counter refused;

  EventWriter(
      Contract contract,
      RowType type,
      RegistrySettings registry,
      String application,
      Delivery delivery) {
    this.contract = contract;
    this.type = type;
    this.registry = registry;
    this.application = application;
    this.delivery = delivery;
  }

  @Override
  public void open(InitializationContext context, KafkaSinkContext sink) {
    open(
        context.getMetricGroup(),
        new HttpSchemaRegistry(registry),
        sink.getPartitionsForTopic(Streams.topic(contract)).length);
  }

  void open(MetricGroup metrics, SchemaRegistry registry, int partitions) {
    encoder =
        EventEncoder.of(
            contract, registry, Origin.of("/freshet/sql-apps/" + application), partitions);
    payloads = new RowPayloads(contract, type);
    refused = metrics.counter("refusedRows");
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      RowData row, KafkaSinkContext context, Long timestamp) {
    try {
      GenericRecord payload = payloads.payload(row);

      return switch (delivery) {
        case EXACTLY_ONCE -> encoder.encode(payload);
        case AT_LEAST_ONCE -> encoder.encode(id(payload), payload);
      };
    } catch (InvalidEventException e) {
      refused.inc();
      LOG.warn("Row left out stream={} problem={}", contract.name(), e.getMessage());

      return null; // Flink's writer skips it
    }
  }

  private static String id(GenericRecord payload) {
    return HexFormat.of().formatHex(Sha256.of(payload.toString()), 0, ID_BYTES);
  }
}
