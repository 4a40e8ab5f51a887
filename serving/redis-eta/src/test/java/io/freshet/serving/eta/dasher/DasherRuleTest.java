package io.freshet.serving.eta.dasher;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.dasher.Assignment.Kind;
import io.freshet.serving.eta.dasher.DasherActivity.Limits;
import io.freshet.serving.eta.dasher.DasherActivity.Status;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.travel.Cells;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import io.freshet.serving.eta.travel.Track.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DasherRuleTest {
  private static final long MINUTE = 60_000;
  private static final DasherKey KEY = new DasherKey("m", 7);

  private final Dasher dasher = new Dasher();
  private final DasherRule rule =
      new DasherRule(
          new Cells(),
          Limits.of(Duration.ofMinutes(20), Duration.ofMinutes(5)),
          Duration.ofMinutes(2),
          Duration.ofSeconds(1));

  @Test
  void aStalePingTellsNothing() {
    rule.see(dasher, ping(2 * MINUTE, 0));

    DasherRule.Seen seen = rule.see(dasher, ping(MINUTE, 300));

    assertThat(seen.verdict()).isEqualTo(Verdict.LATE);
    assertThat(seen.hops()).isEmpty();
    assertThat(seen.sightings()).isEmpty();
    assertThat(seen.update()).isEmpty();
  }

  @Test
  void aDoubledPingTellsNothingTwice() {
    rule.assign(dasher, new Assignment("m", 7, 1, 1, Kind.PICKED_UP, 0));
    assertThat(rule.see(dasher, ping(MINUTE, 300)).sightings()).hasSize(1);

    DasherRule.Seen seen = rule.see(dasher, ping(MINUTE, 300));

    assertThat(seen.verdict()).isEqualTo(Verdict.DOUBLED);
    assertThat(seen.sightings()).isEmpty();
    assertThat(seen.update()).isEmpty();
  }

  @Test
  void aSuspectPingSeesNoOrderButKeepsTheDasherOnLine() {
    rule.see(dasher, ping(0, 0));
    rule.assign(dasher, new Assignment("m", 7, 1, 1, Kind.PICKED_UP, 0));

    DasherRule.Seen seen = rule.see(dasher, ping(MINUTE, 50_000));

    assertThat(seen.verdict()).isEqualTo(Verdict.SUSPECT);
    assertThat(seen.sightings()).isEmpty();
    assertThat(dasher.activity().lastSeen()).isEqualTo(MINUTE);
  }

  @Test
  void aDasherThatStaysAsItIsIsToldNowAndThen() {
    assertThat(rule.see(dasher, ping(0, 0)).update()).isPresent();
    assertThat(rule.see(dasher, ping(MINUTE, 0)).update()).isEmpty();
    assertThat(rule.see(dasher, ping(2 * MINUTE, 0)).update()).isPresent();
  }

  @Test
  void whoStandsWithoutFoodSaysNothingAboutTraffic() {
    rule.see(dasher, ping(0, 0));

    assertThat(rule.see(dasher, ping(MINUTE, 20)).hops()).isEmpty();
    assertThat(rule.see(dasher, ping(2 * MINUTE, 60)).hops()).hasSize(3);
  }

  @Test
  void timeAloneTakesADasherOffLineOnce() {
    rule.see(dasher, ping(0, 0));

    assertThat(rule.pass(KEY, dasher, 5 * MINUTE)).isEmpty();
    assertThat(rule.pass(KEY, dasher, 6 * MINUTE))
        .hasValueSatisfying(
            update -> assertThat(update.activity().status()).isEqualTo(Status.OFFLINE));
    assertThat(rule.pass(KEY, dasher, 7 * MINUTE)).isEmpty();
  }

  private static Ping ping(long millis, double metersNorth) {
    return new Ping(
        "m", 7, null, new Fix(millis, new Position(37.78 + metersNorth / 111_195, -122.42)));
  }
}
