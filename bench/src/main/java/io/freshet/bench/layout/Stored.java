package io.freshet.bench.layout;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.Run.Standing;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types.NestedField;

/**
 * What rows take in Parquet.
 *
 * @param files that they lie in
 * @param bytes of the files
 * @param ownBytes of the columns that the event itself has, without those of the platform
 */
public record Stored(
    String name, Standing standing, long rows, long files, long bytes, long ownBytes) {
  private static final String PLATFORMS = "_";

  /** As the data files of a table say. */
  static Stored in(Table table, String name) {
    Set<Integer> own =
        table.schema().columns().stream()
            .filter(column -> !column.name().startsWith(PLATFORMS))
            .map(NestedField::fieldId)
            .collect(Collectors.toSet());
    long rows = 0;
    long files = 0;
    long bytes = 0;
    long ownBytes = 0;
    try (CloseableIterable<FileScanTask> tasks = table.newScan().includeColumnStats().planFiles()) {
      for (FileScanTask task : tasks) {
        rows += task.file().recordCount();
        files++;
        bytes += task.file().fileSizeInBytes();
        for (Map.Entry<Integer, Long> column : task.file().columnSizes().entrySet()) {
          ownBytes += own.contains(column.getKey()) ? column.getValue() : 0;
        }
      }
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot plan %s: %s".formatted(table.name(), e.getMessage()), e);
    }

    return new Stored(name, Standing.OURS, rows, files, bytes, ownBytes);
  }

  public double bytesPerRow() {
    return (double) bytes / rows;
  }

  public double ownBytesPerRow() {
    return (double) ownBytes / rows;
  }

  ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", name)
        .put("peer", standing == Standing.PEER)
        .put("operations", rows)
        .put("files", files)
        .put("bytes_per_row", hundredths(bytesPerRow()))
        .put("own_bytes_per_row", hundredths(ownBytesPerRow()));
  }

  private static double hundredths(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
