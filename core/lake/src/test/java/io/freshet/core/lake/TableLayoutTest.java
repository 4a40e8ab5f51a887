package io.freshet.core.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.StreamSettings;
import io.freshet.core.contract.TableSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableLayoutTest {
  @Test
  void boundsTheMemoryOfAnOpenFile() {
    assertThat(TableLayout.of(Delivery.contract()).properties())
        .containsEntry("write.parquet.row-group-size-bytes", "33554432")
        .containsEntry("write.target-file-size-bytes", "134217728");
  }

  @Test
  void letsNoReaderMeetPagesThatItFailsOn() {
    assertThat(TableLayout.of(Delivery.contract()).properties())
        .containsEntry("write.parquet.page-version", "v1")
        .doesNotContainKey("read.parquet.vectorization.enabled");
    assertThat(TableLayout.of(withPagesV2()).properties())
        .containsEntry("write.parquet.page-version", "v2")
        .containsEntry("read.parquet.vectorization.enabled", "false");
  }

  private static Contract withPagesV2() {
    Contract contract = Delivery.contract();
    TableSettings table = contract.requireTable();

    return contract.with(
        new TableSettings(
            table.namespace(),
            table.partitioning(),
            table.sort(),
            table.timing(),
            table.retention(),
            table.keepClientId(),
            TableSettings.Pages.V2,
            TableSettings.Isolation.POOLED));
  }

  @ParameterizedTest
  @CsvSource({"1024, 100", "335544, 100", "1048576, 32", "4194304, 8", "104857600, 1"})
  void looksAtTheSizeOfARowGroupBeforeTheLargestRowsFillIt(int maxMessageBytes, String records) {
    assertThat(TableLayout.of(withMaxMessageBytes(maxMessageBytes)).properties())
        .containsEntry("write.parquet.row-group-check-min-record-count", records);
  }

  private static Contract withMaxMessageBytes(int maxMessageBytes) {
    Contract contract = Delivery.contract();
    StreamSettings stream = contract.requireStream();

    return contract.with(
        new StreamSettings(
            stream.partitions(),
            stream.spread(),
            stream.retention(),
            stream.durability(),
            maxMessageBytes,
            stream.compatibility()));
  }
}
