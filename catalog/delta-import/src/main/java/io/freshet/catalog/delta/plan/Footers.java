package io.freshet.catalog.delta.plan;

import io.freshet.catalog.delta.Progress;
import io.freshet.catalog.delta.source.DeltaFile;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Schema;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.mapping.NameMapping;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/** The footers of data files, each read once. */
final class Footers {
  private final FileIO files;
  private final Progress progress;
  private final Map<String, FileFacts> facts = new HashMap<>();

  Footers(FileIO files, Progress progress) {
    this.files = files;
    this.progress = progress;
  }

  /** By the files' paths. */
  Map<String, FileFacts> known() {
    return facts;
  }

  /**
   * Reads those that are not known yet.
   *
   * @param table the newest schema that the files are read with
   * @return one that is gone, where any is
   */
  Optional<String> read(Collection<DeltaFile> wanted, Schema table, NameMapping names) {
    Map<String, DeltaFile> unknown = new LinkedHashMap<>();
    wanted.stream()
        .filter(file -> !facts.containsKey(file.path()))
        .forEach(file -> unknown.put(file.path(), file));
    progress.more(unknown.size());
    List<Map.Entry<String, Optional<FileFacts>>> found =
        unknown.values().parallelStream()
            .map(file -> Map.entry(file.path(), footer(file, table, names)))
            .toList();
    Optional<String> gone =
        found.stream().filter(file -> file.getValue().isEmpty()).map(Map.Entry::getKey).findFirst();
    if (gone.isEmpty()) {
      found.forEach(file -> facts.put(file.getKey(), file.getValue().get()));
    }

    return gone;
  }

  private Optional<FileFacts> footer(DeltaFile file, Schema table, NameMapping names) {
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            new ParquetInput(files.newInputFile(file.path(), file.status().getSize())))) {
      ParquetMetadata footer = reader.getFooter();
      Optional<String> misfit = FileFit.misfit(footer.getFileMetaData().getSchema(), table, names);
      Metrics metrics =
          misfit.isPresent()
              ? new Metrics(reader.getRecordCount())
              : ParquetUtil.footerMetrics(
                  footer, Stream.empty(), MetricsConfig.getDefault(), names);
      progress.done(1);

      return Optional.of(
          new FileFacts(
              reader.getRecordCount(),
              misfit,
              metrics,
              Optional.ofNullable(ParquetUtil.getSplitOffsets(footer)).orElse(List.of())));
    } catch (NotFoundException | FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      throw new FreshetException(
          Fault.CALLER,
          "Data file %s can't be read as Parquet: %s".formatted(file.path(), e.getMessage()),
          e);
    }
  }
}
