package io.freshet.assurance.prove;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.PositionOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody who may write to the store, and tells the table nothing. */
class StoredFilesTest {
  private static final byte[] NO_PARQUET = "no Parquet".getBytes(StandardCharsets.UTF_8);

  private final MarketLake lake = new MarketLake();

  @BeforeEach
  void write() {
    lake.write(0, 0, 3);
    lake.log().send(0, 3);
  }

  @Test
  void namesAFileThatIsOverwritten() throws IOException {
    DataFile file = file();
    try (PositionOutputStream stored =
        lake.markets().io().newOutputFile(file.location()).createOrOverwrite()) {
      stored.write(NO_PARQUET);
    }

    assertThatThrownBy(() -> lake.prove(Depth.VALUES))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "%s of test.raw.markets has 10 bytes and not the %d that were written: somebody has"
                    .formatted(file.location(), file.fileSizeInBytes())
                + " overwritten it");
  }

  @Test
  void namesAFileThatIsGone() throws IOException {
    DataFile file = file();
    lake.markets().io().deleteFile(file.location());

    assertThatThrownBy(() -> lake.prove(Depth.VALUES))
        .isInstanceOf(FreshetException.class)
        .hasMessage("%s of test.raw.markets is gone from the store".formatted(file.location()));
  }

  private DataFile file() throws IOException {
    lake.markets().refresh();
    try (CloseableIterable<FileScanTask> tasks = lake.markets().newScan().planFiles()) {
      return tasks.iterator().next().file().copy();
    }
  }
}
