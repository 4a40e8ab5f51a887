package io.freshet.maintenance.copy;

import io.freshet.maintenance.plan.Step.Copy.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.shaded.org.apache.parquet.ParquetReadOptions;
import org.apache.iceberg.shaded.org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts files one by one to those of their layout, and begins a new one where one is full. */
final class Merger {
  private static final Logger log = LoggerFactory.getLogger(Merger.class);

  private final Table table;
  private final Limits limits;
  private final ParquetReadOptions options =
      ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
  private final Map<Layout, MergedFile> open = new LinkedHashMap<>();
  private final List<MergedFile> written = new ArrayList<>();
  private final List<Made> made = new ArrayList<>();
  private boolean isFinished;

  Merger(Table table, Limits limits) {
    this.table = table;
    this.limits = limits;
  }

  /** A file that is written, and what it takes the place of. */
  record Made(DataFile file, List<DataFile> inputs) {
    Made {
      inputs = List.copyOf(inputs);
    }
  }

  void add(DataFile file) throws IOException {
    StoreInput input =
        StoreInput.of(table.io().newInputFile(file.location(), file.fileSizeInBytes()));
    try (ParquetFileReader reader = ParquetFileReader.open(input, options)) {
      ParquetMetadata footer = reader.getFooter();
      Optional<String> refusal = CopyRules.refusal(footer, file);
      if (refusal.isPresent()) {
        log.info("File not copied file={} cause={}", file.location(), refusal.get());

        return;
      }
      Layout layout = Layout.of(table, file, footer);
      roomFor(file, footer, layout).append(file, reader, input);
    }
  }

  private MergedFile roomFor(DataFile file, ParquetMetadata footer, Layout layout)
      throws IOException {
    MergedFile merged = open.get(layout);
    boolean isFull = merged != null && !merged.hasRoomFor(file, footer.getBlocks().size(), limits);
    if (isFull) {
      finish(open.remove(layout));
    }
    if (merged == null || isFull) {
      merged = MergedFile.begin(table, file, layout.schema());
      open.put(layout, merged);
    }

    return merged;
  }

  /** All that was made. */
  List<Made> finish() throws IOException {
    for (Layout layout : List.copyOf(open.keySet())) {
      finish(open.remove(layout));
    }
    isFinished = true;

    return List.copyOf(made);
  }

  /** A copy of one file alone is worth nothing. */
  private void finish(MergedFile file) throws IOException {
    written.add(file);
    if (file.inputs().size() > 1) {
      made.add(new Made(file.finish(), file.inputs()));
    } else {
      written.remove(file);
      file.discard();
    }
  }

  boolean isFinished() {
    return isFinished;
  }

  /** Takes everything away from the store; what the store keeps all the same is an orphan. */
  void discard() {
    List<MergedFile> all = new ArrayList<>(written);
    all.addAll(open.values());
    for (MergedFile file : all) {
      try {
        file.discard();
      } catch (IOException | RuntimeException e) {
        log.warn("Unfinished copy not deleted table={} cause={}", table.name(), e.toString());
      }
    }
  }
}
