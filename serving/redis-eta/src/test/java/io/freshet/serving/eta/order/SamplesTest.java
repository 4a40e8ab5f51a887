package io.freshet.serving.eta.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.layout.RandomValues;
import io.freshet.serving.eta.layout.StateBytes;
import io.freshet.serving.eta.prediction.Leg;
import io.freshet.serving.eta.prediction.Stage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private static final int ROUNDS = 200;

  private final ByteWriter buffer = new ByteWriter();

  @Test
  void givesBackWhatItWasGiven() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Samples samples = new Samples();
      List<Sample> expected = random(seed, 120);
      expected.forEach(sample -> samples.add(sample, buffer));

      assertThat(samples.all()).isEqualTo(expected);
      assertThat(samples.count()).isEqualTo(120);
      assertThat(samples.newestMillis()).isEqualTo(expected.get(119).millis());
    }
  }

  @Test
  void goesOnWhereItWasRestored() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Trip trip = new Trip();
      List<Sample> expected = random(seed, 20);
      expected.subList(0, 10).forEach(sample -> trip.samples.add(sample, buffer));

      Trip restored = StateBytes.restored(trip, new TripLayout());
      expected.subList(10, 20).forEach(sample -> restored.samples.add(sample, buffer));

      assertThat(restored.samples.all()).isEqualTo(expected);
    }
  }

  @Test
  void aCopyHasALifeOfItsOwn() {
    Trip trip = new Trip();
    List<Sample> all = random(1, 3);
    trip.samples.add(all.get(0), buffer);

    Trip copy = new TripLayout().copy(trip);
    copy.samples.add(all.get(1), buffer);
    trip.samples.add(all.get(2), buffer);

    assertThat(copy.samples.all()).containsExactly(all.get(0), all.get(1));
    assertThat(trip.samples.all()).containsExactly(all.get(0), all.get(2));
  }

  /** What is remembered of open orders is mostly this. */
  @Test
  void takesFewBytesForASample() {
    Samples samples = new Samples();
    ByteWriter written = new ByteWriter();
    for (int i = 0; i < 20; i++) {
      long cell = 0x8828308281fffffL + i / 4 * 0x200000L;
      Leg leg = new Leg(Stage.TO_CUSTOMER, 0, 3_000 - i * 100.7, 5.5, false, cell, 1L << 59);
      samples.add(new Sample(1_790_000_000_000L + i * 32_000L, leg), buffer);
    }
    samples.write(written);

    assertThat(written.size() / 20).isLessThan(28);
  }

  private static List<Sample> random(long seed, int count) {
    RandomValues values = new RandomValues(seed);
    List<Sample> samples = new ArrayList<>();
    Leg before = values.leg();
    for (int i = 0; i < count; i++) {
      Leg leg = values.leg();
      boolean stays = i % 3 == 0;
      before =
          new Leg(
              leg.stage(),
              leg.step(),
              leg.meters(),
              leg.speed(),
              leg.settingOut(),
              stays ? before.from() : leg.from(),
              stays ? before.to() : leg.to());
      samples.add(new Sample(values.number(), before));
    }

    return samples;
  }
}
