package io.freshet.lineage.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.server.postgres.PostgresSettings;
import io.freshet.lineage.graph.Direction;
import io.freshet.lineage.graph.EdgeSource;
import io.freshet.testing.servers.RunningPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreIT {
  @TempDir private static Path folder;
  private static RunningPostgres postgres;

  @BeforeAll
  static void startPostgres() {
    postgres = RunningPostgres.start(folder);
  }

  @AfterAll
  static void stopPostgres() {
    postgres.close();
  }

  @Test
  void readsOneStateWhateverIsWrittenMeanwhile() {
    try (Database database = database("one_state")) {
      List<Integer> seen =
          database.inOneState(
              reading -> {
                int before = datasets(reading);
                database.inTransaction(
                    writing -> {
                      insertDataset(writing, "raw.a");
                      return null;
                    });

                return List.of(before, datasets(reading));
              });

      assertThat(seen).containsExactly(0, 0);
      assertThat(database.<Integer>inOneState(StoreIT::datasets)).isEqualTo(1);
    }
  }

  @Test
  void readsNoEdgeOfWhichItCannotReadAllColumns() {
    try (Database database = database("many_columns")) {
      EdgeSource.Edges found =
          database.inTransaction(
              connection -> {
                long source = insertDataset(connection, "raw.a");
                insertEdge(connection, source, insertDataset(connection, "clean.small"), 3);
                insertEdge(connection, source, insertDataset(connection, "clean.large"), 25_000);

                return new GraphReader(connection).edges(List.of(source), Direction.DOWNSTREAM);
              });

      assertThat(found.truncated()).isTrue();
      assertThat(found.edges()).singleElement().matches(edge -> edge.columns().size() == 3);
    }
  }

  private static Database database(String name) {
    return Database.open(
        new PostgresSettings(
            "lineage",
            "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(postgres.port()),
            "postgres",
            "postgres",
            name,
            Duration.ofSeconds(20)));
  }

  private static int datasets(Connection connection) throws SQLException {
    return new GraphReader(connection).names().size();
  }

  private static long insertDataset(Connection connection, String name) throws SQLException {
    return Sql.id(
        connection,
        """
        INSERT INTO datasets (kind, name, first_seen, last_seen)
        VALUES ('table', ?, now(), now()) RETURNING id
        """,
        name);
  }

  private static void insertEdge(Connection connection, long from, long to, int columns)
      throws SQLException {
    long job =
        Sql.id(
            connection,
            """
            INSERT INTO jobs (namespace, name, integration, type, processing, first_seen, last_seen)
            VALUES ('freshet', ?, '', '', '', now(), now()) RETURNING id
            """,
            "job" + to);
    Sql.update(connection, EdgeWriter.TABLE_EDGE, job, from, to, true);
    Sql.update(
        connection,
        """
        INSERT INTO column_edges
          (job_id, input_id, input_field, output_id, output_field, type, subtype)
        SELECT ?, ?, 'c' || number, ?, 'x', '', '' FROM generate_series(1, ?) AS number
        """,
        job,
        from,
        to,
        columns);
  }
}
