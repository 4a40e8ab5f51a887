package io.freshet.lineage.store;

import io.freshet.lineage.event.ColumnSources.Source;
import io.freshet.lineage.event.Dataset;
import io.freshet.lineage.event.Job;
import io.freshet.lineage.event.JobName;
import io.freshet.lineage.event.LineageEvent;
import io.freshet.lineage.event.LineageEvent.Run;
import io.freshet.lineage.event.LineageEvent.State;
import io.freshet.lineage.graph.JobEdges;
import io.freshet.lineage.graph.Succession;
import io.freshet.lineage.naming.DatasetName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts one event into the graph, within one transaction. */
final class EventWriter {
  private static final String EXPOSURE = "EXPOSURE";

  private final Connection connection;
  private final OffsetDateTime time;
  private final Map<DatasetName, Long> datasets = new HashMap<>();

  private EventWriter(Connection connection, Instant time) {
    this.connection = connection;
    this.time = time.atOffset(ZoneOffset.UTC);
  }

  /** The order of locks is that of the statements: the job, then its datasets by name. */
  static void write(LineageEvent event, Connection connection) throws SQLException {
    new EventWriter(connection, event.time()).write(event);
  }

  private void write(LineageEvent event) throws SQLException {
    if (event.run().isEmpty()) {
      writeDatasets(event);
    } else if (!event.run().get().job().isTest()) {
      long job = job(event.run().get().job());
      writeDatasets(event);
      writeEdges(event, job);
      writeExposures(event, event.run().get());
    }
  }

