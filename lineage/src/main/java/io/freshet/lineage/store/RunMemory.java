package io.freshet.lineage.store;

import io.freshet.lineage.event.EventReader;
import io.freshet.lineage.event.LineageEvent;
import io.freshet.lineage.event.LineageEvent.Run;
import io.freshet.lineage.event.LineageEvent.State;
import io.freshet.lineage.event.Telling;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * Keeps what the events of a run tell, since only all of them together say what it did: its start
 * may name what it reads, and its end what it has written.
 */
final class RunMemory {
  // Events of one run say much the same, which is kept once. Both bound what is read again for
  // each.
  private static final int MAX_TELLINGS = 50;
  private static final int MAX_CHARACTERS = 1_000_000;

  private final Connection connection;
  private final EventReader reader;

  RunMemory(Connection connection, EventReader reader) {
    this.connection = connection;
    this.reader = reader;
  }

  /** The run with all that it has told if it is done; the event alone if not. */
  LineageEvent add(long job, LineageEvent event, Run run) throws SQLException {
    if (event.telling().isEmpty() && run.state() != State.COMPLETE) {
      return event;
    }
    Optional<Instant> doneAt = addRun(job, event, run);
    if (!event.telling().isEmpty()) {
      addTelling(job, event, run);
    }

    return doneAt.isEmpty() ? event : reader.done(run, doneAt.get(), told(job, run));
  }

  private Optional<Instant> addRun(long job, LineageEvent event, Run run) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO runs AS known (job_id, run_id, done_at, heard_at) VALUES (?, ?, ?, now())
            ON CONFLICT (job_id, run_id) DO UPDATE SET
              done_at = greatest(known.done_at, excluded.done_at), heard_at = excluded.heard_at
            RETURNING done_at
            """)) {
      statement.setObject(1, job);
      statement.setObject(2, run.id());
      statement.setObject(3, run.state() == State.COMPLETE ? Sql.time(event.time()) : null);
      try (ResultSet row = statement.executeQuery()) {
        row.next();

        return Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
            .map(OffsetDateTime::toInstant);
      }
    }
  }

  private void addTelling(long job, LineageEvent event, Run run) throws SQLException {
    String told = event.telling().json();
    Sql.update(
        connection,
        """
        INSERT INTO tellings AS known (job_id, run_id, digest, at, datasets)
        VALUES (?, ?, md5(?), ?, ?)
        ON CONFLICT (job_id, run_id, digest) DO UPDATE SET at = greatest(known.at, excluded.at)
        """,
        job,
        run.id(),
        told,
        Sql.time(event.time()),
        told);
    Sql.update(
        connection,
        """
        DELETE FROM tellings USING (
          SELECT job_id, run_id, digest, row_number() OVER newest AS place,
            sum(length(datasets)) OVER newest AS characters
          FROM tellings WHERE job_id = ? AND run_id = ?
          WINDOW newest AS (ORDER BY at DESC, digest)) AS sorted
        WHERE tellings.job_id = sorted.job_id AND tellings.run_id = sorted.run_id
          AND tellings.digest = sorted.digest AND place > 1 AND (place > ? OR characters > ?)
        """,
        job,
        run.id(),
        MAX_TELLINGS,
        MAX_CHARACTERS);
  }

  private Telling told(long job, Run run) throws SQLException {
    Telling all = Telling.empty();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT datasets FROM tellings WHERE job_id = ? AND run_id = ? ORDER BY at, digest")) {
      Sql.set(statement, job, run.id());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          all = all.and(Telling.parse(row.getString(1)));
        }
      }
    }

    return all;
  }

  /** Runs that have ended otherwise, or long ago; but not the one on whose word the edges rest. */
  void forgetOld(long job) throws SQLException {
    Sql.update(
        connection,
        """
        DELETE FROM runs USING jobs
        WHERE jobs.id = ? AND runs.job_id = jobs.id AND heard_at < now() - interval '3 days'
          AND run_id IS DISTINCT FROM jobs.edges_run
        """,
        job);
  }
}
