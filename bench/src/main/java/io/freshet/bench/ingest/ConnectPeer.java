package io.freshet.bench.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.bench.ProcessMeter;
import io.freshet.bench.Run;
import io.freshet.bench.Stage;
import io.freshet.core.contract.Contract;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/** Iceberg's sink for Kafka Connect, in a standalone worker with one task. */
public final class ConnectPeer implements Ingester {
  private final Contract contract;
  private final PeerTable table;
  private final PeerProcess process;
  private final ObjectMapper mapper = new ObjectMapper();
  private int starts;

  public ConnectPeer(Stage stage, Contract contract) {
    this.contract = contract;
    this.table = PeerTable.of(name(), contract);
    this.process =
        new PeerProcess(
            stage, name(), "bench/connect-peer", "io.freshet.bench.peer.connect.ConnectPeer");
  }

  @Override
  public String name() {
    return "connect";
  }

  @Override
  public Run.Standing standing() {
    return Run.Standing.PEER;
  }

  @Override
  public TableIdentifier table() {
    return table.name();
  }

  /** Kafka keeps a connector's positions under its name: each start has another. */
  @Override
  public void reset(Catalog catalog) {
    table.reset(catalog);
    starts++;
  }

  @Override
  public ProcessMeter start() throws IOException {
    int port = freePort();
    String connector = "bench-connect-" + starts;
    URI status = URI.create("http://127.0.0.1:%d/connectors/%s/status".formatted(port, connector));

    return process.start(
        List.of(),
        Map.of(
            "peer.stream", contract.name(),
            "peer.table", table.name().toString(),
            "peer.folder", process.newFolder().toString(),
            "peer.name", connector,
            "peer.port", Integer.toString(port)),
        () -> isReading(status));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean isReading(URI status) {
    JsonNode task;
    try {
      task = mapper.readTree(status.toURL()).path("tasks").path(0);
    } catch (IOException notYet) {
      return false;
    }
    if (task.path("state").asText().equals("FAILED")) {
      throw new FreshetException(
          Fault.DEPENDENCY, "The connector's task failed: " + task.path("trace").asText());
    }

    return task.path("state").asText().equals("RUNNING");
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
