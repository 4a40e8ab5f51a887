package io.freshet.cli.backup;

import io.freshet.core.lake.LakeSettings;
import io.freshet.core.server.postgres.PostgresSettings;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.Part;
import io.freshet.local.fetch.FileTree;
import io.freshet.recovery.backup.Manifest;
import io.freshet.recovery.backup.StoredBackup;
import io.freshet.recovery.metadata.StoreFiles;
import io.freshet.recovery.postgres.Databases;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** Destroys one thing after the other, brings each back, and says what that has cost. */
final class Drill {
  private static final Duration TRAFFIC = Duration.ofSeconds(10);
  private static final int ORDERS = 20;

  private final DrillStage stage;
  private final String place;

  /**
   * @param place where its backups go
   */
  Drill(DrillStage stage, String place) {
    this.stage = stage;
    this.place = place;
  }

  /**
   * The rounds that are wanted, in the order in which {@link Loss} has them.
   *
   * @param heard is told each one when it is over
   */
  void run(Set<Loss> wanted, Consumer<DrillRound> heard) throws Exception {
    stage.start();
    for (Loss loss : wanted) {
      heard.accept(
          switch (loss) {
            case CATALOG -> catalog();
            case ORDERS -> orders();
            case REGISTRY -> registry();
            case CHECKPOINTS -> checkpoints();
            case KAFKA -> kafka();
          });
    }
  }

  /** What can be destroyed. Kafka last: what it held can't be held against any log after it. */
  enum Loss {
    CATALOG,
    ORDERS,
    REGISTRY,
    CHECKPOINTS,
    KAFKA
  }

  private DrillRound catalog() throws Exception {
    StoredBackup backup = backupAmongTraffic();
    long held = stage.held();
    Clock clock = new Clock();
    drop(BackupPart.CATALOG);
    stage.retireWriter();
    restore(backup, EnumSet.of(BackupPart.CATALOG, BackupPart.LAKE));
    double restored = clock.seconds();
    long after = stage.held();
    stage.startWriter();

    return proved(
        "the catalog's database",
        "restore --only catalog,lake",
        "%,d of %,d records in tables".formatted(Math.max(0, held - after), held),
        after >= held,
        restored,
        clock);
  }

  private DrillRound orders() throws Exception {
    Set<Long> numbers = new HashSet<>(stage.orders(ORDERS));
    StoredBackup backup = backupAmongTraffic();
    numbers.addAll(stage.orders(ORDERS / 2));
    long steps = steps();
    Clock clock = new Clock();
    double age =
        Duration.between(Instant.parse(backup.manifest().begun()), Instant.now()).toMillis()
            / 1000.0;
    drop(BackupPart.ORDERS);
    restore(backup, EnumSet.of(BackupPart.ORDERS));
    double restored = clock.seconds();
    long after = steps();
    // It goes on, and no order gets the number of another, though some of those are lost.
    boolean countsOn = Collections.disjoint(numbers, stage.orders(ORDERS));

    return proved(
        "the orders' database",
        "restore --only orders",
        "%d of %d steps, those of the %.0f s since the backup%s"
            .formatted(steps - after, steps, age, countsOn ? "" : "; NUMBERS ARE HANDED OUT AGAIN"),
        after >= ORDERS && countsOn,
        restored,
        clock);
  }

  private DrillRound registry() throws Exception {
    StoredBackup backup = backupAmongTraffic();
    Map<String, Integer> subjects = stage.subjects();
    Clock clock = new Clock();
    drop(BackupPart.REGISTRY);
    restore(backup, EnumSet.of(BackupPart.REGISTRY));
    double restored = clock.seconds();
    Map<String, Integer> after = stage.subjects();
    long lost =
        subjects.entrySet().stream()
            .filter(each -> !each.getValue().equals(after.get(each.getKey())))
            .count();

    return proved(
        "the registry's database",
        "restore --only registry",
        "%d of %d subjects' ids".formatted(lost, subjects.size()),
        lost == 0,
        restored,
        clock);
  }

  private DrillRound checkpoints() throws Exception {
    stage.traffic(TRAFFIC);
    long held = stage.held();
    Clock clock = new Clock();
    stage.retireWriter();
    Settings settings = stage.workspace().settings();
    try (FileIO files = StoreFiles.open(LakeSettings.from(settings))) {
      ((SupportsPrefixOperations) files).deletePrefix(Places.flinkState(settings) + "/");
    }
    stage.startWriter();
    double restored = clock.seconds();
    long after = stage.held();

    return proved(
        "Flink's checkpoints",
        "a start without them",
        "%,d of %,d records in tables".formatted(Math.max(0, held - after), held),
        after >= held,
        restored,
        clock);
  }

  private DrillRound kafka() throws Exception {
    StoredBackup backup = backupAmongTraffic();
    long waiting = stage.waiting();
    long held = stage.held();
    Clock clock = new Clock();
    stage.platform().kill(Part.KAFKA);
    stage.retireWriter();
    FileTree.delete(stage.platform().folder().data(Part.KAFKA.label()));
    stage.platform().up(DrillStage.PARTS, stage.progress());
    restore(backup, EnumSet.of(BackupPart.TOPICS));
    stage.applyContracts();
    stage.startWriter();
    double restored = clock.seconds();
    long after = stage.held();

    return proved(
        "Kafka, with all copies",
        "restore --only topics",
        "%,d records that no table had; of %,d in tables %,d"
            .formatted(waiting, held, Math.max(0, held - after)),
        after >= held,
        restored,
        clock);
  }

  private DrillRound proved(
      String destroyed, String by, String lost, boolean whole, double restored, Clock clock)
      throws Exception {
    stage.traffic(TRAFFIC);
    stage.awaitCaughtUp();
    boolean proved = stage.unproved().isEmpty();

    return new DrillRound(destroyed, by, lost, whole, restored, clock.seconds(), proved);
  }

  private StoredBackup backupAmongTraffic() throws Exception {
    stage.traffic(TRAFFIC);
    Manifest manifest =
        new BackupWriter(stage.workspace(), BackupWriter.Absent.IS_LEFT_OUT, stage.progress())
            .write(
                BackupPlaces.of(stage.workspace()).at(place).store(),
                EnumSet.allOf(BackupPart.class));
    stage.traffic(TRAFFIC);

    return BackupPlaces.of(stage.workspace()).backup(place + "/" + manifest.id());
  }

  private void restore(StoredBackup backup, EnumSet<BackupPart> parts) throws Exception {
    stage.progress().progress("drill", "restoring " + parts);
    BackupCheck.require(backup);
    new Restoration(stage.workspace(), backup, stage.progress()).run(parts);
  }

  private void drop(BackupPart part) {
    PostgresSettings server = server(part);
    stage.progress().progress("drill", "dropping database " + server.database());
    new Databases(server).drop(server.database());
  }

  private long steps() throws Exception {
    PostgresSettings server = server(BackupPart.ORDERS);
    try (Connection connection = new Databases(server).connect(server.database());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from order_steps")) {
      row.next();

      return row.getLong(1);
    }
  }

  private PostgresSettings server(BackupPart part) {
    return PostgresSettings.from(stage.workspace().settings(), part.label());
  }

  /** Since when something is lost. */
  private static final class Clock {
    private final long began = System.nanoTime();

    double seconds() {
      return Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0;
    }
  }
}
