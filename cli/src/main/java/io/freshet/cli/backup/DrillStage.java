package io.freshet.cli.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.assurance.log.Log;
import io.freshet.assurance.prove.Proof;
import io.freshet.cli.Workspace;
import io.freshet.cli.lake.ProofRequest;
import io.freshet.cli.lake.Proofs;
import io.freshet.cli.orders.OrdersProgram;
import io.freshet.cli.page.PageServer;
import io.freshet.cli.page.PortOption;
import io.freshet.cli.platform.Pipeline;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.FlinkApplication;
import io.freshet.local.Part;
import io.freshet.local.Platform;
import io.freshet.local.ProgressListener;
import io.freshet.simulator.Simulator;
import io.freshet.simulator.marketplace.MarketplaceSettings;
import io.freshet.simulator.orders.OrderCalls;
import io.freshet.simulator.orders.OrderCalls.Call;
import io.freshet.simulator.run.Speed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.iceberg.catalog.Catalog;

/** The platform of a drill: real parts, one writer of all streams, orders, and traffic. */
final class DrillStage {
  static final Set<Part> PARTS =
      EnumSet.of(Part.KAFKA, Part.S3, Part.POSTGRES, Part.REGISTRY, Part.CATALOG);

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final double EVENTS_PER_SECOND = 100;
  private static final String MARKET = "san_francisco";

  private final Workspace workspace;
  private final ProgressListener progress;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private long seed = 1;

  DrillStage(Workspace workspace, ProgressListener progress) {
    this.workspace = workspace;
    this.progress = progress;
  }

  Workspace workspace() {
    return workspace;
  }

  Platform platform() {
    return workspace.platform();
  }

  ProgressListener progress() {
    return progress;
  }

  private FlinkApplication writer() {
    return new Pipeline(workspace).writer(streams().stream().map(Contract::name).toList());
  }

  void start() throws Exception {
    new Pipeline(workspace).prepare(PARTS, progress);
    startWriter();
  }

  void startWriter() {
    platform().start(writer(), progress);
  }

  /** Without its state: the next start goes by the tables' ledgers. */
  void retireWriter() {
    platform().retire(writer());
  }

  /** Topics, subjects and tables as the contracts have them, where they lack. */
  void applyContracts() throws Exception {
    new Pipeline(workspace).prepare(PARTS, progress);
  }

  /** Events as they happen, for a while. */
  void traffic(Duration duration) {
    seed++;
    try (Simulator simulator = Simulator.connect(workspace.settings())) {
      simulator.simulate(
          MarketplaceSettings.live(seed, EVENTS_PER_SECOND, Instant.now(), duration),
          Speed.LIVE,
          told -> {});
    }
  }

  /** So many orders are made by the order service, which then ends; their numbers. */
  List<Long> orders(int several) throws Exception {
    String token = workspace.settings().text("orders.token");
    try (PageServer orders = PageServer.start(OrdersProgram.of(workspace, PortOption.any()))) {
      orders.awaitAnswer();
      OrderCalls calls = new OrderCalls(http, orders::address, token);
      List<Long> numbers = new ArrayList<>();
      for (int order = 0; order < several; order++) {
        Call creation = Call.creation(MARKET);
        numbers.add(OrderCalls.order(creation, calls.send(creation).get()));
      }

      return numbers;
    }
  }

  /** Ids of the newest schema of each subject, as the registry tells. */
  Map<String, Integer> subjects() throws IOException, InterruptedException {
    String url = workspace.settings().text("registry.url");
    Map<String, Integer> ids = new TreeMap<>();
    for (JsonNode subject : ask(url + "/subjects")) {
      ids.put(
          subject.asText(),
          ask(url + "/subjects/" + subject.asText() + "/versions/latest").path("id").asInt());
    }

    return ids;
  }

  private JsonNode ask(String url) throws IOException, InterruptedException {
    return new ObjectMapper()
        .readTree(
            http.send(
                    HttpRequest.newBuilder(URI.create(url)).build(),
                    HttpResponse.BodyHandlers.ofString())
                .body());
  }

  private List<Contract> streams() {
    return Proofs.streamTables(workspace.contracts());
  }

  /** Records that tables hold, as rows or dead letters. */
  long held() throws Exception {
    long held = 0;
    Catalog catalog = workspace.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      for (Contract contract : streams()) {
        held +=
            Ledger.of(LakeCatalog.require(catalog, TableLayout.name(contract)).properties())
                .total()
                .seen();
      }
    }

    return held;
  }

  /** Records that the log has and no table. */
  long waiting() throws Exception {
    long waiting = 0;
    Catalog catalog = workspace.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog;
        Log log = Log.open(workspace.kafka())) {
      for (Contract contract : streams()) {
        Ledger ledger =
            Ledger.of(LakeCatalog.require(catalog, TableLayout.name(contract)).properties());
        waiting +=
            log.topic(Streams.topic(contract))
                .map(topic -> Log.behind(topic, ledger.positionsOf(topic.source())))
                .orElse(0L);
      }
    }

    return waiting;
  }

  void awaitCaughtUp() throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (long waiting = waiting(); waiting > 0; waiting = waiting()) {
      if (System.nanoTime() > deadline) {
        throw new FreshetException(
            Fault.OURS, "The writer has not read %d records within 4 min".formatted(waiting));
      }
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
    }
  }

  /** Names of the tables that could not be proved. */
  List<String> unproved() throws Exception {
    List<String> unproved = new ArrayList<>();
    for (Proof proof : new Proofs(workspace).prove(streams(), ProofRequest.DEEP).keySet()) {
      if (!proof.ok()) {
        unproved.add(proof.table());
        progress.progress("prove", "%s: %s".formatted(proof.table(), proof));
      }
    }

    return unproved;
  }
}
