package io.freshet.serving.eta.supply;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import org.junit.jupiter.api.Test;

class SightRuleTest {
  private static final long MINUTE = 60_000;
  private static final Position HERE = new Position(37.78, -122.42);
  private static final Position NEXT_DOOR = new Position(37.7801, -122.42);
  private static final Position ELSEWHERE = new Position(37.88, -122.42);

  private final SightRule rule = new SightRule();
  private final KnownSight known = new KnownSight();

  @Test
  void tellsTheFirstOfAMinuteAndNoneThatSaysTheSame() {
    Ping first = ping(1, HERE, null);

    assertThat(rule.see(known, first)).containsExactly(first);
    assertThat(rule.see(known, ping(5, NEXT_DOOR, null))).isEmpty();
    assertThat(rule.see(known, ping(5, NEXT_DOOR, null))).isEmpty();
  }

  @Test
  void tellsWhoIsElsewhereOrNamesAnotherOrder() {
    rule.see(known, ping(1, HERE, null));
    Ping elsewhere = ping(5, ELSEWHERE, null);
    Ping ordered = ping(9, ELSEWHERE, 4711L);
    Ping done = ping(13, ELSEWHERE, null);

    assertThat(rule.see(known, elsewhere)).containsExactly(elsewhere);
    assertThat(rule.see(known, ordered)).containsExactly(ordered);
    assertThat(rule.see(known, done)).containsExactly(done);
  }

  @Test
  void tellsTheNewestOfAMinuteWhenTheNextOneBegins() {
    rule.see(known, ping(1, HERE, 4711L));
    rule.see(known, ping(50, NEXT_DOOR, 4711L));
    Ping next = ping(61, ELSEWHERE, null);

    assertThat(rule.see(known, next)).containsExactly(ping(50, HERE, 4711L), next);
  }

  @Test
  void tellsWhatIsOfAnEarlierMinuteAndNothingThatIsOlderInItsOwn() {
    rule.see(known, ping(70, HERE, null));
    Ping late = ping(59, HERE, null);

    assertThat(rule.see(known, late)).containsExactly(late);
    assertThat(rule.see(known, ping(69, ELSEWHERE, 4711L))).isEmpty();
  }

  @Test
  void ofTwoPingsOfOneMomentTheOneCountsThatNamesTheHigherOrder() {
    rule.see(known, ping(1, HERE, null));
    Ping ordered = ping(1, HERE, 7L);
    Ping higher = ping(1, HERE, 8L);

    assertThat(rule.see(known, ordered)).containsExactly(ordered);
    assertThat(rule.see(known, higher)).containsExactly(higher);
    assertThat(rule.see(known, ping(1, HERE, 7L))).isEmpty();
    assertThat(rule.see(known, ping(1, HERE, null))).isEmpty();
  }

  private static Ping ping(long second, Position position, Long order) {
    return new Ping(
        "m", 7, order, new Fix(1_790_000_040_000L / MINUTE * MINUTE + second * 1000, position));
  }
}
