package io.freshet.bench.ingest;

import io.freshet.bench.ProcessMeter;
import io.freshet.bench.Run;
import io.freshet.bench.Stage;
import io.freshet.core.contract.Contract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/** Spark Structured Streaming from its Kafka source to Iceberg, on all processors. */
public final class SparkPeer implements Ingester {
  /** Its {@code jvm.options} open to Spark what Spark needs of the JDK. */
  private static final String SPARK_MODULE = "batch/spark-jobs";

  private final Contract contract;
  private final PeerTable table;
  private final PeerProcess process;
  private final Path jvmOptions;

  public SparkPeer(Stage stage, Contract contract) {
    this.contract = contract;
    this.table = PeerTable.of(name(), contract);
    this.process =
        new PeerProcess(stage, name(), "bench/spark-peer", "io.freshet.bench.peer.spark.SparkPeer");
    this.jvmOptions = stage.modules().target(SPARK_MODULE).resolve("jvm.options");
  }

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public Run.Standing standing() {
    return Run.Standing.PEER;
  }

  @Override
  public TableIdentifier table() {
    return table.name();
  }

  @Override
  public void reset(Catalog catalog) {
    table.reset(catalog);
  }

  @Override
  public ProcessMeter start() throws IOException {
    Path folder = process.newFolder();

    return process.start(
        List.of("@" + jvmOptions),
        Map.of(
            "peer.stream", contract.name(),
            "peer.table", table.name().toString(),
            "peer.folder", folder.toString()),
        () -> Files.exists(folder.resolve("ready")));
  }

  @Override
  public void requireAlive() {
    process.requireAlive();
  }

  @Override
  public void stop() {
    process.stop();
  }
}
