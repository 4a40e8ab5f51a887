package io.freshet.cli.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Version;
import io.freshet.cli.Workspace;
import io.freshet.core.envelope.stream.KafkaClients;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.server.postgres.PostgresSettings;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.ProgressListener;
import io.freshet.recovery.backup.BackupStore;
import io.freshet.recovery.backup.FlinkPointers;
import io.freshet.recovery.backup.FlinkPointers.Pointer;
import io.freshet.recovery.backup.Kept;
import io.freshet.recovery.backup.KeptFolder;
import io.freshet.recovery.backup.LakeNames;
import io.freshet.recovery.backup.Manifest;
import io.freshet.recovery.backup.NewBackup;
import io.freshet.recovery.kafka.KafkaTopics;
import io.freshet.recovery.metadata.StoreFiles;
import io.freshet.recovery.postgres.DatabaseDump;
import io.freshet.recovery.postgres.DatabaseSchema;
import io.freshet.recovery.postgres.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.io.FileIO;
import org.apache.kafka.clients.admin.Admin;

/** Writes one backup of an installation, part by part. */
final class BackupWriter {
  private final Workspace workspace;
  private final Settings settings;
  private final Absent absent;
  private final ProgressListener progress;
  private final ObjectMapper mapper = new ObjectMapper();

  BackupWriter(Workspace workspace, Absent absent, ProgressListener progress) {
    this.workspace = workspace;
    this.settings = workspace.settings();
    this.absent = absent;
    this.progress = progress;
  }

  /** What becomes of a part whose database or folder is not there. */
  enum Absent {
    /** An embedded platform makes it when it is first needed. */
    IS_LEFT_OUT,

    /**
     * Elsewhere it is a wrong setting, or another machine: a backup without it would only look like
     * one.
     */
    IS_REFUSED
  }

  /** All of the parts, or nothing: what fails leaves no backup behind. */
  Manifest write(BackupStore store, Set<BackupPart> parts) throws Exception {
    NewBackup backup = new NewBackup(store, Instant.now());
    backup.noteVersion("freshet", Version.NUMBER);
    for (BackupPart part : parts) {
      progress.progress(part.label(), "backing up");
      write(part, backup);
    }

    return backup.finish(Instant.now());
  }

  private void write(BackupPart part, NewBackup backup) throws Exception {
    switch (part) {
      case CATALOG, REGISTRY, ORDERS, LIVE, LINEAGE -> database(part, backup);
      case LAKE -> lake(backup);
      case TOPICS -> topics(backup);
      case FLINK -> flink(backup);
      case CONTRACTS ->
          files(part, new KeptFolder(workspace.contractsFolder(), part.folder()), backup);
      case RECEIPTS -> files(part, new KeptFolder(workspace.receipts(), part.folder()), backup);
      case MODELS -> {
        if (settings.optionalText("eta.model").isPresent()) {
          files(part, Places.models(settings, part), backup);
        }
      }
      case PROFILE -> {
        backup.write("profile.yaml", out -> Files.copy(workspace.profileFile(), out));
        backup.notePart(part.label(), node().put("shown", "with its secrets"));
      }
    }
  }

  private void database(BackupPart part, NewBackup backup) throws IOException {
    PostgresSettings server = PostgresSettings.from(settings, part.label());
    Databases databases = new Databases(server);
    if (!databases.names().contains(server.database())) {
      absent(
          part,
          "there is no database %s on the server of postgres.url, which %s.database may name"
              .formatted(server.database(), part.label()));

      return;
    }
    DatabaseSchema written =
        new DatabaseDump(databases).write(server.database(), backup, part.folder());
    backup.noteVersion("postgres", written.serverVersion());
    backup.notePart(
        part.label(),
        node()
            .put(
                "shown", "%,d rows of %d tables".formatted(written.rows(), written.tables().size()))
            .put("rows", written.rows())
            .put("tables", written.tables().size()));
  }

  private void lake(NewBackup backup) throws Exception {
    Catalog catalog = workspace.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      int names = new LakeNames(catalog).write(backup);
      backup.notePart(
          BackupPart.LAKE.label(),
          node().put("shown", names + " tables and views by name and uuid").put("names", names));
    }
  }

  private void topics(NewBackup backup) throws IOException {
    try (Admin admin = KafkaClients.admin(workspace.kafka())) {
      KafkaTopics kafka = new KafkaTopics(admin, workspace.kafka().bootstrap());
      KafkaTopics.Counted counted = kafka.write(backup);
      backup.notePart(
          BackupPart.TOPICS.label(),
          node()
              .put(
                  "shown",
                  "%d topics, %d groups; no records".formatted(counted.topics(), counted.groups()))
              .put("cluster", kafka.clusterId())
              .put("topics", counted.topics())
              .put("groups", counted.groups()));
    }
  }

  private void flink(NewBackup backup) throws IOException {
    try (FileIO files = StoreFiles.open(LakeSettings.from(settings))) {
      List<Pointer> pointers = new FlinkPointers(files).newest(Places.flinkState(settings));
      backup.write("flink/pointers.json", out -> out.write(mapper.writeValueAsBytes(pointers)));
      ObjectNode node =
          node()
              .put(
                  "shown",
                  "newest checkpoints of %d applications, as addresses".formatted(pointers.size()));
      ArrayNode applications = node.putArray("applications");
      pointers.forEach(pointer -> applications.add(pointer.application()));
      backup.notePart(BackupPart.FLINK.label(), node);
    }
  }

  private void files(BackupPart part, Kept kept, NewBackup backup) throws IOException {
    if (!kept.isThere()) {
      absent(part, "there is nothing at %s".formatted(kept.address()));

      return;
    }
    int files = kept.write(backup);
    backup.notePart(part.label(), node().put("shown", files + " files").put("files", files));
  }

  private void absent(BackupPart part, String why) {
    if (absent == Absent.IS_REFUSED) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot back up %s: %s; correct the settings, or name the parts that there are with --only"
              .formatted(part.label(), why));
    }
    progress.progress(part.label(), "left out: " + why);
  }

  private static ObjectNode node() {
    return JsonNodeFactory.instance.objectNode();
  }
}
