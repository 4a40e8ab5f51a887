package io.freshet.bench.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.bench.alerts.AlertReceiver.Told;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.Test;

class WatchTest {
  private static final Instant BEGUN = Moments.at(100);

  private final Passages passages = new Passages();
  private final List<Told> told = new ArrayList<>();
  private final Watch watch =
      new Watch(
          Map.of(TableIdentifier.parse(Moments.TABLE), passages),
          TableIdentifier.parse(Moments.TABLE),
          () -> told,
          Moments.BUDGET);

  @Test
  void isWellWhereNobodyWasTold() {
    told.add(Moments.breached(90, "kafka"));

    assertThat(watch.isWellSince(BEGUN)).isTrue();
  }

  @Test
  void isNotWellOnceAnAlertHasComeAfterAll() {
    assertThat(watch.isWellSince(BEGUN)).isTrue();

    told.add(Moments.breached(190, "kafka"));

    assertThat(watch.isWellSince(BEGUN)).isFalse();
  }

  @Test
  void isWellWhenThatWasToldLast() {
    told.add(Moments.breached(170, "kafka"));
    told.add(Moments.recovered(260));

    assertThat(watch.isWellSince(BEGUN)).isTrue();

    told.add(Moments.breached(270, "kafka"));

    assertThat(watch.isWellSince(BEGUN)).isFalse();
  }

  @Test
  void isNotWellWhileItIsLate() {
    passages.sent(1, Instant.EPOCH);

    assertThat(watch.isWellSince(BEGUN)).isFalse();
  }
}
