package io.freshet.recovery.backup;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** Where Flink applications' newest checkpoints or savepoints lie. */
public final class FlinkPointers {
  private static final String METADATA = "/_metadata";

  private final FileIO files;

  public FlinkPointers(FileIO files) {
    this.files = files;
  }

  /**
   * The newest of one application.
   *
   * @param address what Flink is to be started from
   * @param written ISO 8601
   */
  public record Pointer(String application, String address, String written) {}

  /**
   * One for each application.
   *
   * @param state holds {@code <application>/checkpoints} and {@code <application>/savepoints}
   */
  public List<Pointer> newest(String state) {
    String prefix = state.endsWith("/") ? state : state + "/";
    Map<String, FileInfo> newest = new TreeMap<>();
    for (FileInfo file : ((SupportsPrefixOperations) files).listPrefix(prefix)) {
      String path = file.location().substring(prefix.length());
      int slash = path.indexOf('/');
      if (path.endsWith(METADATA) && slash > 0) { // else it is of no application
        newest.merge(
            path.substring(0, slash),
            file,
            (one, other) -> one.createdAtMillis() >= other.createdAtMillis() ? one : other);
      }
    }

    return newest.entrySet().stream()
        .map(
            each ->
                new Pointer(
                    each.getKey(),
                    each.getValue()
                        .location()
                        .substring(0, each.getValue().location().length() - METADATA.length()),
                    Instant.ofEpochMilli(each.getValue().createdAtMillis()).toString()))
        .toList();
  }

  /** Whether what it points to is still there. */
  public boolean isThere(Pointer pointer) {
    return files.newInputFile(pointer.address() + METADATA).exists();
  }

  /** Those whose state is gone. */
  public List<Pointer> gone(Collection<Pointer> pointers) {
    return pointers.stream().filter(pointer -> !isThere(pointer)).toList();
  }
}
