package io.freshet.lineage.store;

import io.freshet.lineage.event.ColumnSources.Source;
import io.freshet.lineage.graph.JobEdges;
import io.freshet.lineage.naming.DatasetName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** Writes what a job reads and writes. */
final class EdgeWriter {
  static final String TABLE_EDGE =
      """
      INSERT INTO dataset_edges (job_id, input_id, output_id, columns_known) VALUES (?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;

  private final Connection connection;

  EdgeWriter(Connection connection) {
    this.connection = connection;
  }

  /**
   * These, and nothing else from now on.
   *
   * @param ids of all datasets of the edges
   */
  void replace(long job, JobEdges edges, Map<DatasetName, Long> ids) throws SQLException {
    Sql.update(connection, "DELETE FROM column_edges WHERE job_id = ?", job);
    Sql.update(connection, "DELETE FROM dataset_edges WHERE job_id = ?", job);
    try (PreparedStatement statement = connection.prepareStatement(TABLE_EDGE)) {
      for (JobEdges.TableEdge edge : edges.tables()) {
        Sql.set(statement, job, id(ids, edge.input()), id(ids, edge.output()), edge.columnsKnown());
        statement.addBatch();
      }
      statement.executeBatch();
    }
    writeColumns(job, edges, ids);
  }

  private void writeColumns(long job, JobEdges edges, Map<DatasetName, Long> ids)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO column_edges
              (job_id, input_id, input_field, output_id, output_field, type, subtype)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """)) {
      for (JobEdges.ColumnEdge edge : edges.columns()) {
        Source source = edge.source();
        Sql.set(
            statement,
            job,
            ids.get(source.input()),
            source.column(),
            id(ids, edge.output()),
            source.outputColumn(),
            source.type(),
            source.subtype());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static Long id(Map<DatasetName, Long> ids, Optional<DatasetName> dataset) {
    return dataset.map(ids::get).orElse(null);
  }
}
