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
    assertThat(limits.admit("a")).isEmpty();

    assertThat(limits.admit("a")).contains(Duration.ofMillis(10));
  }

  @Test
  void letsInAgainAtTheRate() {
    limits.count("a", 150);
    assertThat(limits.admit("a")).contains(Duration.ofMillis(510));

    nanos.addAndGet(Duration.ofMillis(510).toNanos());
    assertThat(limits.admit("a")).isEmpty();
  }

  @Test
  void savesNoMoreThanASecondsWorth() {
    nanos.addAndGet(Duration.ofHours(1).toNanos());

    limits.count("a", 100);

    assertThat(limits.admit("a")).isPresent();
  }

  @Test
  void oneProducersHasteIsNotAnothersWait() {
    limits.count("a", 1000);

    assertThat(limits.admit("b")).isEmpty();
  }
}
