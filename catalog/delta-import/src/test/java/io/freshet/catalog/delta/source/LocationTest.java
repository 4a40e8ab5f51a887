package io.freshet.catalog.delta.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationTest {
  @ParameterizedTest
  @CsvSource({
    "s3://sales/trips, s3://sales/trips",
    "s3a://sales/trips/, s3://sales/trips",
    "/data/trips, file:/data/trips",
    "/data/../data/my trips/, file:/data/my trips",
    "file:///data/trips, file:/data/trips"
  })
  void givesOneNameToAPlace(String text, String uri) {
    assertThat(Location.of(text).uri()).isEqualTo(uri);
  }

  @Test
  void takesRelativePathsFromWhereItIsStarted() {
    assertThat(Location.of("trips").uri()).isEqualTo("file:" + Path.of("trips").toAbsolutePath());
  }

  @ParameterizedTest
  @ValueSource(strings = {"abfss://sales@x/trips", "gs://sales/trips", "s3://sales"})
  void refusesStoresThatItCannotRead(String text) {
    assertThatThrownBy(() -> Location.of(text))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            text
                + " can't be read; name a local folder, or one in the object store as"
                + " s3://bucket/path");
  }
}
