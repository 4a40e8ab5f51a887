package io.freshet.cli.backup;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.Workspace;
import io.freshet.cli.platform.Pipeline;
import io.freshet.core.envelope.stream.KafkaClients;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.server.postgres.PostgresSettings;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.ProgressListener;
import io.freshet.recovery.backup.FlinkPointers;
import io.freshet.recovery.backup.FlinkPointers.Pointer;
import io.freshet.recovery.backup.Kept;
import io.freshet.recovery.backup.KeptFolder;
import io.freshet.recovery.backup.LakeNames;
import io.freshet.recovery.backup.RollForward;
import io.freshet.recovery.backup.RollForward.Moved;
import io.freshet.recovery.backup.RollForward.Outcome;
import io.freshet.recovery.backup.StoredBackup;
import io.freshet.recovery.kafka.KafkaTopics;
import io.freshet.recovery.metadata.CatalogRebuild;
import io.freshet.recovery.metadata.Entry;
import io.freshet.recovery.metadata.Entry.Action;
import io.freshet.recovery.metadata.MetadataReader;
import io.freshet.recovery.metadata.StoreFiles;
import io.freshet.recovery.postgres.CatalogPointers;
import io.freshet.recovery.postgres.DatabaseRestore;
import io.freshet.recovery.postgres.Databases;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.io.FileIO;
import org.apache.kafka.clients.admin.Admin;

/**
 * Puts a backup in the place of what an installation has. Databases that are there are kept under
 * another name, files that are there stay, topics that are there stay.
 */
final class Restoration {
  private final Workspace workspace;
  private final Settings settings;
  private final StoredBackup backup;
  private final ProgressListener progress;
  private final String mark = Long.toString(Instant.now().getEpochSecond());

  Restoration(Workspace workspace, StoredBackup backup, ProgressListener progress) {
    this.workspace = workspace;
    this.settings = workspace.settings();
    this.backup = backup;
    this.progress = progress;
  }

  /** What would be restored: what is asked for and in the backup. */
  List<BackupPart> plan(Set<BackupPart> parts) {
    return parts.stream().filter(part -> backup.manifest().has(part.label())).toList();
  }

  /** Each part in its turn; the first failure ends it, and what is done stays done. */
  List<RestoredPart> run(Set<BackupPart> parts) throws Exception {
    List<RestoredPart> restored = new ArrayList<>();
    for (BackupPart part : plan(parts)) {
      progress.progress(part.label(), "restoring");
      long began = System.nanoTime();
      Result result = restore(part);
      restored.add(
          new RestoredPart(
              part,
              Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0,
              result.detail(),
              result.remarks(),
              result.ok()));
    }

    return restored;
  }

  private record Result(String detail, List<String> remarks, boolean ok) {
    private static Result done(String detail) {
      return new Result(detail, List.of(), true);
    }
  }

  private Result restore(BackupPart part) throws Exception {
    return switch (part) {
      case CATALOG -> catalog();
      case LIVE, LINEAGE -> database(part);
      case REGISTRY -> registry();
      case ORDERS -> orders();
      case LAKE -> newTables();
      case TOPICS -> topics();
      case FLINK -> flink();
      case CONTRACTS -> files(new KeptFolder(workspace.contractsFolder(), part.folder()));
      case RECEIPTS -> files(new KeptFolder(workspace.receipts(), part.folder()));
      case MODELS -> files(Places.models(settings, part));
      case PROFILE ->
          Result.done("not touched: profile.yaml of the backup is a file to take values from");
    };
  }

  private Result database(BackupPart part) throws IOException {
    DatabaseRestore restore = restoreOf(part);

    return Result.done(rows(part) + replace(part, restore, load(part, restore)));
  }

  /** Orders of after the backup are known elsewhere by their numbers. */
  private Result orders() throws IOException {
    BackupPart part = BackupPart.ORDERS;
    DatabaseRestore restore = restoreOf(part);
    String loaded = load(part, restore);
    long last =
        restore.passOver(loaded, HandedOut.ORDERS, HandedOut.orders(begun(), Instant.now()));

    return new Result(
        rows(part) + replace(part, restore, loaded),
        List.of(
            "orders are numbered on from %d: up to it a number may be that of an order of since"
                    .formatted(last)
                + " the backup"),
        true);
  }

  /** Records that were written since are read by the numbers of their schemas. */
  private Result registry() throws IOException {
    BackupPart part = BackupPart.REGISTRY;
    DatabaseRestore restore = restoreOf(part);
    String loaded = load(part, restore);
    long numbers = HandedOut.schemas(begun(), Instant.now());
    restore.passOverCounted(loaded, HandedOut.SCHEMAS, HandedOut.LAST_OF_SCHEMAS, numbers);

    return new Result(
        rows(part) + replace(part, restore, loaded),
        List.of(
            "%,d numbers of schemas are left out: they may be those of since the backup"
                .formatted(numbers)),
        true);
  }

  private DatabaseRestore restoreOf(BackupPart part) {
    return new DatabaseRestore(new Databases(server(part)));
  }

  private String load(BackupPart part, DatabaseRestore restore) throws IOException {
    return restore.load(server(part).database(), backup, part.folder());
  }

  private PostgresSettings server(BackupPart part) {
    return PostgresSettings.from(settings, part.label());
  }

  private Instant begun() {
    return Instant.parse(backup.manifest().begun());
  }

  private String replace(BackupPart part, DatabaseRestore restore, String loaded) {
    String database = server(part).database();
    Optional<String> aside = restore.setAside(database, mark);
    tellAside(part, aside);
    restore.putInPlace(loaded, database);

    return kept(aside);
  }

