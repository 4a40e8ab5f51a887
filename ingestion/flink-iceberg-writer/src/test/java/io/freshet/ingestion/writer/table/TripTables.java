package io.freshet.ingestion.writer.table;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.ingestion.writer.commit.FileSteps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.JsonUtil;

/** Iceberg tables in memory, with real Parquet files. */
public final class TripTables {
  public static final LogSource SOURCE = new LogSource("cluster", "trips", "topic-id");

  /** To read all contracts takes longer than most of what is written into such tables. */
  private static final Contract DEAD_LETTERS =
      Contracts.read(Path.of("../../contracts")).require("dead_letters");

  private final InMemoryCatalog catalog = new InMemoryCatalog();

  public TripTables() {
    catalog.initialize("test", Map.of());
  }

  public static Contract deadLetters() {
    return DEAD_LETTERS;
  }

  /** As another process has it, which follows nothing that this one does. */
  public Table loadAgain(Contract contract) {
    return catalog.loadTable(TableLayout.name(contract));
  }

  /** The table of a contract, with the trips' topic as source number 1. */
  public Table create(Contract contract) {
    new TableProvisioner(catalog).plan(contract).step().run();
    Table table = catalog.loadTable(TableLayout.name(contract));
    TableProvisioner.numberSource(table, SOURCE);

    return table;
  }

  /** Commits files as the committer gets them; returns those with rows. */
  public static List<DataFile> append(Table table, FileSteps files) {
    List<DataFile> rows = new ArrayList<>();
    for (List<String> step : files.steps()) {
      RowDelta delta = table.newRowDelta();
      for (String json : step) {
        ContentFile<?> file =
            JsonUtil.parse(json, node -> ContentFileParser.fromJson(node, table.specs()));
        if (file instanceof DeleteFile deletes) {
          delta.addDeletes(deletes);
        } else {
          delta.addRows((DataFile) file);
          rows.add((DataFile) file);
        }
      }
      delta.commit();
    }

    return rows;
  }

  public static List<Record> rows(Table table) {
    try (CloseableIterable<Record> rows = IcebergGenerics.read(table).build()) {
      List<Record> all = new ArrayList<>();
      rows.forEach(all::add);

      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
