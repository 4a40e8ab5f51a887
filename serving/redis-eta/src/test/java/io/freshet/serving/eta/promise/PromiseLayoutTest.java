package io.freshet.serving.eta.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.layout.RandomValues;
import io.freshet.serving.eta.layout.StateBytes;
import io.freshet.serving.eta.prediction.Reason;
import org.junit.jupiter.api.Test;

class PromiseLayoutTest {
  private static final PromiseLayout LAYOUT = new PromiseLayout();
  private static final int ROUNDS = 200;

  @Test
  void restoresAPromise() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Promise promise = random(seed);

      assertThat(StateBytes.restored(promise, LAYOUT))
          .usingRecursiveComparison()
          .isEqualTo(promise);
    }
  }

  @Test
  void aCopyHasALifeOfItsOwn() {
    Promise promise = random(1);

    Promise copy = LAYOUT.copy(promise);
    assertThat(copy).usingRecursiveComparison().isEqualTo(promise);
    promise.at++;

    assertThat(copy.at).isEqualTo(random(1).at);
  }

  private static Promise random(long seed) {
    RandomValues values = new RandomValues(seed);
    Promise promise = new Promise();
    promise.at = values.number();
    promise.followed = values.number();
    promise.predicted = values.number();
    promise.latest = values.number();
    promise.best = values.number();
    promise.bestLatest = values.number();
    promise.reason = Reason.values()[(int) (seed % Reason.values().length)];
    promise.timerAt = values.number();

    return promise;
  }
}
