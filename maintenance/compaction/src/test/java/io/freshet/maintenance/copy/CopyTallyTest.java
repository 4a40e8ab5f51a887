package io.freshet.maintenance.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.maintenance.plan.Copies;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.junit.jupiter.api.Test;

class CopyTallyTest {
  private static final long MEGABYTE = 1 << 20;
  private static final List<Long> THREE = List.of(4L, 100L, 200L);

  private final RideTable rides = new RideTable(1);

  @Test
  void countsWhatMayBeCopied() {
    DataFile first = rides.commit("oslo", 5);
    DataFile second = rides.commit("oslo", 5);

    assertThat(copies(true))
        .isEqualTo(new Copies(2, first.fileSizeInBytes() + second.fileSizeInBytes(), 2, 0));
  }

  @Test
  void holdsEveryCopyForUnsorted() {
    commitCopy(90 * MEGABYTE);

    assertThat(copies(true)).isEqualTo(new Copies(0, 0, 0, 1));
  }

  @Test
  void isDoneWithLargeRowGroupsThatNeedNoOrder() {
    commitCopy(12 * MEGABYTE);
    commitCopy(12 * MEGABYTE - 1);

    assertThat(copies(false)).isEqualTo(new Copies(0, 0, 0, 1));
  }

  private void commitCopy(long bytes) {
    rides.commit(
        DataFiles.builder(RideTable.BY_CITY)
            .copy(rides.write("oslo", 5))
            .withPath("s3://lake/rides/data/copied-%d.parquet".formatted(bytes))
            .withFileSizeInBytes(bytes)
            .withSplitOffsets(THREE)
            .build());
  }

  private Copies copies(boolean isSorted) {
    CopyTally tally = new CopyTally(CopyRules.of(rides.table(), Long.MAX_VALUE, 100), isSorted);
    rides.tasks().forEach(tally::add);

    return tally.copies();
  }
}