  private long job(Job job) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO jobs AS known
              (namespace, name, integration, type, streaming, owner, first_seen, last_seen)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (namespace, name) DO UPDATE SET
              integration = CASE WHEN excluded.integration = '' OR known.last_seen > excluded.last_seen
                THEN known.integration ELSE excluded.integration END,
              type = CASE WHEN excluded.type = '' OR known.last_seen > excluded.last_seen
                THEN known.type ELSE excluded.type END,
              streaming = known.streaming OR excluded.streaming,
              owner = CASE WHEN known.last_seen > excluded.last_seen
                THEN coalesce(known.owner, excluded.owner)
                ELSE coalesce(excluded.owner, known.owner) END,
              first_seen = least(known.first_seen, excluded.first_seen),
              last_seen = greatest(known.last_seen, excluded.last_seen)
            RETURNING id
            """)) {
      set(
          statement,
          job.name().namespace(),
          job.name().name(),
          job.integration(),
          job.type(),
          job.streaming(),
          job.owner().orElse(null),
          time,
          time);

      return id(statement);
    }
  }

  private void writeDatasets(LineageEvent event) throws SQLException {
    List<Dataset> sorted =
        Stream.concat(event.inputs().stream(), event.outputs().stream())
            .sorted((one, other) -> one.name().compareTo(other.name()))
            .toList();
    for (Dataset dataset : sorted) {
      long id = dataset(dataset);
      datasets.put(dataset.name(), id);
      writeAlias(dataset, id);
      writeFields(dataset, id);
    }
  }

  private long dataset(Dataset dataset) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO datasets AS known
              (kind, name, is_view, description, owner, first_seen, last_seen)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (kind, name) DO UPDATE SET
              is_view = known.is_view OR excluded.is_view,
              description = CASE WHEN known.last_seen > excluded.last_seen
                THEN coalesce(known.description, excluded.description)
                ELSE coalesce(excluded.description, known.description) END,
              owner = CASE WHEN known.last_seen > excluded.last_seen
                THEN coalesce(known.owner, excluded.owner)
                ELSE coalesce(excluded.owner, known.owner) END,
              first_seen = least(known.first_seen, excluded.first_seen),
              last_seen = greatest(known.last_seen, excluded.last_seen)
            RETURNING id
            """)) {
      set(
          statement,
          dataset.name().kind().label(),
          dataset.name().name(),
          dataset.description().isView(),
          dataset.description().text().orElse(null),
          dataset.description().owner().orElse(null),
          time,
          time);

      return id(statement);
    }
  }

  private void writeAlias(Dataset dataset, long id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO aliases AS known (namespace, name, dataset_id, first_seen, last_seen)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (namespace, name, dataset_id) DO UPDATE SET
              first_seen = least(known.first_seen, excluded.first_seen),
              last_seen = greatest(known.last_seen, excluded.last_seen)
            """)) {
      set(statement, dataset.told().namespace(), dataset.told().name(), id, time, time);
      statement.executeUpdate();
    }
  }

  private void writeFields(Dataset dataset, long id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO fields AS known (dataset_id, name, type, description, first_seen, last_seen)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (dataset_id, name) DO UPDATE SET
              type = CASE WHEN excluded.type = '' OR known.last_seen > excluded.last_seen
                THEN known.type ELSE excluded.type END,
              description = CASE WHEN excluded.description = '' OR known.last_seen > excluded.last_seen
                THEN known.description ELSE excluded.description END,
              first_seen = least(known.first_seen, excluded.first_seen),
              last_seen = greatest(known.last_seen, excluded.last_seen)
            """)) {
      for (Dataset.Column column : dataset.columns()) {
        set(statement, id, column.name(), column.type(), column.description(), time, time);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private void writeEdges(LineageEvent event, long job) throws SQLException {
    Succession succession = Succession.of(event, known(job));
    if (succession == Succession.KEEP) {
      return;
    }
    JobEdges edges = JobEdges.of(event);
    for (JobEdges.TableEdge edge : edges.tables()) {
      writeEdge(job, edge);
    }
    writeColumns(job, edges.columns());
    if (succession == Succession.REPLACE) {
      deleteOlder("column_edges", job);
      deleteOlder("dataset_edges", job);
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE jobs SET edges_at = greatest(edges_at, ?), edges_run = ? WHERE id = ?")) {
      set(statement, time, event.run().orElseThrow().id(), job);
      statement.executeUpdate();
    }
  }

  private Optional<Succession.Known> known(long job) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT edges_at, edges_run FROM jobs WHERE id = ?")) {
      set(statement, job);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        OffsetDateTime at = row.getObject(1, OffsetDateTime.class);

        return at == null
            ? Optional.empty()
            : Optional.of(new Succession.Known(at.toInstant(), row.getString(2)));
      }
    }
  }

  private void writeEdge(long job, JobEdges.TableEdge edge) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO dataset_edges AS known
              (job_id, input_id, output_id, columns_known, first_seen, last_seen)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (job_id, coalesce(input_id, 0), coalesce(output_id, 0)) DO UPDATE SET
              columns_known = CASE WHEN known.last_seen > excluded.last_seen
                THEN known.columns_known ELSE excluded.columns_known END,
              first_seen = least(known.first_seen, excluded.first_seen),
              last_seen = greatest(known.last_seen, excluded.last_seen)
            """)) {
      set(statement, job, id(edge.input()), id(edge.output()), edge.columnsKnown(), time, time);
      statement.executeUpdate();
    }
  }

  private void writeColumns(long job, List<JobEdges.ColumnEdge> edges) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO column_edges AS known
              (job_id, input_id, input_field, output_id, output_field, type, subtype, first_seen, last_seen)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT
              (job_id, input_id, coalesce(output_id, 0), input_field, output_field, type, subtype)
            DO UPDATE SET
              first_seen = least(known.first_seen, excluded.first_seen),
              last_seen = greatest(known.last_seen, excluded.last_seen)
            """)) {
      for (JobEdges.ColumnEdge edge : edges) {
        Source source = edge.source();
        set(
            statement,
            job,
            datasets.get(source.input()),
            source.column(),
            id(edge.output()),
            source.outputColumn(),
            source.type(),
            source.subtype(),
            time,
            time);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** All that this event has not just told again. */
  private void deleteOlder(String table, long job) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "DELETE FROM %s WHERE job_id = ? AND last_seen < ?".formatted(table))) {
      set(statement, job, time);
      statement.executeUpdate();
    }
  }

  /** A model's newest run knows all exposures of what it has read and written. */
  private void writeExposures(LineageEvent event, Run run) throws SQLException {
    if (!run.job().integration().equals("DBT") || run.state() != State.COMPLETE) {
      return;
    }
    for (Dataset dataset :
        Stream.concat(event.inputs().stream(), event.outputs().stream()).toList()) {
      for (Dataset.Exposure exposure : dataset.exposures()) {
        JobName name = new JobName(run.job().name().namespace(), "exposure." + exposure.name());
        long job = job(new Job(name, "DBT", EXPOSURE, false, Optional.empty()));
        writeEdge(
            job, new JobEdges.TableEdge(Optional.of(dataset.name()), Optional.empty(), false));
      }
      try (PreparedStatement statement =
          connection.prepareStatement(
              """
              DELETE FROM dataset_edges USING jobs
              WHERE jobs.id = job_id AND jobs.type = ? AND jobs.namespace = ?
                AND input_id = ? AND dataset_edges.last_seen < ?
              """)) {
        set(statement, EXPOSURE, run.job().name().namespace(), datasets.get(dataset.name()), time);
        statement.executeUpdate();
      }
    }
  }

  private Long id(Optional<DatasetName> dataset) {
    return dataset.map(datasets::get).orElse(null);
  }

  private static long id(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();

      return row.getLong(1);
    }
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }
}
