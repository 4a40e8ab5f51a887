package io.freshet.catalog.delta.act;

import java.util.Map;
import java.util.Optional;

/**
 * Which Delta table a table was made of, as its properties tell it.
 *
 * @param tableId Delta's own, which a table keeps wherever it is copied to
 * @param version the newest that was imported
 */
public record Origin(String path, String tableId, long version) {
  private static final String PATH = "freshet.delta.path";
  private static final String TABLE_ID = "freshet.delta.table-id";
  private static final String VERSION = "freshet.delta.version";

  /** Empty for a table that was made otherwise. */
  public static Optional<Origin> read(Map<String, String> properties) {
    return properties.containsKey(VERSION)
        ? Optional.of(
            new Origin(
                properties.getOrDefault(PATH, ""),
                properties.getOrDefault(TABLE_ID, ""),
                Long.parseLong(properties.get(VERSION))))
        : Optional.empty();
  }

  void write(Map<String, String> properties) {
    properties.put(PATH, path);
    properties.put(TABLE_ID, tableId);
    properties.put(VERSION, Long.toString(version));
  }
}
