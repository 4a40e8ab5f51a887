package io.freshet.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.alerts.SampleAlerts;
import io.freshet.console.board.Boards;
import io.freshet.console.board.Boards.Waiting;
import io.freshet.testing.selection.FullOnly;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ten thousand tables. How long pages took is printed; nothing is made of it here. */
@FullOnly
class ScaleTest {
  private static final int TABLES = 10_000;
  private static final int TIMES = 200;
  private static final int SCRAPES = 10;
  private static final String METRICS = "/metrics";

  /** As {@code docs/reference/metrics.md} states it: eight of each table. */
  private static final int MOST_SERIES = TABLES * 8;

  @Test
  void showsAnyPageOfTenThousandTables() {
    List<Waiting> tables =
        IntStream.range(0, TABLES)
            .mapToObj(i -> Boards.waiting("table_%05d".formatted(i), i % 97))
            .toList();
    try (OpenConsole console = new OpenConsole(new MemorySources().with(Boards.of(tables)))) {
      assertThat(console.page("/").select(".tables tbody tr")).hasSize(50);
      assertThat(console.page("/?page=200").select(".tables tbody tr")).hasSize(50);
      assertThat(console.page("/events").select("input#contract")).hasSize(1);
      assertThat(console.page("/?q=table_09999").select(".tables tbody tr")).hasSize(1);
      count(console);
      time(console, METRICS, SCRAPES);

      for (String path :
          List.of(
              "/",
              "/?page=200",
              "/?q=table_09999+riders",
              "/?standing=late",
              "/tables/raw.table_05000",
              "/contracts",
              "/pipeline",
              "/events?contract=table_05000&at=0:7",
              "/contracts?q=table_09",
              "/contracts/table_05000")) {
        time(console, path, TIMES);
      }
    }
  }

  @Test
  void showsAlertsOfTenThousandTablesAtOnce() {
    List<Waiting> tables =
        IntStream.range(0, TABLES)
            .mapToObj(i -> Boards.waiting("table_%05d".formatted(i), 90))
            .toList();
    List<String> names = tables.stream().map(each -> "raw." + each.contract().name()).toList();
    MemorySources sources =
        new MemorySources().with(Boards.of(tables)).with(SampleAlerts.open(names));
    try (OpenConsole console = new OpenConsole(sources)) {
      assertThat(console.page("/alerts?page=200").select("#live-open .group")).hasSize(50);

      time(console, "/", TIMES);
      time(console, "/alerts", TIMES);
    }
  }

  private static void time(OpenConsole console, String path, int times) {
    double[] millis = new double[times];
    for (int i = 0; i < times; i++) {
      long begun = System.nanoTime();
      assertThat(console.get(path).statusCode()).isEqualTo(200);
      millis[i] = (System.nanoTime() - begun) / 1e6;
    }
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "%,d tables  %-26s p50 %5.1f ms  p99 %5.1f ms%n",
        TABLES,
        path,
        millis[times / 2],
        millis[times * 99 / 100]);
  }

  private static void count(OpenConsole console) {
    String scraped = console.get(METRICS).body();
    List<String> series =
        scraped.lines().filter(line -> line.startsWith("freshet_table_")).toList();

    assertThat(series).hasSizeBetween(MOST_SERIES - TABLES * 2, MOST_SERIES);
    System.out.printf(
        Locale.ROOT,
        "%,d tables  %-26s %,d series  %,d bytes%n",
        TABLES,
        METRICS,
        series.size(),
        scraped.length());
  }
}
