package io.freshet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class SideBySideTest {
  private static final Map<String, List<String>> AFTER =
      Map.of("catalog", List.of("trino"), "postgres", List.of("catalog", "registry"));

  private final List<String> done = Collections.synchronizedList(new ArrayList<>());
  private final SideBySide<String> stopping =
      new SideBySide<>("stopping", thing -> AFTER.getOrDefault(thing, List.of()));

  @Test
  void keepsTheOrderWhereThereIsOne() {
    stopping.each(List.of("trino", "catalog", "postgres"), done::add);

    assertThat(done).containsExactly("trino", "catalog", "postgres");
  }

  @Test
  void doesAtTheSameTimeWhatNeedNotWait() {
    CyclicBarrier together = new CyclicBarrier(3);

    stopping.each(
        List.of("trino", "kafka", "redis"),
        thing -> {
          meet(together);
          done.add(thing);
        });

    assertThat(done).hasSize(3);
  }

  @Test
  void tellsTheFirstFailureAndLeavesWhatWouldFollow() {
    assertThatThrownBy(
            () ->
                stopping.each(
                    List.of("trino", "catalog"),
                    thing -> {
                      done.add(thing);
                      throw new FreshetException(Fault.DEPENDENCY, thing + " will not stop");
                    }))
        .isInstanceOf(FreshetException.class)
        .hasMessage("trino will not stop");

    assertThat(done).containsExactly("trino");
  }

  @Test
  void hasNothingToDoForNothing() {
    stopping.each(List.of(), done::add);

    assertThat(done).isEmpty();
  }

  private static void meet(CyclicBarrier together) {
    try {
      together.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException("they came one after the other", e);
    }
  }
}
