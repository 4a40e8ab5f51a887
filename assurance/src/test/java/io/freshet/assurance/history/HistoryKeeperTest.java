package io.freshet.assurance.history;

import static io.freshet.assurance.history.Measured.NOON;
import static io.freshet.assurance.history.Measured.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HistoryKeeperTest {
  private static final Contracts CONTRACTS = Contracts.read(Path.of("../contracts"));

  private final Queue<HopAge> stream = new ConcurrentLinkedQueue<>();
  private final AtomicInteger opened = new AtomicInteger();
  private final CountDownLatch slow = new CountDownLatch(1);
  private volatile boolean isAway;
  private volatile boolean isBroken;
  private volatile boolean isSlow;
  private final HistoryKeeper keeper =
      new HistoryKeeper(new HistorySettings(Duration.ofMinutes(1), 100), this::open);

  @AfterEach
  void close() {
    slow.countDown();
    keeper.close();
  }

  @Test
  void tellsTheStreamWhatIsDue() {
    keep(0);

    await().until(() -> keeper.tally().kept() == 2);
    assertThat(stream).extracting(HopAge::hop).containsExactly("log", "commit");
  }

  @Test
  void countsWhatKafkaDoesNotTakeAndGoesOnWithAnotherProducer() {
    isAway = true;
    keep(0);
    await().until(() -> keeper.tally().lost() == 2);

    isAway = false;
    keep(60);

    await().until(() -> keeper.tally().kept() == 2);
    assertThat(keeper.tally()).isEqualTo(new HistoryKeeper.Tally(2, 2));
    assertThat(opened).hasValue(2);
  }

  @Test
  void countsWhatABugLoses() {
    isBroken = true;
    keep(0);
    await().until(() -> keeper.tally().lost() == 2);

    isBroken = false;
    keep(60);

    await().until(() -> keeper.tally().kept() == 2);
  }

  @Test
  void whoMeasuresWaitsForNothingHoweverSlowKafkaIs() {
    isSlow = true;
    for (int minute = 0; minute < 10; minute++) {
      keep(60 * minute);
    }

    assertThat(keeper.tally().lost()).isBetween(2L, 12L);
  }

  @Test
  void keepsNothingWhereThereIsNoContractForIt() {
    Contracts none = Contracts.of(List.of(CONTRACTS.require("markets")));

    keeper.keep(none, List.of(table("raw.rides", 1)), NOON);

    assertThat(opened).hasValue(0);
  }

  private void keep(int second) {
    keeper.keep(CONTRACTS, List.of(table("raw.rides", 3)), NOON.plusSeconds(second));
  }

  private HistoryKeeper.Delivery open(Contract contract) {
    opened.incrementAndGet();

    return new HistoryKeeper.Delivery() {
      @Override
      public void deliver(List<HopAge> ages) {
        if (isAway) {
          throw new FreshetException(Fault.DEPENDENCY, "Kafka does not answer");
        }
        if (isBroken) {
          throw new IllegalStateException("A bug");
        }
        if (isSlow) {
          waitUntilItIsFast();
        }
        stream.addAll(ages);
      }

      @Override
      public void close() {}
    };
  }

  private void waitUntilItIsFast() {
    try {
      slow.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
