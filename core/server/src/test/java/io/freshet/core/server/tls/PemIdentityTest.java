package io.freshet.core.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PemIdentityTest {
  @ParameterizedTest
  @CsvSource({
    // A year
    "2026-01-01T00:00:00Z, 2027-01-01T00:00:00Z, 2026-12-17T23:59:59Z, false",
    "2026-01-01T00:00:00Z, 2027-01-01T00:00:00Z, 2026-12-18T00:00:01Z, true",
    "2026-01-01T00:00:00Z, 2027-01-01T00:00:00Z, 2027-02-01T00:00:00Z, true",
    // Two days
    "2026-01-01T00:00:00Z, 2026-01-03T00:00:00Z, 2026-01-02T15:59:59Z, false",
    "2026-01-01T00:00:00Z, 2026-01-03T00:00:00Z, 2026-01-02T16:00:01Z, true"
  })
  void isOverdueTwoWeeksBeforeItsEndOrInTheLastSixthOfAShorterLife(
      Instant begins, Instant expires, Instant now, boolean overdue) {
    assertThat(PemIdentity.isOverdue(begins, expires, now)).isEqualTo(overdue);
  }
}
