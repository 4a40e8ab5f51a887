package io.freshet.cli.size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.freshet.core.toolkit.FreshetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SizingTest {
  private static final int ALL = 1;

  @Test
  void countsSlotsByAmdahl() {
    // 1,000,000 events of 1.35 µs take 1.35 cores; half busy, 2.7. Three slots make 2.73 of one.
    assertThat(sizing(1_000_000).writerSlots()).isEqualTo(3);
    assertThat(Sizing.speedUp(3, 0.05)).isCloseTo(2.73, within(0.01));
  }

  @Test
  void refusesWhatNoNumberOfSlotsCarries() {
    // A twentieth that is serial lets no job be twenty times as fast as one slot.
    assertThat(sizing(1_000_000).impossible())
        .singleElement()
        .asString()
        .startsWith("No number of slots lets one ETA application carry 1,000,000 events a second");
    assertThat(sizing(50_000).impossible()).isEmpty();
  }

  @Test
  void keepsEachCopyOfAnEventAsLongAsAsked() {
    double gb =
        sizing(1_000).needs().stream()
            .filter(need -> need.part().equals("brokers"))
            .mapToDouble(Sizing.Need::diskGb)
            .sum();

    // 1,000 a second for a day, 120 bytes, 3 copies, on disks that are filled to 0.7.
    assertThat(gb).isCloseTo(86_400_000 * 120.0 * 3 / 1e9 / 0.7, within(0.01));
  }

  @Test
  void saysOfEachFigureWhereItComesFrom() {
    assertThat(Figures.shipped().all().values())
        .allSatisfy(
            figure -> {
              assertThat(figure.unit()).isNotBlank();
              assertThat(figure.source())
                  .matches(figure.measured() ? "docs/benchmarks/\\d{4}, .*" : "assumed.*");
            });
  }

  @Test
  void refusesIntervalsThatWereNotMeasuredAndAllElseAtOnce() {
    assertThatThrownBy(() -> load(0, Duration.ofSeconds(1)))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("--events-per-second is 0; at least 1")
        .hasMessageContaining("--interval is 1 s: a table can't be fresher than its commits");
  }

  @Test
  void takesPricesFromAFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("mine.yaml");
    Files.writeString(
        file,
        """
        dated: 2026-11-02
        source: our contract
        currency: EUR
        core-hour: 1
        gb-memory-hour: 0
        disk-gb-month: 0
        object-gb-month: 0
        thousand-writes: 0
        thousand-reads: 0
        """);
    Prices prices = Prices.read(file);
    Sizing sizing = sizing(1_000);
    double cores = sizing.needs().stream().mapToDouble(Sizing.Need::cores).sum();

    assertThat(prices.dated()).isEqualTo("2026-11-02");
    assertThat(sizing.cost(prices).total()).isCloseTo(cores * 720, within(0.001));
  }

  @Test
  void refusesPricesThatLackOne(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("mine.yaml");
    Files.writeString(file, "core-hour: 1\n");

    assertThatThrownBy(() -> Prices.read(file))
        .isInstanceOf(FreshetException.class)
        .hasMessage("%s: gb-memory-hour is missing or no price; give a number".formatted(file));
  }

  private static Sizing sizing(long events) {
    return new Sizing(load(events, Duration.ofSeconds(10)), Figures.shipped());
  }

  private static Load load(long events, Duration interval) {
    return new Load(
        events, ALL, ALL, 3, 10, Duration.ofDays(30), Duration.ofDays(1), 3, interval, 0.5, 0, 10);
  }
}
