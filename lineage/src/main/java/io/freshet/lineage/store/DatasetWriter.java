package io.freshet.lineage.store;

import io.freshet.lineage.event.LineageEvent;
import io.freshet.lineage.event.ToldDataset;
import io.freshet.lineage.naming.DatasetName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes what an event says of the datasets themselves. */
final class DatasetWriter {
  private final Connection connection;

  DatasetWriter(Connection connection) {
    this.connection = connection;
  }

  /**
   * Writes the event's datasets, by name.
   *
   * @param whole the event, or its run with further datasets
   * @return the numbers of all of them
   */
  Map<DatasetName, Long> write(LineageEvent event, LineageEvent whole) throws SQLException {
    SortedMap<DatasetName, List<ToldDataset>> told = new TreeMap<>();
    all(whole).forEach(dataset -> told.put(dataset.name(), new ArrayList<>()));
    all(event)
        .forEach(
            dataset ->
                told.computeIfAbsent(dataset.name(), name -> new ArrayList<>()).add(dataset));
    Map<DatasetName, Long> ids = new TreeMap<>();
    for (Map.Entry<DatasetName, List<ToldDataset>> entry : told.entrySet()) {
      DatasetName name = entry.getKey();
      if (entry.getValue().isEmpty()) {
        ids.put(name, id(name, whole.time()));
      }
      for (ToldDataset dataset : entry.getValue()) {
        ids.put(name, write(dataset, tellsAllColumns(event, dataset), event.time()));
      }
    }

    return ids;
  }

  private static Stream<ToldDataset> all(LineageEvent event) {
    return Stream.concat(event.inputs().stream(), event.outputs().stream());
  }

  /** Who reads may name what it reads, and dbt what is documented; who else writes names all. */
  private static boolean tellsAllColumns(LineageEvent event, ToldDataset dataset) {
    return event.outputs().contains(dataset)
        && !dataset.columns().isEmpty()
        && event.run().filter(run -> !run.job().integration().equals("DBT")).isPresent();
  }

  /** Of a dataset that another event of the run has told of. */
  private long id(DatasetName name, Instant time) throws SQLException {
    return Sql.id(
        connection,
        """
        INSERT INTO datasets AS known (kind, name, first_seen, last_seen) VALUES (?, ?, ?, ?)
        ON CONFLICT (kind, name) DO UPDATE SET kind = known.kind
        RETURNING id
        """,
        name.kind().label(),
        name.name(),
        Sql.time(time),
        Sql.time(time));
  }

  private long write(ToldDataset dataset, boolean allColumns, Instant told) throws SQLException {
    OffsetDateTime time = Sql.time(told);
    long id =
        Sql.id(
            connection,
            """
            INSERT INTO datasets AS known
              (kind, name, is_view, description, owner, columns_at, first_seen, last_seen)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (kind, name) DO UPDATE SET
              is_view = CASE WHEN known.last_seen > excluded.last_seen
                THEN coalesce(known.is_view, excluded.is_view)
                ELSE coalesce(excluded.is_view, known.is_view) END,
              description = CASE WHEN known.last_seen > excluded.last_seen
                THEN coalesce(known.description, excluded.description)
                ELSE coalesce(excluded.description, known.description) END,
              owner = CASE WHEN known.last_seen > excluded.last_seen
                THEN coalesce(known.owner, excluded.owner)
                ELSE coalesce(excluded.owner, known.owner) END,
              columns_at = greatest(known.columns_at, excluded.columns_at),
              first_seen = least(known.first_seen, excluded.first_seen),
              last_seen = greatest(known.last_seen, excluded.last_seen)
            RETURNING id
            """,
            dataset.name().kind().label(),
            dataset.name().name(),
            dataset.description().isView().orElse(null),
            dataset.description().text().orElse(null),
            dataset.description().owner().orElse(null),
            allColumns ? time : null,
            time,
            time);
    Sql.update(
        connection,
        "INSERT INTO aliases (namespace, name, dataset_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        dataset.told().namespace(),
        dataset.told().name(),
        id);
    writeFields(dataset, id, time);

    return id;
  }

  private void writeFields(ToldDataset dataset, long id, OffsetDateTime time) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO fields AS known (dataset_id, name, type, description, last_seen)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (dataset_id, name) DO UPDATE SET
              type = CASE WHEN excluded.type = '' OR known.last_seen > excluded.last_seen
                THEN known.type ELSE excluded.type END,
              description = CASE WHEN excluded.description = '' OR known.last_seen > excluded.last_seen
                THEN known.description ELSE excluded.description END,
              last_seen = greatest(known.last_seen, excluded.last_seen)
            """)) {
      for (ToldDataset.Column column : dataset.columns()) {
        Sql.set(statement, id, column.name(), column.type(), column.description(), time);
        statement.addBatch();
      }
      statement.executeBatch();
    }
    Sql.update(
        connection,
        """
        DELETE FROM fields USING datasets
        WHERE datasets.id = ? AND dataset_id = datasets.id AND fields.last_seen < columns_at
        """,
        id);
  }
}
