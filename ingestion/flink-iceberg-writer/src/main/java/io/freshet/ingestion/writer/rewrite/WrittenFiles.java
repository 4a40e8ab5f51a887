package io.freshet.ingestion.writer.rewrite;

import io.freshet.ingestion.writer.commit.FileSteps;
import java.util.List;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.JsonUtil;

/** Files of rows that were written for a table and not committed yet. */
public final class WrittenFiles {
  private WrittenFiles() {}

  public static List<DataFile> of(FileSteps steps, Table table) {
    return steps.all().stream()
        .map(
            json ->
                (DataFile)
                    JsonUtil.parse(json, node -> ContentFileParser.fromJson(node, table.specs())))
        .toList();
  }
}
