package io.freshet.catalog.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.catalog.delta.source.Location;
import io.freshet.core.toolkit.FreshetException;
import org.junit.jupiter.api.Test;

class ImportRequestTest {
  @Test
  void namesATableAfterItsFolder() {
    assertThat(ImportRequest.target("", Location.of("s3://sales/delta-0.8.0-Trips")))
        .hasToString("raw.delta_0_8_0_trips");
  }

  @Test
  void refusesANameThatIsNone() {
    assertThatThrownBy(() -> ImportRequest.target("Trips", Location.of("/trips")))
        .isInstanceOf(FreshetException.class)
        .hasMessage("Trips is no table; write namespace.name, in lower case, with --as");
  }
}
