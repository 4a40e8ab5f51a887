package io.freshet.batch.landing.given;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.List;
import java.util.Locale;

/** How the rows of a file are written. */
public enum FileFormat {
  CSV(List.of(".csv", ".csv.gz")),
  /** One object a line. */
  JSON(List.of(".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz")),
  PARQUET(List.of(".parquet")),
  /** No file: a {@link TableRange}. */
  JDBC(List.of());

  private final List<String> endings;

  FileFormat(List<String> endings) {
    this.endings = endings;
  }

  /** By how the file's name ends. */
  static FileFormat of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (FileFormat format : values()) {
      if (format.endings.stream().anyMatch(lower::endsWith)) {
        return format;
      }
    }
    throw new FreshetException(
        Fault.CALLER,
        "%s does not say by its name what it is; add --format csv, json or parquet"
            .formatted(name));
  }
}