  /** At once: what comes next may fail, and then nobody else tells. */
  private void tellAside(BackupPart part, Optional<String> aside) {
    aside.ifPresent(
        name -> progress.progress(part.label(), "what was there is kept as database " + name));
  }

  private String rows(BackupPart part) throws IOException {
    return "%,d rows".formatted(DatabaseRestore.schema(backup, part.folder()).rows());
  }

  private static String kept(Optional<String> aside) {
    return aside.map(name -> "; what was there is kept as database " + name).orElse("");
  }

  /** Nobody sees the restored pointers before they are moved on, and nobody moves the old ones. */
  private Result catalog() throws IOException {
    if (workspace.isEmbedded()) {
      new Pipeline(workspace).retireWriters();
    }
    BackupPart part = BackupPart.CATALOG;
    PostgresSettings server = server(part);
    Databases databases = new Databases(server);
    DatabaseRestore restore = new DatabaseRestore(databases);
    String loaded = restore.load(server.database(), backup, part.folder());
    Optional<String> aside = restore.setAside(server.database(), mark);
    tellAside(part, aside);
    List<Moved> moved;
    try (FileIO files = StoreFiles.open(LakeSettings.from(settings))) {
      moved =
          new RollForward(
                  new CatalogPointers(() -> databases.connect(loaded)),
                  new MetadataReader(files),
                  LakeNames.uuids(backup))
              .run();
    } catch (RuntimeException e) {
      // Pointers that were not moved on must not be seen; those of before are better than none.
      aside.ifPresent(name -> restore.putInPlace(name, server.database()));
      throw e;
    }
    restore.putInPlace(loaded, server.database());
    List<Moved> left = moved.stream().filter(each -> each.outcome() == Outcome.LEFT).toList();

    return new Result(
        "%s, %d of %d tables and views moved on%s"
            .formatted(
                rows(part),
                moved.stream().filter(each -> each.outcome() == Outcome.FORWARD).count(),
                moved.size(),
                kept(aside)),
        moved.stream()
            .filter(each -> each.outcome() != Outcome.NEWEST)
            .map(
                each ->
                    "%s %s %s"
                        .formatted(
                            each.name(),
                            each.outcome() == Outcome.LEFT ? "stays:" : "moved on",
                            each.detail()))
            .toList(),
        left.isEmpty());
  }

  /** Tables of after the backup, which no pointer of it leads to. */
  private Result newTables() throws Exception {
    LakeSettings lake = LakeSettings.from(settings);
    Catalog catalog = workspace.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog;
        FileIO files = StoreFiles.open(lake)) {
      MetadataReader reader = new MetadataReader(files);
      CatalogRebuild rebuild =
          new CatalogRebuild(catalog, reader, lake.warehouse(), LakeNames.byUuid(backup), Map.of());
      List<Entry> plan = rebuild.planSince(begun(), lake.warehouse());
      int registered = rebuild.execute(plan);
      List<String> remarks =
          Stream.concat(
                  plan.stream()
                      .filter(entry -> entry.action() == Action.REGISTER)
                      .map(entry -> entry.name().orElse("") + " is new and was registered"),
                  plan.stream()
                      .filter(
                          entry ->
                              entry.action() == Action.UNDECIDED || entry.action() == Action.BEHIND)
                      .map(
                          entry ->
                              "%s: %s"
                                  .formatted(entry.name().orElse(entry.folder()), entry.detail())))
              .toList();

      return new Result(
          "%d tables and views of after the backup registered".formatted(registered),
          remarks,
          remarks.size() == registered);
    }
  }

  private Result topics() throws IOException {
    try (Admin admin = KafkaClients.admin(workspace.kafka())) {
      KafkaTopics kafka = new KafkaTopics(admin, workspace.kafka().bootstrap());
      String before =
          backup.manifest().parts().get(BackupPart.TOPICS.label()).path("cluster").asText();
      KafkaTopics.Restored restored = kafka.restore(backup, workspace.kafka().maxReplicas());
      List<String> remarks = new ArrayList<>();
      if (!before.equals(kafka.clusterId())) {
        if (workspace.isEmbedded()) {
          // Whatever they have saved speaks of topics that are no more.
          workspace.platform().applications().forEach(workspace.platform()::retire);
        }
        remarks.add(
            "it is another cluster: topics are new ones to ledgers, and offsets begin anew;"
                + " start the writers without their state");
      }
      if (!restored.groupsLeft().isEmpty()) {
        remarks.add(
            "groups that were not set, as they are at work or their topic is another one: "
                + String.join(", ", restored.groupsLeft().stream().sorted().toList()));
      }

      return new Result(
          "%d topics made, %d were there, %d groups set"
              .formatted(restored.created().size(), restored.there(), restored.groupsSet().size()),
          remarks,
          true);
    }
  }

  private Result flink() throws IOException {
    try (FileIO files = StoreFiles.open(LakeSettings.from(settings));
        InputStream in = backup.open("flink/pointers.json")) {
      List<Pointer> pointers = new ObjectMapper().readValue(in, new TypeReference<>() {});
      List<Pointer> gone = new FlinkPointers(files).gone(pointers);

      return new Result(
          "%d of %d checkpoints are still there, and nothing needs them: writers go by ledgers"
              .formatted(pointers.size() - gone.size(), pointers.size()),
          pointers.stream()
              .filter(pointer -> !gone.contains(pointer))
              .map(pointer -> "%s: %s".formatted(pointer.application(), pointer.address()))
              .toList(),
          true);
    }
  }

  private Result files(Kept kept) throws IOException {
    Kept.Restored restored = kept.restore(backup);

    return new Result(
        "%d files put back, %d were there".formatted(restored.written().size(), restored.same()),
        restored.different().stream().map(path -> path + " is another one now, and stays").toList(),
        true);
  }
}
