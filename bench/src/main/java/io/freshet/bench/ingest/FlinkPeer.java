package io.freshet.bench.ingest;

import io.freshet.bench.ProcessMeter;
import io.freshet.bench.Run;
import io.freshet.bench.Stage;
import io.freshet.core.contract.Contract;
import io.freshet.local.FlinkApplication;
import java.util.List;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/** Iceberg's own sink for Flink, on the Flink, with the memory and the collector of our writer. */
public final class FlinkPeer implements Ingester {
  private static final int MEGABYTES = 1400;

  private final Stage stage;
  private final PeerTable table;
  private final FlinkApplication application;

  public FlinkPeer(Stage stage, Contract contract) {
    this.stage = stage;
    this.table = PeerTable.of(name(), contract);
    this.application =
        new FlinkApplication(
                "bench-flink",
                "bench/flink-peer",
                "io.freshet.bench.peer.flink.FlinkPeer",
                List.of(
                    "--profile",
                    stage.profile().toString(),
                    "--peer.stream=" + contract.name(),
                    "--peer.table=" + table.name()),
                1,
                MEGABYTES)
            .with("env.java.opts.taskmanager", "-XX:+UseParallelGC");
  }

  @Override
  public String name() {
    return "flink";
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
