package io.freshet.serving.eta.supply;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.layout.RandomValues;
import io.freshet.serving.eta.layout.StateBytes;
import io.freshet.serving.eta.travel.Fix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A trail says what a plain list of what it was given would say, restored in between or not. */
class TrailLayoutTest {
  private static final long MINUTE = Minutes.MILLIS;
  private static final int ROUNDS = 300;
  private static final int MINUTES = 40;

  @Test
  void aDashersTrailKnowsTheNewestSightBeforeEachMinute() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      RandomValues values = new RandomValues(seed);
      DasherTrail trail = new DasherTrail();
      List<Sight> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        long millis = random.nextInt(MINUTES * (int) MINUTE);
        Long order = random.nextBoolean() ? null : values.number();
        Sight sight = new Sight(new Fix(millis, values.position()), order);
        all.add(sight);
        trail.add(sight);
        if (random.nextInt(20) == 0) {
          trail = StateBytes.restored(trail, new DasherTrailLayout());
        }
      }
      long settled = random.nextInt(MINUTES) * MINUTE;
      trail.forgetBefore(settled);
      for (long minute = settled; minute <= (MINUTES + 6) * MINUTE; minute += MINUTE) {
        assertThat(trail.at(minute)).isEqualTo(newest(all, minute));
      }
    }
  }

  @Test
  void aCopyOfADashersTrailHasALifeOfItsOwn() {
    DasherTrail trail = new DasherTrail();
    Sight sight = new Sight(new Fix(1, new RandomValues(1).position()), null);
    trail.add(sight);

    DasherTrail copy = new DasherTrailLayout().copy(trail);
    trail.add(new Sight(new Fix(2, new RandomValues(2).position()), 3L));

    assertThat(copy.at(MINUTE)).contains(sight);
  }

  @Test
  void anOrdersTrailIsRestoredAndCopied() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      RandomValues values = new RandomValues(seed);
      OrderTrail trail = new OrderTrail();
      for (int i = random.nextInt(8); i > 0; i--) {
        trail.add(
            new Step(
                random.nextInt(20),
                OrderState.of(random.nextInt(8)),
                values.number(),
                random.nextBoolean() ? null : values.number(),
                random.nextBoolean() ? null : values.position()));
      }

      OrderTrail copy = new OrderTrailLayout().copy(trail);

      List<Step> steps = trail.steps();
      assertThat(steps).isSortedAccordingTo(Comparator.comparing(Step::version));
      assertThat(StateBytes.restored(trail, new OrderTrailLayout()).steps()).isEqualTo(steps);
      trail.add(new Step(100, OrderState.CANCELLED, 0, null, null));
      assertThat(copy.steps()).isEqualTo(steps);
    }
  }

  private static Optional<Sight> newest(List<Sight> all, long minute) {
    Sight newest = null;
    for (Sight sight : all) {
      boolean seen =
          sight.millis() < minute && sight.millis() >= minute - DasherTrail.ONLINE_MILLIS;
      if (seen && (newest == null || sight.replaces(newest))) {
        newest = sight;
      }
    }

    return Optional.ofNullable(newest);
  }
}
