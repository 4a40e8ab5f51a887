package io.freshet.catalog.delta.act;

import io.delta.kernel.data.ColumnarBatch;
import io.freshet.catalog.delta.Progress;
import io.freshet.catalog.delta.plan.FileFacts;
import io.freshet.catalog.delta.plan.ImportPlan;
import io.freshet.catalog.delta.plan.PlannedVersion;
import io.freshet.catalog.delta.source.DeltaFile;
import io.freshet.catalog.delta.source.DeltaTable;
import io.freshet.catalog.delta.source.DeltaVersion;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.TypeUtil;

/**
 * Puts data files where the table can have them. Whatever becomes of a file, its rows keep their
 * positions, so that the rows that Delta calls deleted are still told by them.
 */
final class FilePlacer {
  private final DeltaTable source;
  private final FileIO sourceFiles;
  private final Table target;
  private final ImportPlan plan;
  private final Progress progress;

  FilePlacer(
      DeltaTable source, FileIO sourceFiles, Table target, ImportPlan plan, Progress progress) {
    this.source = source;
    this.sourceFiles = sourceFiles;
    this.target = target;
    this.plan = plan;
    this.progress = progress;
  }

  /** The data file of each path of the source. */
  Map<String, DataFile> placeAll() {
    Map<DeltaFile, PlannedVersion> files = plan.files();
    progress.begin("Files placed", Progress.Unit.BYTES);
    files.keySet().forEach(file -> progress.more(file.status().getSize()));

    return files.entrySet().parallelStream()
        .collect(
            Collectors.toConcurrentMap(
                file -> file.getKey().path(), file -> place(file.getKey(), file.getValue())));
  }

  private DataFile place(DeltaFile file, PlannedVersion first) {
    PartitionData partition = Partitions.of(file, first.version(), target.spec());
    DataFile placed =
        switch (plan.placement(file, target.location())) {
          case IN_PLACE -> registered(file, file.path(), partition);
          case COPIED -> registered(file, copied(file, partition), partition);
          case REWRITTEN -> rewritten(file, first, partition);
        };
    progress.done(file.status().getSize());

    return placed;
  }

  private DataFile registered(DeltaFile file, String path, PartitionData partition) {
    FileFacts facts = plan.facts().get(file.path());

    return DataFiles.builder(target.spec())
        .withPath(path)
        .withFormat(FileFormat.PARQUET)
        .withFileSizeInBytes(file.status().getSize())
        .withPartition(partition)
        .withMetrics(facts.metrics())
        .withSplitOffsets(facts.splitOffsets())
        .build();
  }

  private String copied(DeltaFile file, PartitionData partition) {
    String path = newPath(partition);
    try (InputStream from =
            sourceFiles.newInputFile(file.path(), file.status().getSize()).newStream();
        OutputStream to = target.io().newOutputFile(path).create()) {
      from.transferTo(to);
    } catch (IOException e) {
      throw notPlaced(file, e);
    }

    return path;
  }

  private String newPath(PartitionData partition) {
    return Partitions.newPath(target, partition, UUID.randomUUID() + ".parquet");
  }

  /** With the schema that the file's first version has: later ones can read what older could. */
  private DataFile rewritten(DeltaFile file, PlannedVersion first, PartitionData partition) {
    Schema columns = dataColumns(first);
    OutputFile output = target.io().newOutputFile(newPath(partition));
    DataWriter<GenericRecord> writer = writer(output, columns, partition);
    try (writer) {
      GenericRecord record = GenericRecord.create(columns);
      source.readPhysical(
          file.status(),
          first.version().dataColumns(),
          batch -> write(batch, columns, record, writer));
    } catch (IOException e) {
      throw notPlaced(file, e);
    }

    return writer.toDataFile();
  }

  private DataWriter<GenericRecord> writer(
      OutputFile output, Schema columns, PartitionData partition) {
    try {
      return Parquet.writeData(output)
          .schema(columns)
          .withSpec(target.spec())
          .withPartition(partition)
          .createWriterFunc(GenericParquetWriter::create)
          .set("write.parquet.compression-codec", "zstd")
          .build();
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot write %s: %s".formatted(output.location(), e.getMessage()), e);
    }
  }

  private static void write(
      ColumnarBatch batch, Schema columns, GenericRecord record, DataWriter<GenericRecord> writer) {
    for (int row = 0; row < batch.getSize(); row++) {
      KernelValues.fill(record, batch, row, columns.asStruct());
      writer.write(record);
    }
  }

  private Schema dataColumns(PlannedVersion version) {
    DeltaVersion delta = version.version();
    Set<Integer> partition = new HashSet<>();
    PartitionSpec spec = target.spec();
    spec.fields().forEach(field -> partition.add(field.sourceId()));
    if (partition.size() == delta.schema().length()) {
      throw new FreshetException(
          Fault.CALLER,
          "All columns of %s are of its partition; that can't be written anew"
              .formatted(plan.source()));
    }

    return TypeUtil.selectNot(version.schema(), partition);
  }

  private static FreshetException notPlaced(DeltaFile file, IOException failure) {
    return new FreshetException(
        Fault.DEPENDENCY,
        "Cannot copy %s: %s".formatted(file.path(), failure.getMessage()),
        failure);
  }
}
