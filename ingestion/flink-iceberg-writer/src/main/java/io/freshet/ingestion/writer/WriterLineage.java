package io.freshet.ingestion.writer;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Field;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lineage.Column;
import io.freshet.core.lineage.ColumnSources;
import io.freshet.core.lineage.ColumnSources.How;
import io.freshet.core.lineage.Dataset;
import io.freshet.core.lineage.Job;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.types.Types.NestedField;

/**
 * What the writer tells of itself: one job for each stream. Which pool carries a stream is no part
 * of it: in one job for the pool each of its tables would seem to come from all of its streams.
 */
final class WriterLineage {
  private static final Map<String, String> OF_THE_RECORD =
      Map.of(
          PlatformColumns.PARTITION, "_partition",
          PlatformColumns.OFFSET, "_offset",
          PlatformColumns.RECEIVED_AT, "_timestamp",
          PlatformColumns.ORIGIN, "_origin",
          PlatformColumns.CLIENT_ID, "_id");

  private final WriterSettings settings;
  private final Contracts contracts;
  private final Catalog catalog;

  WriterLineage(WriterSettings settings, Contracts contracts, Catalog catalog) {
    this.settings = settings;
    this.contracts = contracts;
    this.catalog = catalog;
  }

  /** Asks the catalog where the tables lie. */
  static List<Job> jobs(WriterSettings settings, Contracts contracts) {
    Catalog catalog = LakeCatalog.open(settings.lake());
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      return new WriterLineage(settings, contracts, catalog).jobs();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("The catalog's client does not close", e);
    }
  }

  List<Job> jobs() {
    return settings.streams().stream().map(contracts::require).map(this::job).toList();
  }

  private Job job(Contract contract) {
    Dataset stream = Dataset.stream(settings.kafka().bootstrap(), contract);
    Contract deadLetters = contracts.deadLetters();
    if (contract.equals(deadLetters)) {
      return new Job(
          "writer-" + contract.name(),
          "Puts each dead letter that no writer has found into the table once",
          List.of(stream),
          List.of(table(contract).from(sources(contract, stream))));
    }

    return new Job(
        "writer-" + contract.name(),
        "Appends each event of the stream to its table once; what it refuses becomes a dead letter",
        List.of(stream),
        List.of(
            table(contract).from(sources(contract, stream)),
            table(deadLetters).from(refused(stream)),
            Dataset.stream(settings.kafka().bootstrap(), deadLetters).from(refused(stream))));
  }

  private Dataset table(Contract contract) {
    Table table = LakeCatalog.require(catalog, TableLayout.name(contract));

    return Dataset.table(
        URI.create(table.location()),
        settings.lake().uri(),
        contract,
        table.schema().columns().stream()
            .map(
                column ->
                    contract
                        .schema()
                        .field(column.name())
                        .map(Column::of)
                        .orElseGet(() -> outsideTheContract(column)))
            .toList());
  }

  /** A column of the platform's own, or one that somebody has added without a word on it. */
  private static Column outsideTheContract(NestedField column) {
    return new Column(
        column.name(), column.type().toString(), Objects.requireNonNullElse(column.doc(), ""));
  }

  private static ColumnSources sources(Contract contract, Dataset stream) {
    ColumnSources sources = ColumnSources.none();
    for (Field field : contract.schema().fields()) {
      sources = sources.with(field.name(), How.IDENTITY, stream, field.name());
    }
    sources = sources.with(PlatformColumns.SOURCE, How.TRANSFORMATION, stream, "_topic");
    for (Map.Entry<String, String> column : OF_THE_RECORD.entrySet()) {
      boolean kept =
          !column.getKey().equals(PlatformColumns.CLIENT_ID)
              || contract.requireTable().keepClientId();
      if (kept) {
        sources = sources.with(column.getKey(), How.IDENTITY, stream, column.getValue());
      }
    }

    return sources;
  }

  /** The rest of a dead letter is the record as a whole, byte for byte. */
  private static ColumnSources refused(Dataset stream) {
    return ColumnSources.none()
        .with("origin_topic", How.IDENTITY, stream, "_topic")
        .with("origin_source", How.TRANSFORMATION, stream, "_topic")
        .with("origin_partition", How.IDENTITY, stream, "_partition")
        .with("origin_offset", How.IDENTITY, stream, "_offset")
        .with("received_at", How.IDENTITY, stream, "_timestamp");
  }
}
