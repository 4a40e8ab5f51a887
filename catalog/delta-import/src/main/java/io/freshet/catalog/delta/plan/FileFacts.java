package io.freshet.catalog.delta.plan;

import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Metrics;

/**
 * What a data file's footer says of it.
 *
 * @param misfit why it has to be rewritten; empty where it needs not
 * @param metrics of its columns, for a file that is not rewritten
 */
public record FileFacts(
    long rows, Optional<String> misfit, Metrics metrics, List<Long> splitOffsets) {
  public FileFacts {
    splitOffsets = List.copyOf(splitOffsets);
  }
}
