package io.freshet.ingestion.sqlapps;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.ingestion.sqlapps.SurgeSeries.Window;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The price multiplier of the shipped application, over demand and supply of which all is known.
 */
class SurgeTest {
  private static final String RUSH = "rush";
  private static final String SAN_FRANCISCO = "san_francisco";
  private static final int SEEDS = 8;
  private static final int WINDOWS = 50;
  private static final int MEMORY = 5;

  /** As the application's file names them. */
  private static final Map<String, BigDecimal> CAPS =
      Map.of(SAN_FRANCISCO, new BigDecimal("2.50"), RUSH, new BigDecimal("2.00"));

  @Test
  void climbsToTheCapAndBackInFifths() throws Exception {
    SurgeSeries series = new SurgeSeries();
    for (int window = 0; window < 6; window++) {
      series.add(RUSH, window, 9, 3);
    }
    for (int window = 6; window < 12; window++) {
      series.add(RUSH, window, 0, 3);
    }

    assertThat(series.play(1))
        .extracting(row -> row.multiplier().toPlainString())
        .containsExactly(
            "1.20", "1.40", "1.60", "1.80", "2.00", "2.00", "1.80", "1.60", "1.40", "1.20", "1.00",
            "1.00");
  }

  @Test
  void isBoundedAndDampedWhateverComes() throws Exception {
    SurgeSeries series = random();

    Map<String, List<Window>> markets = byMarket(series.play(1));

    assertThat(markets).hasSize(SEEDS);
    markets.forEach(
        (market, rows) -> {
          BigDecimal cap = cap(market);
          BigDecimal step =
              cap.subtract(BigDecimal.ONE)
                  .divide(BigDecimal.valueOf(MEMORY), 2, RoundingMode.CEILING);
          assertThat(rows)
              .extracting(Window::multiplier)
              .allMatch(m -> m.compareTo(BigDecimal.ONE) >= 0 && m.compareTo(cap) <= 0)
              .anyMatch(m -> m.compareTo(BigDecimal.ONE) > 0);
          for (int i = 1; i < rows.size(); i++) {
            int windows = rows.get(i).number() - rows.get(i - 1).number();
            BigDecimal change =
                rows.get(i).multiplier().subtract(rows.get(i - 1).multiplier()).abs();
            assertThat(change).isLessThanOrEqualTo(step.multiply(BigDecimal.valueOf(windows)));
          }
          assertThat(rows.get(rows.size() - 1).multiplier()).isEqualByComparingTo(BigDecimal.ONE);
        });
  }

  @Test
  void isTheMeanOfFiveTargetsInAReplayToo() throws Exception {
    SurgeSeries series = random();

    List<Window> whole = series.play(1);
    List<Window> later = series.from(WINDOWS / 2).shuffled(new Random(1)).play(2);

    assertThat(whole).containsExactlyInAnyOrderElementsOf(expected(series));
    assertThat(later)
        .filteredOn(row -> row.number() >= WINDOWS / 2 + MEMORY - 1)
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(
            whole.stream().filter(row -> row.number() >= WINDOWS / 2 + MEMORY - 1).toList());
  }

  /** Calm in the end, for as long as it takes to forget the rush. */
  private static SurgeSeries random() {
    SurgeSeries series = new SurgeSeries();
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      String market = seed == 0 ? SAN_FRANCISCO : "market " + seed;
      int free = 1 + random.nextInt(10);
      for (int window = 0; window < WINDOWS; window++) {
        free = Math.max(0, free + random.nextInt(5) - 2);
        if (random.nextInt(8) > 0) {
          series.add(market, window, random.nextInt(4 * free + 2), free);
        }
      }
      for (int window = WINDOWS; window < WINDOWS + MEMORY; window++) {
        series.add(market, window, 0, 3);
      }
    }

    return series;
  }

  private static List<Window> expected(SurgeSeries series) {
    List<Window> expected = new ArrayList<>();
    series
        .pressures()
        .forEach(
            (market, pressures) ->
                pressures.forEach(
                    (number, pressure) -> {
                      BigDecimal sum = BigDecimal.ZERO;
                      for (int past = 0; past < MEMORY; past++) {
                        sum = sum.add(pressures.getOrDefault(number - past, BigDecimal.ZERO));
                      }
                      BigDecimal mean = sum.divide(BigDecimal.valueOf(MEMORY));
                      expected.add(
                          new Window(
                              market, number, factor(market, pressure), factor(market, mean)));
                    }));

    return expected;
  }

  private static BigDecimal factor(String market, BigDecimal pressure) {
    return cap(market)
        .subtract(BigDecimal.ONE)
        .multiply(pressure)
        .add(BigDecimal.ONE)
        .setScale(2, RoundingMode.HALF_UP);
  }

  private static BigDecimal cap(String market) {
    return CAPS.getOrDefault(market, new BigDecimal("2.00"));
  }

  private static Map<String, List<Window>> byMarket(List<Window> rows) {
    Map<String, List<Window>> markets = new TreeMap<>();
    rows.forEach(row -> markets.computeIfAbsent(row.market(), m -> new ArrayList<>()).add(row));

    return markets;
  }
}
