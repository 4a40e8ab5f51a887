package io.freshet.batch.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptFolderTest {
  private static final String TABLE = "clean.orders_history";

  private final Path folder;
  private final ReceiptFolder receipts;

  ReceiptFolderTest(@TempDir Path folder) {
    this.folder = folder;
    this.receipts = new ReceiptFolder(folder);
  }

  @Test
  void knowsNoTimeWithoutReceipts() throws IOException {
    nightly("clean.other", 1, 5);

    assertThat(receipts.secondsPerPartition(TABLE)).isEmpty();
    assertThat(new ReceiptFolder(folder.resolve("none")).secondsPerPartition(TABLE)).isEmpty();
  }

  @Test
  void takesTheMiddleOfWhatNightliesTook() throws IOException {
    nightly(TABLE, 1, 90);
    nightly(TABLE, 2, 4);
    nightly(TABLE, 3, 6);
    backfill();

    assertThat(receipts.secondsPerPartition(TABLE)).hasValue(6);
  }

  @Test
  void takesDaysOfBackfillsWhereNoNightlyWas() throws IOException {
    backfill();

    assertThat(receipts.secondsPerPartition(TABLE)).hasValue(8);
  }

  private void nightly(String table, int number, int seconds) throws IOException {
    Files.writeString(
        folder.resolve("nightly-%s-2008-05-19-%d.json".formatted(table, number)),
        "{\"seconds\": %d}".formatted(seconds));
  }

  /** Of its four days one was done by a call before, and one is empty. */
  private void backfill() throws IOException {
    Files.writeString(
        folder.resolve("backfill-%s-2008-05-19-2008-05-22-4.json".formatted(TABLE)),
        """
        {"receipt": {"seconds": 30, "days": [
          {"day": "2008-05-19", "seconds": 7.5}, {"day": "2008-05-20", "seconds": 8},
          {"day": "2008-05-21", "seconds": 9}, {"day": "2008-05-22"}]}}""");
  }
}
