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

  /** What the copy calls itself; not *, which would stand for anyone who reads the log. */
  private static final String COPY = "copy";

  private final Path folder;
  private volatile RunningPostgres primary;
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
          "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres application_name=%s'\n"
              .formatted(primary.port(), COPY));
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
    primary.ask("alter system set synchronous_standby_names = '%s'".formatted(COPY));
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
    String sql =
        "select count(*) from pg_stat_replication where application_name = '%s' and %s"
            .formatted(COPY, condition);
    await().atMost(LIMIT).until(() -> primary.ask(sql).equals(Integer.toString(count)));
  }

  /** Commits that the primary has made and that are not answered, as the copy lacks them. */
  public int waitingCommits() {
    return Integer.parseInt(
        primary.ask("select count(*) from pg_stat_activity where wait_event = 'SyncRep'"));
  }

  /** Whether a commit of a client of that name is one of them. */
  public boolean hasWaiting(String application) {
    String sql =
        """
        select count(*) > 0 from pg_stat_activity
        where wait_event = 'SyncRep' and application_name = '%s'\
        """
            .formatted(application);

    return primary.ask(sql).equals("t");
  }

  /**
   * From now on the copy has a logical slot, too, where the primary's is now, as clusters see to
   * that let slots outlive a failover. No commit is answered meanwhile that waits for the copy.
   */
  public void keepSlot(String name) {
    copy.stop();
    try {
      PostgresFiles.copySlot(primary, copy, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    copy.startAgain();
    awaitCopies("state = 'streaming'", 1);
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
