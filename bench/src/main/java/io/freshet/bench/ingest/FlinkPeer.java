package io.freshet.bench.ingest;

import io.freshet.bench.ProcessMeter;
import io.freshet.bench.Run;
import io.freshet.bench.Stage;
import io.freshet.core.contract.Contract;
import io.freshet.local.FlinkApplication;
import java.util.List;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/** Iceberg's own sink for Flink, on the Flink and with the memory of our writer. */
public final class FlinkPeer implements Ingester {
  private static final int MEGABYTES = 1400;

  /** What its job says of Flink and Kafka's client. */
  public enum Tuning {
    /** Nothing, as in the examples of Iceberg's documentation. */
    DOCUMENTED,
    /** What our writer's says. */
    OURS
  }

  private final String name;
  private final Stage stage;
  private final PeerTable table;
  private final FlinkApplication application;

  public FlinkPeer(Stage stage, Contract contract, Tuning tuning) {
    boolean isTuned = tuning == Tuning.OURS;
    this.name = isTuned ? "flink-tuned" : "flink";
    this.stage = stage;
    this.table = PeerTable.of(name, contract);
    FlinkApplication plain =
        new FlinkApplication(
            "bench-" + name,
            "bench/flink-peer",
            "io.freshet.bench.peer.flink.FlinkPeer",
            List.of(
                "--profile",
                stage.profile().toString(),
                "--peer.stream=" + contract.name(),
                "--peer.table=" + table.name(),
                "--peer.tuned=" + isTuned),
            1,
            MEGABYTES);
    this.application =
        isTuned ? plain.with("env.java.opts.taskmanager", "-XX:+UseParallelGC") : plain;
  }

  @Override
  public String name() {
    return name;
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
  public ProcessMeter start() {
    return stage.start(application);
  }

  @Override
  public void stop() {
    stage.platform().retire(application);
  }
}
