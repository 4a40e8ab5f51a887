package io.freshet.bench.peer.flink;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.avro.Schema;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DistributionMode;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.flink.CatalogLoader;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.flink.TableLoader;
import org.apache.iceberg.flink.sink.IcebergSink;

/**
 * A stream into a table by what Flink and Iceberg bring: Flink's Kafka source, Avro's decoder,
 * Iceberg's newer sink (v2), a checkpoint every ten seconds, exactly once. Where it is tuned,
 * Kafka's client is set as our writer sets it, and objects are reused as there; else nothing is
 * said of either.
 */
public final class FlinkPeer {
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

  private final String bootstrap;
  private final LakeSettings lake;
  private final TableIdentifier table;
  private final Contract contract;
  private final boolean isTuned;

  FlinkPeer(
      String bootstrap,
      LakeSettings lake,
      TableIdentifier table,
      Contract contract,
      boolean isTuned) {
    this.bootstrap = bootstrap;
    this.lake = lake;
    this.table = table;
    this.contract = contract;
    this.isTuned = isTuned;
  }

  /**
   * Beside the platform's settings {@code peer.stream}, {@code peer.table} and {@code peer.tuned}.
   */
  public static void main(String[] arguments) throws Exception {
    Settings settings = Settings.forProcess(arguments, System.getenv());
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    new FlinkPeer(
            KafkaSettings.from(settings).bootstrap(),
            LakeSettings.from(settings),
            TableIdentifier.parse(settings.text("peer.table")),
            Contracts.read(Path.of(settings.text("contracts.path")))
                .require(settings.text("peer.stream")),
            settings.flag("peer.tuned", false))
        .define(environment);
    environment.execute("flink peer");
  }

  void define(StreamExecutionEnvironment environment) throws Exception {
    environment.enableCheckpointing(CHECKPOINT_INTERVAL.toMillis(), CheckpointingMode.EXACTLY_ONCE);
    if (isTuned) {
      environment.getConfig().enableObjectReuse();
    }
    IcebergSink.forRowData(
            environment
                .fromSource(source(rowType()), WatermarkStrategy.noWatermarks(), "Read stream")
                .uid("read-stream"))
        .tableLoader(TableLoader.fromCatalog(catalogs(), table))
        .distributionMode(DistributionMode.NONE)
        .uidSuffix("write-table")
        .append();
  }

  private RowType rowType() throws Exception {
    Catalog catalog = LakeCatalog.open(lake);
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      return FlinkSchemaUtil.convert(catalog.loadTable(table).schema());
    }
  }

  private KafkaSource<RowData> source(RowType rowType) {
    Schema schema = AvroSchemas.of(contract);

    KafkaSourceBuilder<RowData> source =
        KafkaSource.<RowData>builder()
            .setBootstrapServers(bootstrap)
            .setTopics(Streams.topic(contract))
            .setGroupId("freshet-bench-flink")
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setDeserializer(new FramedAvroRows(schema.toString(), rowType))
            .setProperty("isolation.level", "read_committed");
    if (isTuned) {
      source
          .setProperty("max.poll.records", "5000")
          .setProperty("max.partition.fetch.bytes", Integer.toString(4 << 20));
    }

    return source.build();
  }

  private CatalogLoader catalogs() {
    return CatalogLoader.rest("lake", new Configuration(false), lake.icebergProperties());
  }
}
