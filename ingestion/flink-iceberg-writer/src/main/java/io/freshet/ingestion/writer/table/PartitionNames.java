package io.freshet.ingestion.writer.table;

import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.RefusalCause;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.StructLike;

/**
 * Knows which partitions can't have files, because a column's text would make a longer name than
 * stores take. S3 takes keys of 1024 bytes; stores that keep objects as files take 255 for each
 * part between two slashes.
 */
public final class PartitionNames {
  private static final int MAX_PART_BYTES = 255;

  /** Leaves a fourth of a key to the table's own location and the names of files. */
  private static final int MAX_BYTES = 768;

  private final PartitionSpec spec;

  public PartitionNames(PartitionSpec spec) {
    this.spec = spec;
  }

  /** Why the partition can have no files; empty when it can. */
  public Optional<Decoded.Refused> problem(StructLike partition) {
    String path = spec.partitionToPath(partition);
    if (bytes(path) > MAX_BYTES) {
      return refused("the path of its partition takes", bytes(path), MAX_BYTES);
    }
    String[] parts = path.split("/", -1);
    for (int part = 0; part < parts.length; part++) {
      if (bytes(parts[part]) > MAX_PART_BYTES) {
        String name = spec.fields().get(part).name();
        return refused(
            "the name of its partition by %s takes".formatted(name),
            bytes(parts[part]),
            MAX_PART_BYTES);
      }
    }

    return Optional.empty();
  }

  private static Optional<Decoded.Refused> refused(String what, int bytes, int limit) {
    return Optional.of(
        new Decoded.Refused(
            RefusalCause.WRITE_FAILED,
            "%s %d bytes, stores take %d".formatted(what, bytes, limit)));
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
