package io.freshet.ingestion.sqlapps.stream;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Decodes the records of one stream. What is refused is counted and left out, as the lake's writer
 * keeps it as a dead letter; and so is what was sent as a test.
 */
final class EventReader implements KafkaRecordDeserializationSchema<RowData> {
  private static final long serialVersionUID = 1L;

  private final Contract contract;
  private final RegistrySettings registry;
  private final TypeInformation<RowData> type;

  private transient EventDecoder decoder;
  private transient EventRows rows;
  private transient Counter refused;
  private transient Counter tests;

  EventReader(Contract contract, RegistrySettings registry, TypeInformation<RowData> type) {
    this.contract = contract;
    this.registry = registry;
    this.type = type;
  }

  @Override
  public void open(InitializationContext context) {
    open(context.getMetricGroup(), new HttpSchemaRegistry(registry));
  }

  void open(MetricGroup metrics, SchemaRegistry registry) {
    decoder = new EventDecoder(contract, registry);
    rows = new EventRows(contract);
    refused = metrics.counter("refusedEvents");
    tests = metrics.counter("testEvents");
  }

  @Override
  public void deserialize(
      ConsumerRecord<byte[], byte[]> kafkaRecord, Collector<RowData> collector) {
    Decoded decoded = decoder.decode(kafkaRecord);
    if (decoded instanceof Decoded.Event event) {
      collector.collect(rows.row(kafkaRecord, event.payload()));
    } else if (decoded instanceof Decoded.Test) {
      tests.inc();
    } else {
      refused.inc();
    }
  }

  @Override
  public TypeInformation<RowData> getProducedType() {
    return type;
  }
}
