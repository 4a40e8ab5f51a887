package io.freshet.cli.size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SizingTest {
  private static final Pattern NUMBER = Pattern.compile("\\d[\\d,.]*\\d|\\d");
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

  /** As it is, or what it was worked out from. */
  @Test
  void findsEachMeasuredFigureOnThePageThatItNames() throws IOException {
    for (Figures.Figure figure : Figures.shipped().all().values()) {
      if (figure.measured()) {
        String page = page(figure.source().substring("docs/benchmarks/".length()).substring(0, 4));
        List<String> behind =
            NUMBER.matcher(figure.unit()).results().map(MatchResult::group).toList();

        assertThat(
                has(page, figure.value())
                    || !behind.isEmpty() && behind.stream().allMatch(each -> stands(page, each)))
            .as("%s %s, %s", figure.value(), figure.unit(), figure.source())
            .isTrue();
      }
    }
  }

  private static boolean has(String page, double value) {
    return Stream.of("%s", "%.0f", "%,.0f", "%.1f", "%.2f")
        .map(form -> form.formatted(value))
        .filter(text -> Double.parseDouble(text.replace(",", "")) == value)
        .anyMatch(text -> stands(page, text));
  }

  private static boolean stands(String page, String number) {
    return Pattern.compile("(?<![\\d.,])" + Pattern.quote(number) + "(?!\\d|[.,]\\d)")
        .matcher(page)
        .find();
  }

  private static String page(String number) throws IOException {
    try (Stream<Path> pages = Files.list(Path.of("../docs/benchmarks"))) {
      return Files.readString(
          pages
              .filter(each -> each.getFileName().toString().startsWith(number))
              .findFirst()
              .orElseThrow());
    }
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
