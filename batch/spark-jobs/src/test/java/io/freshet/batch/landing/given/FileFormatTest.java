package io.freshet.batch.landing.given;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import org.junit.jupiter.api.Test;

class FileFormatTest {
  @Test
  void isTakenFromTheName() {
    assertThat(FileFormat.of("trips.CSV")).isEqualTo(FileFormat.CSV);
    assertThat(FileFormat.of("trips.ndjson.gz")).isEqualTo(FileFormat.JSON);
    assertThat(FileFormat.of("part-0.snappy.parquet")).isEqualTo(FileFormat.PARQUET);
  }

  @Test
  void asksWhereTheNameDoesNotTellIt() {
    assertThatThrownBy(() -> FileFormat.of("trips.txt"))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "trips.txt does not say by its name what it is; add --format csv, json or parquet");
  }
}
