package io.freshet.bench.serve.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.bench.Latency;
import io.freshet.bench.serve.LiveOrder;
import io.freshet.bench.serve.Version;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FatesTest {
  private static final LiveOrder ORDER = new LiveOrder("oslo", 17);

  private final Fates fates = new Fates();

  @Test
  void measuresFromKafkaToTheWatcher() {
    fates.watched(ORDER, told(news(1000, 1080.5), news(5000, 5120)));

    fates.ping(ORDER, 1000, 1010);
    fates.ping(ORDER, 5000, 5020);

    assertThat(fates.cases()).isEqualTo(new PushRun.Cases(2, 0, 0, 0));
    assertThat(fates.lag()).contains(new Latency(70.5, 100, 100));
  }

  @Test
  void countsEachWatcherOfAnOrder() {
    fates.watched(ORDER, told(news(1000, 1100)));
    fates.watched(ORDER, told(news(1000, 1200)));

    fates.ping(ORDER, 1000, 1010);

    assertThat(fates.cases().pushed()).isEqualTo(2);
    assertThat(fates.lag()).contains(new Latency(90, 190, 190));
  }

  @Test
  void aNewerStateMayComeInstead() {
    fates.watched(ORDER, told(news(5000, 5120)));

    fates.ping(ORDER, 1000, 1010);

    assertThat(fates.cases()).isEqualTo(new PushRun.Cases(0, 1, 0, 0));
    assertThat(fates.lag()).isEmpty();
  }

  @Test
  void whatComesBehindSomethingNewerIsOld() {
    fates.watched(ORDER, told(news(5000, 5120)));

    fates.ping(ORDER, 1000, 6000);

    assertThat(fates.cases()).isEqualTo(new PushRun.Cases(0, 0, 1, 0));
  }

  @Test
  void aCopyIsOldEvenWhereBothWereTakenBeforeAnythingWasTold() {
    fates.watched(ORDER, told(news(1000, 1100)));

    fates.ping(ORDER, 1000, 1010);
    fates.ping(ORDER, 1000, 1050);

    assertThat(fates.cases()).isEqualTo(new PushRun.Cases(1, 0, 1, 0));
    assertThat(fates.lag()).contains(new Latency(90, 90, 90));
  }

  @Test
  void seesThatNothingAsNewEverCame() {
    fates.watched(ORDER, told(news(1000, 1100)));

    fates.ping(ORDER, 2000, 2010);

    assertThat(fates.cases()).isEqualTo(new PushRun.Cases(0, 0, 0, 1));
  }

  @Test
  void whoIsNotWatchedDoesNotCount() {
    fates.watched(ORDER, told(news(1000, 1100)));

    fates.ping(new LiveOrder("bergen", 17), 1000, 1010);

    assertThat(fates.cases()).isEqualTo(new PushRun.Cases(0, 0, 0, 0));
  }

  private static Told told(Told.News... news) {
    return new Told(Arrays.asList(news), "");
  }

  private static Told.News news(long eventMillis, double arrivedMillis) {
    return new Told.News(new Version(6, eventMillis), Math.round(1000 * arrivedMillis));
  }
}
