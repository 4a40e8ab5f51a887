package io.freshet.ingestion.capture.database;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Postgres keeps of its log for us: everything behind the slot's confirmed place. */
public final class ReplicationSlot {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicationSlot.class);
  private static final Duration FREE_WITHIN = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(200);

  // The row as JSON: some of its columns are newer than the oldest Postgres that has pgoutput.
  private static final String STATE =
      """
      select s.plugin, s.database, s.active_pid, s.confirmed_flush_lsn::text as confirmed,
             coalesce(to_jsonb(s) ->> 'wal_status', 'reserved') as status,
             coalesce(to_jsonb(s) ->> 'invalidation_reason', '') as invalid,
             pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn)::bigint as held
      from pg_replication_slots s where s.slot_name = ?""";

  private final Database database;
  private final String name;

  public ReplicationSlot(Database database, String name) {
    this.database = database;
    this.name = name;
  }

  /**
   * What the slot is like now.
   *
   * @param isLost whether Postgres has thrown away log that the slot should have kept
   * @param confirmed up to where it may throw log away
   * @param heldBytes how much log it keeps
   * @param activeProcess the backend that sends from it, if one does
   */
  public record State(
      String plugin,
      String database,
      boolean isLost,
      long confirmed,
      long heldBytes,
      Optional<Integer> activeProcess) {}

  public Optional<State> state() {
    return database.answer("read the replication slot", this::state);
  }

  private Optional<State> state(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(STATE)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(state(row)) : Optional.empty();
      }
    }
  }

  private static State state(ResultSet row) throws SQLException {
    String confirmed = row.getString("confirmed");
    int process = row.getInt("active_pid");

    return new State(
        row.getString("plugin"),
        row.getString("database"),
        row.getString("status").equals("lost") || !row.getString("invalid").isEmpty(),
        confirmed == null ? 0 : Lsn.parse(confirmed),
        row.getLong("held"),
        process == 0 ? Optional.empty() : Optional.of(process));
  }

  /**
   * Ends the backend that still sends from the slot, for a process of this capture that is gone, or
   * that Kafka lets send no more.
   *
   * @throws FreshetException {@code DEPENDENCY} when the slot is not free soon
   */
  public void free() {
    long deadline = System.nanoTime() + FREE_WITHIN.toNanos();
    Optional<Integer> process = state().flatMap(State::activeProcess);
    while (process.isPresent()) {
      LOG.info("Replication slot taken over slot={} from_backend={}", name, process.get());
      terminate(process.get());
      LockSupport.parkNanos(PAUSE.toNanos());
      process = state().flatMap(State::activeProcess);
      if (process.isPresent() && System.nanoTime() > deadline) {
        throw new FreshetException(
            Fault.DEPENDENCY,
            "The replication slot %s is still used by the backend %d; end whoever it serves"
                .formatted(name, process.get()));
      }
    }
  }

  private void terminate(int process) {
    run("end the backend of the replication slot", "select pg_terminate_backend(?)", process);
  }

  /** Has Postgres keep nothing more for it. */
  public void drop() {
    run("drop the replication slot", "select pg_drop_replication_slot(?)", name);
    LOG.info("Replication slot dropped slot={}", name);
  }

  private void run(String doing, String sql, Object argument) {
    database.answer(
        doing,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, argument);

            return statement.execute();
          }
        });
  }
}
