package io.freshet.serving.eta.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.redis.RedisWrite;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final long RECEIVED = 100_000;
  private static final long TTL = 60_000;
  private static final long NOW = RECEIVED + TTL / 2;

  @Test
  void goesByVersionThenByTimeThenByContent() {
    assertThat(verdict(document(3, 500, "a"))).contains(Verdict.EQUAL);
    assertThat(verdict(document(3, 500, "b"))).contains(Verdict.DIFFERENT);
    assertThat(verdict(document(3, 501, "a"))).contains(Verdict.NEWER);
    assertThat(verdict(document(4, 1, "a"))).contains(Verdict.NEWER);
    assertThat(verdict(document(3, 499, "a"))).contains(Verdict.BEHIND);
    assertThat(verdict(document(3, 400, "a"))).contains(Verdict.BEHIND);
    assertThat(verdict(document(3, 399, "a"))).contains(Verdict.OLDER);
    assertThat(verdict(document(2, 900, "a"))).contains(Verdict.OLDER);
  }

  @Test
  void missesOnlyWhatWouldStillBeShown() {
    assertThat(Verdict.of(wanted(), Optional.empty(), NOW)).contains(Verdict.MISSING);
    assertThat(Verdict.of(wanted(), Optional.empty(), RECEIVED + TTL)).isEmpty();
  }

  @Test
  void stillHoldsAnOldOneAgainstWhatTheSourcesSayWhenThatIsOver() {
    assertThat(Verdict.of(wanted(), Optional.of(document(2, 1, "a")), RECEIVED + 2 * TTL))
        .contains(Verdict.OLDER);
  }

  @Test
  void isBlockedByWhatIsNoDocument() {
    assertThat(verdict("")).contains(Verdict.BLOCKED);
    assertThat(verdict("hello")).contains(Verdict.BLOCKED);
    assertThat(verdict("{\"order_version\":\"3\"}")).contains(Verdict.BLOCKED);
  }

  @Test
  void knowsWhetherItCouldHaveKnown() {
    assertThat(Verdict.ofUnknown(document(1, 400, "a"), 500)).isEqualTo(Verdict.EARLIER);
    assertThat(Verdict.ofUnknown(document(1, 500, "a"), 500)).isEqualTo(Verdict.UNKNOWN);
    assertThat(Verdict.ofUnknown("{\"event_time_ms\":400}", 500)).isEqualTo(Verdict.EARLIER);
    assertThat(Verdict.ofUnknown("hello", 500)).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void writesALostOneForAsLongAsItHadLeft() {
    assertThat(wanted().at(NOW).ttlMillis()).isEqualTo(TTL / 2);
    assertThat(wanted().at(RECEIVED - 1).ttlMillis()).isEqualTo(TTL);
    assertThat(wanted().at(RECEIVED + 2 * TTL).ttlMillis()).isPositive();
    assertThat(wanted().isShownAt(RECEIVED + TTL)).isFalse();
  }

  private static Optional<Verdict> verdict(String held) {
    return Verdict.of(wanted(), Optional.of(held), NOW);
  }

  private static Wanted wanted() {
    return new Wanted(new RedisWrite("k", 3, 500, TTL, "", document(3, 500, "a")), 400, RECEIVED);
  }

  private static String document(long version, long millis, String state) {
    return "{\"order_version\":%d,\"event_time_ms\":%d,\"state\":\"%s\"}"
        .formatted(version, millis, state);
  }
}
