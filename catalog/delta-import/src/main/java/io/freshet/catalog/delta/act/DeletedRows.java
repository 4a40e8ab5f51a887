package io.freshet.catalog.delta.act;

import io.freshet.catalog.delta.source.DeltaFile;
import io.freshet.catalog.delta.source.DeltaTable;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.Parquet;

/**
 * Delta's deletion vectors as position deletes: a file of positions for each data file and vector.
 * Format v2 has no other way, and each of our engines reads it.
 */
final class DeletedRows {
  private final DeltaTable source;
  private final Table target;
  private final Map<String, DeleteFile> written = new HashMap<>();

  DeletedRows(DeltaTable source, Table target) {
    this.source = source;
    this.target = target;
  }

  /**
   * Of a file that has deleted rows; the same for the same rows.
   *
   * @param placed the data file that it has become
   */
  DeleteFile of(DeltaFile file, DataFile placed) {
    return written.computeIfAbsent(file.key(), key -> write(file, placed));
  }

  private DeleteFile write(DeltaFile file, DataFile placed) {
    OutputFile output =
        target
            .io()
            .newOutputFile(
                Partitions.newPath(
                    target, placed.partition(), UUID.randomUUID() + "-deletes.parquet"));
    try {
      PositionDeleteWriter<Void> writer =
          Parquet.writeDeletes(output)
              .withSpec(target.spec())
              .withPartition(placed.partition())
              .createWriterFunc(GenericParquetWriter::create)
              .metricsConfig(MetricsConfig.forPositionDelete())
              .buildPositionWriter();
      try (writer) {
        PositionDelete<Void> delete = PositionDelete.create();
        for (long position : source.positions(file.deleted().orElseThrow())) {
          writer.write(delete.set(placed.location(), position));
        }
      }

      return writer.toDeleteFile();
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot write %s: %s".formatted(output.location(), e.getMessage()), e);
    }
  }
}
