package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.core.contract.Contract;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LedgerCodec;
import io.freshet.core.lake.TableLayout;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Other engines rewrite and expire what the writer commits, while it commits: everything is there
 * once, and the ledger holds what the writer wrote, to the byte.
 */
@FullOnly
class EnginesIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.REGISTRY, Part.CATALOG, Part.TRINO);

  private static WriterPool pool;
  private static Contract pings;

  private RawProducer producer;
  private Toll toll;

  /** What is done to the table, as %s. */
  enum Operation {
    TRINO_OPTIMIZE("alter table %s execute optimize"),
    TRINO_OPTIMIZE_MANIFESTS("alter table %s execute optimize_manifests"),
    TRINO_EXPIRE_SNAPSHOTS("alter table %s execute expire_snapshots(retention_threshold => '0s')"),
    MAINTENANCE("maintain %s"),
    SPARK_REWRITE_DATA_FILES(
        "call lake.system.rewrite_data_files(table => '%s', options => map('rewrite-all', 'true'))"),
    SPARK_REWRITE_MANIFESTS("call lake.system.rewrite_manifests(table => '%s')"),
    SPARK_EXPIRE_SNAPSHOTS(
        "call lake.system.expire_snapshots(table => '%s',"
            + " older_than => timestamp '2100-01-01 00:00:00', retain_last => 1)");

    private final String words;

    Operation(String words) {
      this.words = words;
    }

    void run() throws Exception {
      String statement = words.formatted(TableLayout.name(pings));
      if (this == MAINTENANCE) {
        maintain();
      } else if (name().startsWith("TRINO")) {
        askTrino(statement);
      } else {
        Readers.ofLake(platform).read("sql", statement, new Schema(List.of()));
      }
    }

    /**
     * Whether it has been done to the table since: it leaves a snapshot of its own or takes some.
     */
    boolean isDone(List<Snapshot> before, List<Snapshot> now) {
      return name().contains("EXPIRE")
          ? !now.containsAll(before)
          : now.stream()
              .filter(snapshot -> !before.contains(snapshot))
              .anyMatch(snapshot -> !snapshot.summary().containsKey(CommitSummary.RANGES));
    }
  }

  @BeforeAll
  static void startWriter() throws Exception {
    pool = new WriterPool(platform, List.of(), Map.of(), "dasher_pings", "order_events");
    pings = pool.contract("dasher_pings");
    pool.start();
  }

  @AfterAll
  static void stopWriter() throws Exception {
    if (pool != null) {
      pool.close();
    }
  }

  @BeforeEach
  void openProducer() {
    producer = new RawProducer(pool.streams().kafka().bootstrap());
    toll = Toll.of(pool);
  }

  @AfterEach
  void closeProducer() {
    producer.close();
  }

  @ParameterizedTest
  @EnumSource
  void losesAndDoublesNothing(Operation operation) {
    BadRecords records = new BadRecords(pings, pool.streams());
    try (Traffic traffic = Traffic.start(records, producer)) {
      // Enough of them for anybody to rewrite.
      for (int commit = 0; commit < 6; commit++) {
        pool.awaitCheckpoint();
      }
      List<Snapshot> before = snapshots();
      // Whoever meets the writer's commits too often gives up, and is asked again.
      await(operation.name())
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(
              () -> {
                operation.run();

                return operation.isDone(before, snapshots());
              });
      pool.awaitCheckpoint();
      // At once, as the log of a table's states forgets.
      assertLedgerIsTheWritersAlone();

      toll.tell(operation.name(), 1, new Reckoning(pool).assertAllThere(traffic.end()));
    }
  }

  private static List<Snapshot> snapshots() {
    List<Snapshot> snapshots = new ArrayList<>();
    pool.table(pings).snapshots().forEach(snapshots::add);

    return snapshots;
  }

  /** From one state of the table to the next its ledger gains the writer's ranges, or nothing. */
  private static void assertLedgerIsTheWritersAlone() {
    List<TableMetadata> states = states();
    int others = 0;
    for (int state = 1; state < states.size(); state++) {
      TableMetadata before = states.get(state - 1);
      TableMetadata after = states.get(state);
      Ledger expected = Ledger.of(before.properties());
      List<String> ranges = newRanges(before, after);
      for (String added : ranges) {
        expected = expected.plus(LedgerCodec.readRanges(added));
      }
      if (ranges.isEmpty()) {
        others++;
      }
      assertThat(after.property(Ledger.PROPERTY, "")).isEqualTo(expected.toJson());
    }
    assertThat(others).as("states that others have made").isPositive();
  }

  private static List<String> newRanges(TableMetadata before, TableMetadata after) {
    Set<Long> known =
        before.snapshots().stream().map(Snapshot::snapshotId).collect(Collectors.toSet());

    return after.snapshots().stream()
        .filter(snapshot -> !known.contains(snapshot.snapshotId()))
        .map(snapshot -> snapshot.summary().get(CommitSummary.RANGES))
        .filter(added -> added != null)
        .toList();
  }

  /** All that the metadata's log still tells of, from the first commit on. */
  private static List<TableMetadata> states() {
    Table table = pool.table(pings);
    TableMetadata newest = ((HasTableOperations) table).operations().current();
    List<TableMetadata> states = new ArrayList<>();
    for (TableMetadata.MetadataLogEntry entry : newest.previousFiles()) {
      states.add(TableMetadataParser.read(table.io(), entry.file()));
    }
    states.add(newest);
    states.removeIf(state -> Ledger.of(state.properties()).entries().isEmpty());

    return states;
  }

  private static void maintain() throws Exception {
    FreshetCommand command =
        new FreshetCommand(
                platform.platform().folder().root(),
                Path.of("target", platform.uniqueName("maintain")))
            .with("FRESHET_CONTRACTS_PATH", pool.contractsFolder().toString())
            .with("FRESHET_MAINTENANCE_MIN_SMALL_FILES", "2")
            .with("FRESHET_MAINTENANCE_HOT_MIN_SMALL_FILES", "2")
            .with("FRESHET_MAINTENANCE_MIN_MANIFESTS", "2");

    FreshetCommand.Answer answer = command.run("maintain", TableLayout.name(pings).toString());

    assertThat(answer.exitCode()).as(answer.printed()).isZero();
  }

  private static void askTrino(String statement) throws Exception {
    Properties user = new Properties();
    user.setProperty("user", platform.settings().text("trino.user"));
    // Less than a week is refused otherwise.
    user.setProperty("sessionProperties", "lake.expire_snapshots_min_retention:0s");
    String url =
        "jdbc:trino://%s:%s/lake"
            .formatted(
                platform.settings().text("trino.host"), platform.settings().text("trino.port"));
    try (Connection trino = DriverManager.getConnection(url, user)) {
      trino.createStatement().execute(statement);
    }
  }
}
