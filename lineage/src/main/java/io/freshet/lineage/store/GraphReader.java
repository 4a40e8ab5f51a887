package io.freshet.lineage.store;

import io.freshet.lineage.event.JobName;
import io.freshet.lineage.event.ToldDataset;
import io.freshet.lineage.event.ToldJob;
import io.freshet.lineage.graph.Direction;
import io.freshet.lineage.graph.Edge;
import io.freshet.lineage.graph.EdgeSource;
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
  // Columns of edges, read at once for a step of a walk: what they take is bounded so.
  private static final int MAX_ROWS = 20_000;

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

  EdgeSource.Edges edges(Collection<Long> datasets, Direction direction) throws SQLException {
    Map<List<Long>, Boolean> known = new LinkedHashMap<>();
    Map<List<Long>, List<Edge.Columns>> columns = new HashMap<>();
    List<Long> last = List.of();
    int rows = 0;
    try (PreparedStatement statement = connection.prepareStatement(edgesSql(direction))) {
      statement.setArray(1, connection.createArrayOf("bigint", datasets.toArray()));
      statement.setInt(2, MAX_ROWS + 1);
      try (ResultSet row = statement.executeQuery()) {
        for (; row.next(); rows++) {
          last = key(row);
          known.put(last, row.getBoolean(4));
          List<Edge.Columns> named = columns.computeIfAbsent(last, key -> new ArrayList<>());
          if (row.getString(5) != null) {
            named.add(
                new Edge.Columns(
                    row.getString(5), row.getString(6), row.getString(7), row.getString(8)));
          }
        }
      }
    }
    boolean truncated = rows > MAX_ROWS;
    if (truncated) {
      known.remove(last); // Some of its columns may not have been read.
    }

    return new EdgeSource.Edges(
        known.entrySet().stream()
            .map(edge -> edge(edge.getKey(), edge.getValue(), columns.get(edge.getKey())))
            .toList(),
        truncated);
  }

  private static String edgesSql(Direction direction) {
    return """
        SELECT e.job_id, e.input_id, e.output_id, e.columns_known,
          c.input_field, c.output_field, c.type, c.subtype
        FROM dataset_edges AS e LEFT JOIN column_edges AS c
          ON c.job_id = e.job_id AND c.input_id = e.input_id
            AND coalesce(c.output_id, 0) = coalesce(e.output_id, 0)
        WHERE e.%s = ANY (?)
        ORDER BY e.job_id, e.input_id, e.output_id,
          c.input_field, c.output_field, c.type, c.subtype
        LIMIT ?
        """
        .formatted(direction == Direction.DOWNSTREAM ? "input_id" : "output_id");
  }

  private static Edge edge(List<Long> key, boolean columnsKnown, List<Edge.Columns> columns) {
    return new Edge(key.get(0), id(key.get(1)), id(key.get(2)), columnsKnown, columns);
  }

  /** Job, input and output; 0 where one of them lacks. */
  private static List<Long> key(ResultSet row) throws SQLException {
    return List.of(row.getLong(1), row.getLong(2), row.getLong(3));
  }

  private static Optional<Long> id(long id) {
    return id == 0 ? Optional.empty() : Optional.of(id);
  }

  Map<Long, DatasetNode> datasets(Collection<Long> ids) throws SQLException {
    Map<Long, List<ToldDataset.Column>> columns = fields(ids);
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
                  new ToldDataset.Description(
                      Optional.ofNullable(row.getString(4)),
                      Optional.ofNullable(row.getString(5)),
                      Optional.ofNullable((Boolean) row.getObject(6))),
                  columns.getOrDefault(id, List.of()),
                  aliases.getOrDefault(id, List.of()),
                  seen(row, 7)));
        }
      }
    }

    return nodes;
  }

  private Map<Long, List<ToldDataset.Column>> fields(Collection<Long> ids) throws SQLException {
    Map<Long, List<ToldDataset.Column>> columns = new HashMap<>();
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
              .add(new ToldDataset.Column(row.getString(2), row.getString(3), row.getString(4)));
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
            SELECT id, namespace, name, integration, type, processing, owner, first_seen, last_seen
            FROM jobs WHERE id = ANY (?) ORDER BY namespace, name
            """)) {
      statement.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          ToldJob job =
              new ToldJob(
                  new JobName(row.getString(2), row.getString(3)),
                  row.getString(4),
                  row.getString(5),
                  row.getString(6),
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
