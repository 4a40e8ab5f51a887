package io.freshet.recovery.backup;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What a backup holds. Written last: a backup without one is none.
 *
 * @param format of the backup's files; readers refuse one that they don't know
 * @param id by which it is named, its time in UTC
 * @param begun what changed after that may be missing; ISO 8601, as is {@code ended}
 * @param versions of what was backed up, by its name
 * @param parts what people are shown of each part, by its name
 */
public record Manifest(
    int format,
    String id,
    String begun,
    String ended,
    Map<String, String> versions,
    Map<String, JsonNode> parts,
    List<StoredFile> files) {
  /** The only one so far. */
  public static final int FORMAT = 1;

  static final String NAME = "manifest.json";

  public Manifest {
    versions = Map.copyOf(versions);
    parts = Map.copyOf(parts);
    files = List.copyOf(files);
  }

  /**
   * A file of the backup.
   *
   * @param sha256 of its bytes as they are stored, in hexadecimal digits
   */
  public record StoredFile(String path, long bytes, String sha256) {}

  public long totalBytes() {
    return files.stream().mapToLong(StoredFile::bytes).sum();
  }

  /** Whether a part was backed up, such as {@code orders} or {@code topics}. */
  public boolean has(String part) {
    return parts.containsKey(part);
  }
}
