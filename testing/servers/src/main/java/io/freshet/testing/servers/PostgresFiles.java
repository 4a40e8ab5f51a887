package io.freshet.testing.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a Postgres, copied while it runs, as its manual has it for those who have no
 * pg_basebackup: the embedded one has none.
 */
final class PostgresFiles {
  /** What belongs to the server that runs there, and its slots. */
  private static final Set<String> LEFT_OUT =
      Set.of("postmaster.pid", "postmaster.opts", "pg_replslot");

  private PostgresFiles() {}

  /** Returns when another server can start on the copy and go on with the log of the first. */
  static void copy(RunningPostgres from, Path to) throws IOException, SQLException {
    try (Connection connection = from.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_start_backup('copy', true, false)");
      copy(from.data(), to);
      makeFolder(to.resolve("pg_replslot"));
      try (ResultSet row =
          statement.executeQuery("select labelfile from pg_stop_backup(false, false)")) {
        row.next();
        Files.writeString(to.resolve("backup_label"), row.getString(1));
      }
    }
  }

  /**
   * How far a logical slot is, and what its reader must know of the transactions that were open
   * there. The other server is not running.
   */
  static void copySlot(RunningPostgres from, RunningPostgres to, String name) throws IOException {
    Path slot = Path.of("pg_replslot", name);
    Path snapshots = Path.of("pg_logical", "snapshots");
    makeFolder(to.data().resolve(slot));
    Files.copy(
        from.data().resolve(slot).resolve("state"), to.data().resolve(slot).resolve("state"));
    for (Path each : list(from.data().resolve(snapshots))) {
      copyIfThere(each, to.data().resolve(snapshots).resolve(each.getFileName()));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    makeFolder(to);
    for (Path each : list(from)) {
      Path target = to.resolve(each.getFileName());
      if (LEFT_OUT.contains(each.getFileName().toString())) {
        continue;
      }
      if (Files.isDirectory(each)) {
        copy(each, target);
      } else {
        copyIfThere(each, target);
      }
    }
  }

  /** What goes meanwhile, the log tells of. */
  private static void copyIfThere(Path from, Path to) throws IOException {
    try {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException gone) {
      Files.deleteIfExists(to);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.toList();
    }
  }

  /** Postgres refuses one that others may look into. */
  private static void makeFolder(Path folder) throws IOException {
    Files.createDirectory(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }
}
