package io.freshet.lineage.store;

import io.freshet.lineage.event.EventReader;
import io.freshet.lineage.event.LineageEvent;
import io.freshet.lineage.event.LineageEvent.Run;
import io.freshet.lineage.event.LineageEvent.State;
import io.freshet.lineage.event.ToldJob;
import io.freshet.lineage.graph.JobEdges;
import io.freshet.lineage.graph.Succession;
import io.freshet.lineage.naming.DatasetName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;

/**
 * Puts one event into the graph, within one transaction. Rows are locked in one order, that two
 * events seldom wait for each other: the job, its datasets by name, the jobs of exposures by name.
 */
final class EventWriter {
  private final Connection connection;
  private final RunMemory runs;
  private final DatasetWriter datasets;
  private final EdgeWriter edges;

  EventWriter(Connection connection, EventReader reader) {
    this.connection = connection;
    this.runs = new RunMemory(connection, reader);
    this.datasets = new DatasetWriter(connection);
    this.edges = new EdgeWriter(connection);
  }

  void write(LineageEvent event) throws SQLException {
    if (event.run().isEmpty()) {
      datasets.write(event, event);
    } else if (!event.run().get().job().isTest()) {
      write(event, event.run().get());
    }
  }

  private void write(LineageEvent event, Run run) throws SQLException {
    long job = writeJob(connection, run.job(), event.time());
    LineageEvent whole = run.job().isStreaming() ? event : runs.add(job, event, run);
    Map<DatasetName, Long> ids = datasets.write(event, whole);
    if (Succession.of(whole, known(job)) == Succession.REPLACE) {
      edges.replace(job, JobEdges.of(whole), ids);
      Sql.update(
          connection,
          "UPDATE jobs SET edges_at = ?, edges_run = ? WHERE id = ?",
          Sql.time(whole.time()),
          run.id(),
          job);
    }
    runs.forgetOld(job);
    if (run.job().integration().equals("DBT") && run.state() == State.COMPLETE) {
      new ExposureWriter(connection, run.job().name().namespace(), event.time()).write(event, ids);
    }
  }

  /** Its number in the graph. */
  static long writeJob(Connection connection, ToldJob job, Instant time) throws SQLException {
    return Sql.id(
        connection,
        """
        INSERT INTO jobs AS known
          (namespace, name, integration, type, processing, owner, first_seen, last_seen)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (namespace, name) DO UPDATE SET
          integration = CASE WHEN excluded.integration = '' OR known.last_seen > excluded.last_seen
            THEN known.integration ELSE excluded.integration END,
          type = CASE WHEN excluded.type = '' OR known.last_seen > excluded.last_seen
            THEN known.type ELSE excluded.type END,
          processing = CASE WHEN excluded.processing = '' OR known.last_seen > excluded.last_seen
            THEN known.processing ELSE excluded.processing END,
          owner = CASE WHEN known.last_seen > excluded.last_seen
            THEN coalesce(known.owner, excluded.owner)
            ELSE coalesce(excluded.owner, known.owner) END,
          first_seen = least(known.first_seen, excluded.first_seen),
          last_seen = greatest(known.last_seen, excluded.last_seen)
        RETURNING id
        """,
        job.name().namespace(),
        job.name().name(),
        job.integration(),
        job.type(),
        job.processing(),
        job.owner().orElse(null),
        Sql.time(time),
        Sql.time(time));
  }

  private Optional<Succession.Known> known(long job) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT edges_at, edges_run FROM jobs WHERE id = ?")) {
      Sql.set(statement, job);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        OffsetDateTime at = row.getObject(1, OffsetDateTime.class);

        return at == null
            ? Optional.empty()
            : Optional.of(new Succession.Known(at.toInstant(), row.getString(2)));
      }
    }
  }
}
