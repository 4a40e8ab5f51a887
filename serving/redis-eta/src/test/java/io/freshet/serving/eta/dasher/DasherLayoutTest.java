package io.freshet.serving.eta.dasher;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.dasher.DasherActivity.Status;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.layout.RandomValues;
import io.freshet.serving.eta.layout.StateBytes;
import io.freshet.serving.eta.supply.SightRule;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import io.freshet.serving.eta.travel.Track;
import org.junit.jupiter.api.Test;

class DasherLayoutTest {
  private static final DasherLayout LAYOUT = new DasherLayout();
  private static final int ROUNDS = 200;
  private static final SightRule SIGHTS = new SightRule();

  @Test
  void restoresADasher() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Dasher dasher = random(seed);

      Dasher restored = StateBytes.restored(dasher, LAYOUT);

      assertThat(restored)
          .usingRecursiveComparison()
          .withComparatorForType(Double::compare, Double.class)
          .isEqualTo(dasher);
      assertThat(restored.track()).isEqualTo(dasher.track());
      assertThat(restored.activity()).isEqualTo(dasher.activity());
      assertThat(restored.orderIds()).isEqualTo(dasher.orderIds());
    }
  }

  @Test
  void restoresOneThatWasNeverSeen() {
    Dasher restored = StateBytes.restored(new Dasher(), LAYOUT);

    assertThat(restored.track()).isEqualTo(Track.EMPTY);
    assertThat(restored.activity()).isEqualTo(DasherActivity.UNSEEN);
    assertThat(restored.last()).isNull();
  }

  @Test
  void aCopyHasALifeOfItsOwn() {
    Dasher dasher = random(1);
    Dasher asItWas = StateBytes.restored(dasher, LAYOUT);

    Dasher copy = LAYOUT.copy(dasher);
    assertThat(copy).usingRecursiveComparison().isEqualTo(dasher);
    dasher.keep(Track.EMPTY);
    dasher.keep(DasherActivity.UNSEEN);
    dasher.name(99L);
    dasher.take(new Assignment("m", 1, 98, 1, Assignment.Kind.ASSIGNED, 0));
    dasher.toldAt = 0;
    SIGHTS.see(dasher.sight(), new Ping("m", 1, null, new Fix(1, new Position(2, 3))));

    assertThat(copy).usingRecursiveComparison().isEqualTo(asItWas);
  }

  private static Dasher random(long seed) {
    RandomValues values = new RandomValues(seed);
    Dasher dasher = new Dasher();
    dasher.keep(new Track(values.fix(), values.fix(), seed % 2 == 0 ? null : values.fix()));
    dasher.keep(
        new DasherActivity(Status.values()[(int) seed % 4], values.number(), values.number()));
    dasher.name(seed % 3 == 0 ? null : values.number());
    for (int order = 0; order < seed % 5; order++) {
      dasher.take(
          new Assignment("m", 1, order, 1, Assignment.Kind.values()[order % 2], values.number()));
    }
    dasher.toldAt = values.number();
    dasher.timerAt = values.number();
    if (seed % 7 != 0) {
      Long order = seed % 2 == 0 ? null : values.number();
      SIGHTS.see(dasher.sight(), new Ping("m", 1, order, values.fix()));
    }

    return dasher;
  }
}
