package io.freshet.core.lineage;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a job reads or writes: a stream, a table, or another place.
 *
 * @param tableName what the catalog calls it, where that is not its name already
 * @param sources of an output's columns; none where nothing is known of them
 */
public record Dataset(
    Name name,
    Optional<Name> tableName,
    Description description,
    List<Column> columns,
    ColumnSources sources) {
  /** Columns of streams that are no field of the payload. */
  private static final List<Column> OF_THE_RECORD =
      List.of(
          new Column("_topic", "string", "Kafka's topic, with cluster and topic id"),
          new Column("_partition", "integer", "Kafka's partition"),
          new Column("_offset", "long", "Kafka's offset"),
          new Column("_timestamp", "timestamp", "When the log took the event in"),
          new Column("_id", "string", "The envelope's id"),
          new Column("_origin", "string", "Where a redriven event appeared first"));

  public Dataset {
    columns = List.copyOf(columns);
  }

  /** By OpenLineage's naming rules. */
  public record Name(String namespace, String name) {}

  /** For people: what it holds and which team answers for it. */
  public record Description(String purpose, Optional<String> owner) {
    static Description of(Contract contract) {
      return new Description(
          contract.documentation().purpose(),
          Optional.of("team:" + contract.documentation().owner()));
    }
  }

  /**
   * The stream of a contract.
   *
   * @param bootstrap Kafka's bootstrap servers; the first one names the cluster
   */
  public static Dataset stream(String bootstrap, Contract contract) {
    List<Column> columns =
        new ArrayList<>(contract.schema().fields().stream().map(Column::of).toList());
    columns.addAll(OF_THE_RECORD);

    return new Dataset(
        new Name("kafka://" + bootstrap.split(",", -1)[0].strip(), Streams.topic(contract)),
        Optional.empty(),
        Description.of(contract),
        columns,
        ColumnSources.none());
  }

  /**
   * The table of a contract.
   *
   * @param location the table's folder in the store
   * @param catalog the address of the catalog that knows the table
   * @param columns all that it has, the platform's too
   */
  public static Dataset table(
      URI location, String catalog, Contract contract, List<Column> columns) {
    String namespace = contract.requireTable().namespace();

    return new Dataset(
        new Name(
            "%s://%s".formatted(location.getScheme(), location.getAuthority()),
            location.getPath().replaceFirst("^/+", "")),
        Optional.of(new Name(catalog, namespace + "." + contract.name())),
        Description.of(contract),
        columns,
        ColumnSources.none());
  }

  /** A place that no contract describes. */
  public static Dataset place(Name name, String purpose, List<Column> columns) {
    return new Dataset(
        name,
        Optional.empty(),
        new Description(purpose, Optional.empty()),
        columns,
        ColumnSources.none());
  }

  public Dataset from(ColumnSources columnSources) {
    return new Dataset(name, tableName, description, columns, columnSources);
  }
}
