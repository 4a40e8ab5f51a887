package io.freshet.ingestion.sqlapps.stream;

import io.freshet.core.contract.Contract;
import io.freshet.ingestion.sqlapps.application.SinkTable;
import io.freshet.ingestion.sqlapps.application.SinkTable.Delivery;
import io.freshet.ingestion.sqlapps.table.NamedSink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** A contract's stream as a table that SQL inserts into: facts, which nothing takes back. */
public final class StreamTableSink implements DynamicTableSink {
  private static final long LEAST_BUFFER_BYTES = 32L << 20;

  private final SinkTable.Stream sink;
  private final Contract contract;
  private final RowType type;
  private final StreamAccess access;

  public StreamTableSink(
      SinkTable.Stream sink, Contract contract, RowType type, StreamAccess access) {
    this.sink = sink;
    this.contract = contract;
    this.type = type;
    this.access = access;
  }

  @Override
  public ChangelogMode getChangelogMode(ChangelogMode requestedMode) {
    return ChangelogMode.insertOnly();
  }

  @Override
  public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
    return new NamedSink(contract.name(), this::kafka);
  }

  private KafkaSink<RowData> kafka() {
    int largest = contract.requireStream().maxMessageBytes();
    KafkaSinkBuilder<RowData> builder =
        KafkaSink.<RowData>builder()
            .setKafkaProducerConfig(access.kafka().clientProperties())
            .setRecordSerializer(
                new EventWriter(
                    contract, type, access.registry(), access.application(), sink.delivery()))
            .setProperty("linger.ms", "20")
            .setProperty("compression.type", "lz4")
            .setProperty("max.request.size", Integer.toString(largest))
            .setProperty("buffer.memory", Long.toString(Math.max(LEAST_BUFFER_BYTES, 2L * largest)))
            // The default's re-bootstrap can hang when no broker is reached; see EventProducer.
            .setProperty("metadata.recovery.strategy", "none");
    if (sink.delivery() == Delivery.AT_LEAST_ONCE) {
      return builder.setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE).build();
    }

    return builder
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(access.group() + "-" + contract.name())
        // As in the JSON validator: the other strategy loses transactions (docs/decisions/0032).
        .setTransactionNamingStrategy(TransactionNamingStrategy.INCREMENTING)
        .setProperty(
            "transaction.timeout.ms", Long.toString(access.transactionTimeout().toMillis()))
        .build();
  }

  @Override
  public DynamicTableSink copy() {
    return new StreamTableSink(sink, contract, type, access);
  }

  @Override
  public String asSummaryString() {
    return "Stream " + contract.name();
  }
}
