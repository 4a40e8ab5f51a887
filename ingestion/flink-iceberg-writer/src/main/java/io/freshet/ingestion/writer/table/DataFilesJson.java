package io.freshet.ingestion.writer.table;

import java.util.List;
import java.util.Map;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;

/** Files of rows and of deletes as committables carry them: each as Iceberg's content-file JSON. */
public final class DataFilesJson {
  private DataFilesJson() {}

  public static List<String> of(Table table, List<? extends ContentFile<?>> files) {
    Map<Integer, PartitionSpec> specs = table.specs();

    return files.stream()
        .map(file -> ContentFileParser.toJson(file, specs.get(file.specId())))
        .toList();
  }
}
