package io.freshet.ingestion.writer.rewrite;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.writer.commit.FileSteps;
import io.freshet.ingestion.writer.table.RowFiles;
import java.util.List;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.util.JsonUtil;

/** Rows that are written for a table anew, and their files, which are not committed yet. */
public final class WrittenFiles {
  private WrittenFiles() {}

  /**
   * Writes a row that the table has, or had a moment ago.
   *
   * @throws FreshetException when it can't be written any more
   */
  public static void keep(Record row, RowFiles files, Table table) {
    files
        .write(row)
        .ifPresent(
            refused -> {
              throw new FreshetException(
                  Fault.OURS,
                  "A row that %s holds can't be written again: %s"
                      .formatted(table.name(), refused.detail()));
            });
  }

  public static List<DataFile> of(FileSteps steps, Table table) {
    return steps.all().stream()
        .map(
            json ->
                (DataFile)
                    JsonUtil.parse(json, node -> ContentFileParser.fromJson(node, table.specs())))
        .toList();
  }
}
