package io.freshet.lineage.store;

import io.freshet.lineage.event.Dataset;
import io.freshet.lineage.event.Job;
import io.freshet.lineage.event.JobName;
import io.freshet.lineage.graph.Direction;
import io.freshet.lineage.graph.Edge;
import io.freshet.lineage.graph.LineageGraph.DatasetNode;
import io.freshet.lineage.graph.LineageGraph.JobNode;
import io.freshet.lineage.graph.LineageGraph.Seen;
import io.freshet.lineage.naming.DatasetName;
import io.freshet.lineage.naming.DatasetName.Kind;
import io.freshet.lineage.naming.ToldName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the graph, within one transaction. */
final class GraphReader {
  private final Connection connection;

  GraphReader(Connection connection) {
    this.connection = connection;
  }

  /** All datasets that somebody has told of. */
  Map<DatasetName, Long> names() throws SQLException {
    Map<DatasetName, Long> names = new LinkedHashMap<>();
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT id, kind, name FROM datasets ORDER BY kind, name");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        names.put(
            new DatasetName(Kind.labelled(rows.getString(2)), rows.getString(3)), rows.getLong(1));
      }
    }

    return names;
  }

  List<Edge> edges(Collection<Long> datasets, Direction direction) throws SQLException {
    String end = direction == Direction.DOWNSTREAM ? "input_id" : "output_id";
    Map<List<Long>, List<Edge.Columns>> columns = columns(datasets, end);
    List<Edge> edges = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT job_id, input_id, output_id, columns_known FROM dataset_edges
            WHERE %s = ANY (?) ORDER BY job_id, input_id, output_id
            """
                .formatted(end))) {
      statement.setArray(1, connection.createArrayOf("bigint", datasets.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          List<Long> key = key(rows);
          edges.add(
              new Edge(
                  key.get(0),
                  id(key.get(1)),
                  id(key.get(2)),
                  rows.getBoolean(4),
                  columns.getOrDefault(key, List.of())));
        }
      }
    }

    return edges;
  }

  private Map<List<Long>, List<Edge.Columns>> columns(Collection<Long> datasets, String end)
      throws SQLException {
    Map<List<Long>, List<Edge.Columns>> columns = new HashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT job_id, input_id, output_id, input_field, output_field, type, subtype
            FROM column_edges
            WHERE %s = ANY (?) ORDER BY input_field, output_field, type, subtype
            """
                .formatted(end))) {
      statement.setArray(1, connection.createArrayOf("bigint", datasets.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          columns
              .computeIfAbsent(key(rows), key -> new ArrayList<>())
              .add(
                  new Edge.Columns(
                      rows.getString(4), rows.getString(5), rows.getString(6), rows.getString(7)));
        }
      }
    }

    return columns;
  }

  /** Job, input and output; 0 where one of them lacks. */
  private static List<Long> key(ResultSet row) throws SQLException {
    return List.of(row.getLong(1), row.getLong(2), row.getLong(3));
  }

  private static Optional<Long> id(long id) {
    return id == 0 ? Optional.empty() : Optional.of(id);
  }

  Map<Long, DatasetNode> datasets(Collection<Long> ids) throws SQLException {
    Map<Long, List<Dataset.Column>> columns = fields(ids);
    Map<Long, List<ToldName>> aliases = aliases(ids);
    Map<Long, DatasetNode> nodes = new LinkedHashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT id, kind, name, description, owner, is_view, first_seen, last_seen
            FROM datasets WHERE id = ANY (?) ORDER BY kind, name
            """)) {
      statement.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          long id = row.getLong(1);
          nodes.put(
              id,
              new DatasetNode(
                  new DatasetName(Kind.labelled(row.getString(2)), row.getString(3)),
                  new Dataset.Description(
                      Optional.ofNullable(row.getString(4)),
                      Optional.ofNullable(row.getString(5)),
                      row.getBoolean(6)),
                  columns.getOrDefault(id, List.of()),
                  aliases.getOrDefault(id, List.of()),
                  seen(row, 7)));
        }
      }
    }

    return nodes;
  }

  private Map<Long, List<Dataset.Column>> fields(Collection<Long> ids) throws SQLException {
    Map<Long, List<Dataset.Column>> columns = new HashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT dataset_id, name, type, description FROM fields
            WHERE dataset_id = ANY (?) ORDER BY name
            """)) {
      statement.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          columns
              .computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
              .add(new Dataset.Column(row.getString(2), row.getString(3), row.getString(4)));
        }
      }
    }

    return columns;
  }

  private Map<Long, List<ToldName>> aliases(Collection<Long> ids) throws SQLException {
    Map<Long, List<ToldName>> aliases = new HashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT dataset_id, namespace, name FROM aliases
            WHERE dataset_id = ANY (?) ORDER BY namespace, name
            """)) {
      statement.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          aliases
              .computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
              .add(new ToldName(row.getString(2), row.getString(3)));
        }
      }
    }

    return aliases;
  }

  Map<Long, JobNode> jobs(Collection<Long> ids) throws SQLException {
    Map<Long, JobNode> nodes = new LinkedHashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT id, namespace, name, integration, type, streaming, owner, first_seen, last_seen
            FROM jobs WHERE id = ANY (?) ORDER BY namespace, name
            """)) {
      statement.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Job job =
              new Job(
                  new JobName(row.getString(2), row.getString(3)),
                  row.getString(4),
                  row.getString(5),
                  row.getBoolean(6),
                  Optional.ofNullable(row.getString(7)));
          nodes.put(row.getLong(1), new JobNode(job, seen(row, 8)));
        }
      }
    }

    return nodes;
  }

  private static Seen seen(ResultSet row, int first) throws SQLException {
    return new Seen(
        row.getObject(first, OffsetDateTime.class).toInstant(),
        row.getObject(first + 1, OffsetDateTime.class).toInstant());
  }
}
