package io.freshet.ingestion.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private final AtomicLong nanos = new AtomicLong();
  private final RateLimits limits = new RateLimits(100, nanos::get);

  @Test
  void letsASecondsWorthInAtOnce() {
    limits.count("a", 99);
    assertThat(limits.untilAdmitted("a")).isEmpty();

    limits.count("a", 1);
    assertThat(limits.untilAdmitted("a")).contains(Duration.ofMillis(10));
  }

  @Test
  void letsInAgainAtTheRate() {
    limits.count("a", 150);
    assertThat(limits.untilAdmitted("a")).contains(Duration.ofMillis(510));

    nanos.addAndGet(Duration.ofMillis(510).toNanos());
    assertThat(limits.untilAdmitted("a")).isEmpty();
  }

  @Test
  void savesNoMoreThanASecondsWorth() {
    nanos.addAndGet(Duration.ofHours(1).toNanos());

    limits.count("a", 100);

    assertThat(limits.untilAdmitted("a")).isPresent();
  }

  @Test
  void oneProducersHasteIsNotAnothersWait() {
    limits.count("a", 1000);

    assertThat(limits.untilAdmitted("b")).isEmpty();
  }
}
