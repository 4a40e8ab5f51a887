package io.freshet.lineage.store;

import io.freshet.core.server.postgres.PostgresAwayException;
import io.freshet.core.server.postgres.PostgresSettings;
import io.freshet.lineage.event.EventReader;
import io.freshet.lineage.event.LineageEvent;
import io.freshet.lineage.event.ToldDataset;
import io.freshet.lineage.graph.Direction;
import io.freshet.lineage.graph.Edge;
import io.freshet.lineage.graph.EdgeSource;
import io.freshet.lineage.graph.GraphQuestion;
import io.freshet.lineage.graph.LineageGraph;
import io.freshet.lineage.graph.LineageGraph.DatasetNode;
import io.freshet.lineage.graph.UnknownDatasetException;
import io.freshet.lineage.graph.Walk;
import io.freshet.lineage.naming.DatasetName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The graph, kept in Postgres. Thread-safe. */
public final class LineageStore implements AutoCloseable {
  private final Database database;
  private final EventReader reader;

  private LineageStore(Database database, EventReader reader) {
    this.database = database;
    this.reader = reader;
  }

  /** Waits for Postgres, makes database and tables where they lack, and opens the graph. */
  public static LineageStore open(PostgresSettings settings, EventReader reader) {
    return new LineageStore(Database.open(settings), reader);
  }

  /**
   * Takes an event into the graph; again and again, and in any order, to the same end.
   *
   * @throws PostgresAwayException when it may not be in the graph
   */
  public void take(LineageEvent event) {
    database.inTransaction(
        connection -> {
          new EventWriter(connection, reader).write(event);
          return null;
        });
  }

  /**
   * What lies around a dataset.
   *
   * @throws UnknownDatasetException when nobody has told of it
   */
  public LineageGraph graph(GraphQuestion question) {
    return database.inOneState(connection -> graph(question, connection));
  }

  private static LineageGraph graph(GraphQuestion question, Connection connection)
      throws SQLException {
    GraphReader reader = new GraphReader(connection);
    Map<DatasetName, Long> names = reader.names();
    DatasetName name = Names.find(question.dataset(), names.keySet());
    long root = names.get(name);
    Optional<String> column = Optional.empty();
    if (question.column().isPresent()) {
      column =
          Optional.of(column(question.column().get(), reader.datasets(List.of(root)).get(root)));
    }
    Walk.Found found =
        Walk.from(root, column, question.directions(), question.depth(), new StoredEdges(reader));
    List<Edge> edges = found.steps().stream().map(Walk.Step::edge).toList();
    Set<Long> datasets =
        Stream.concat(
                Stream.of(root),
                edges.stream()
                    .flatMap(edge -> Stream.of(edge.from(), edge.to()).flatMap(Optional::stream)))
            .collect(Collectors.toSet());
    Set<Long> jobs = edges.stream().map(Edge::job).collect(Collectors.toSet());

    return new LineageGraph(
        root,
        column,
        reader.datasets(datasets),
        reader.jobs(jobs),
        found.steps(),
        found.truncated());
  }

  /** Where nobody has told any column of a dataset, none can be refused. */
  private static String column(String asked, DatasetNode dataset) {
    List<String> known = dataset.columns().stream().map(ToldDataset.Column::name).toList();
    if (known.isEmpty()) {
      return asked;
    }

    return known.stream()
        .filter(asked::equalsIgnoreCase)
        .findFirst()
        .orElseThrow(() -> UnknownDatasetException.column(asked, dataset.name().name(), known));
  }

  /** A walk knows nothing of SQL; what goes wrong there ends the whole transaction. */
  private record StoredEdges(GraphReader reader) implements EdgeSource {
    @Override
    public EdgeSource.Edges from(Collection<Long> datasets, Direction direction) {
      try {
        return reader.edges(datasets, direction);
      } catch (SQLException e) {
        throw Database.failure(e);
      }
    }
  }

  public boolean answers() {
    return database.answers();
  }

  @Override
  public void close() {
    database.close();
  }
}
