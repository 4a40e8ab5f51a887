package io.freshet.testing.servers;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/**
 * Two real Postgres servers: a primary, and a copy of it that follows its log and can be put in its
 * place. Their ports stay, whichever of them is the primary.
 */
public final class RunningPostgresPair implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** The embedded Postgres is told otherwise by default, and no commit would wait for a copy. */
  private static final Map<String, String> OPTIONS =
      Map.of("synchronous_commit", "on", "wal_level", "logical");

  private final Path folder;
  private RunningPostgres primary;
  private RunningPostgres copy;
  private int copies;

  private RunningPostgresPair(Path folder) {
    this.folder = folder;
    this.primary = RunningPostgres.start(folder.resolve("postgres"), 0, OPTIONS);
  }

  /** With a copy that no commit waits for. */
  public static RunningPostgresPair start(Path folder) {
    RunningPostgresPair pair = new RunningPostgresPair(folder);
    try {
      pair.follow(0);
    } catch (RuntimeException e) {
      pair.primary.close();
      throw e;
    }

    return pair;
  }

  private void follow(int port) {
    copies++;
    Path data = folder.resolve("postgres-copy-" + copies);
    try {
      PostgresFiles.copy(primary, data);
      Files.createFile(data.resolve("standby.signal"));
      Files.writeString(
          data.resolve("postgresql.auto.conf"),
          "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'\n".formatted(primary.port()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    copy = RunningPostgres.start(data, port, OPTIONS);
    awaitCopies("state = 'streaming'", 1);
  }

  /** What clients are told: both, of which they find the primary. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/postgres?targetServerType=primary"
        .formatted(primary.port(), copy.port());
  }

  public RunningPostgres primary() {
    return primary;
  }

  /** From now on a commit is answered when the copy has it too. */
  public void copySynchronously() {
    primary.ask("alter system set synchronous_standby_names = '*'");
    primary.ask("select pg_reload_conf()");
    awaitCopies("sync_state = 'sync'", 1);
  }

  /** From now on a commit is answered when the primary has it. */
  public void copyAsynchronously() {
    primary.ask("alter system reset synchronous_standby_names");
    primary.ask("select pg_reload_conf()");
    awaitCopies("sync_state = 'async'", 1);
  }

  /** Nothing of what is written from now on reaches the copy. */
  public void stopCopying() {
    copy.ask("alter system set primary_conninfo = ''");
    copy.ask("select pg_reload_conf()");
    awaitCopies("true", 0);
  }

  private void awaitCopies(String condition, int count) {
    String sql = "select count(*) from pg_stat_replication where " + condition;
    await().atMost(LIMIT).until(() -> primary.ask(sql).equals(Integer.toString(count)));
  }

  /** Commits that the primary has made and that are not answered, as the copy lacks them. */
  public int waitingCommits() {
    return Integer.parseInt(
        primary.ask("select count(*) from pg_stat_activity where wait_event = 'SyncRep'"));
  }

  public void killPrimary() {
    primary.kill();
  }

  /** The copy becomes the primary, without a copy of its own, and no commit waits for one. */
  public void promoteCopy() {
    if (!copy.ask("select pg_promote()").equals("t")) {
      throw new IllegalStateException("The copy did not become the primary");
    }
    RunningPostgres dead = primary;
    primary = copy;
    copy = dead;
  }

  /** The primary gets a copy in the place of the one that was killed. */
  public void copyAgain() {
    follow(copy.port());
  }

  @Override
  public void close() {
    copy.close();
    primary.close();
  }
}
