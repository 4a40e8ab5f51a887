package io.freshet.ingestion.writer.repair;

import java.util.List;
import org.apache.iceberg.DataFile;

/**
 * What goes from a table, and what comes back as it is.
 *
 * @param replaced files that go
 * @param restored files of before that come back
 * @param held the rows that go, where somebody has looked at them
 * @param rows how many go
 */
record Replacement(List<DataFile> replaced, List<DataFile> restored, StretchSums held, long rows) {
  Replacement {
    replaced = List.copyOf(replaced);
    restored = List.copyOf(restored);
  }
}
