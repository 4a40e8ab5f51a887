package io.freshet.console.http;

import static io.freshet.console.board.Boards.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.board.Boards;
import io.freshet.console.delivery.map.Markets;
import io.freshet.console.rows.Viewer;
import io.freshet.serving.view.MarketPicture;
import io.freshet.serving.view.ServedDasher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the map says, drawn and in its tables. */
class MapPageTest {
  private final OpenConsole console = new OpenConsole(new MemorySources());

  @BeforeEach
  void know() {
    console
        .sources()
        .with(
            Boards.of(
                waiting("order_events", 1),
                waiting("eta_predictions", 1),
                waiting("dasher_pings", 1)))
        .withMarket(Markets.few(), Markets.promises());
  }

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void drawsDashersByWhatTheyAreAtAndOrdersAsLinks() {
    Document page = console.page("/map");

    assertThat(page.select("h1").text()).isEqualTo("london: 4 open orders, 1 late");
    assertThat(page.select(".city .street")).isNotEmpty();
    assertThat(page.select("#live-dots circle").eachAttr("class"))
        .containsExactlyInAnyOrder(
            "dasher to-customer", "dasher to-restaurant", "dasher silent", "dasher idle");
    assertThat(page.select("#live-dots a")).hasSize(4);
    assertThat(page.select("#order-17").attr("href")).isEqualTo("/orders/london/17");
    assertThat(page.select("#order-17").attr("aria-label"))
        .isEqualTo("Order 17, to customer, 12:25 to 12:35, 10 min late");
    assertThat(page.body().attr("data-pace")).isEqualTo("2");
  }

  @Test
  void sendsStreetsOnceToAPageThatFollowsWhatMoves() {
    Document whole = console.page("/map?market=london");
    Document again = console.page("/map?market=london&only=live");

    assertThat(whole.select(".city [data-once] .street")).isNotEmpty();
    assertThat(again.select(".city .street")).isEmpty();
    assertThat(again.select("[data-live]").outerHtml())
        .isEqualTo(whole.select("[data-live]").outerHtml());
  }

  @Test
  void saysTheWorstWithoutAScript() {
    Document page = console.page("/map?market=london");

    assertThat(page.select("#live-late tbody tr")).hasSize(1);
    assertThat(page.select("#live-late tbody tr").text())
        .contains("17", "10 min", "to customer", "traffic", "2026-11-29 12:15:00");
    assertThat(page.select("#live-late caption").text()).contains("told first");
    assertThat(page.select("#live-silent tbody tr").text()).contains("19", "400 s before");
    assertThat(page.select("#live-supply").text())
        .contains("Online 4", "Open orders 4", "Alerts are on: online dashers");
    assertThat(page.select("noscript").html()).contains("refresh");
  }

  @Test
  void judgesByWhatIsToldNowWhereTheFirstPromiseIsNotKnown() {
    console.sources().withMarket(Markets.few(), Map.of());

    assertThat(console.page("/map").select("h1").text()).isEqualTo("london: 4 open orders, 0 late");
  }

  @Test
  void namesNoDasherAndSaysNoPlaceExactly() {
    String html = console.get("/map").body();

    assertThat(html).doesNotContain("1017", "1,017", "51.512345", "0.0123456");
  }

  @Test
  void drawsDashersInAnOrderByWhichNoneCanBeFollowed() {
    String drawn = console.page("/map").select("#live-dots circle").outerHtml();
    MarketPicture few = Markets.few();
    List<ServedDasher> others = new ArrayList<>(few.dashers());
    Collections.reverse(others);

    console
        .sources()
        .withMarket(
            new MarketPicture(few.market(), few.orders(), others, few.supply(), true),
            Markets.promises());

    assertThat(console.page("/map").select("#live-dots circle").outerHtml()).isEqualTo(drawn);
  }

  @Test
  void drawsHeapsWhereThereIsTooMuchToTellApart() {
    console.sources().withMarket(Markets.many(400, 3_000), Map.of());

    Document page = console.page("/map");

    assertThat(page.select("#live-dots .dasher, #live-dots a")).isEmpty();
    int dashers =
        page.select("#live-dots .heap:not(.parcels) text").eachText().stream()
            .mapToInt(Integer::parseInt)
            .sum();
    int orders =
        page.select("#live-dots .parcels text").eachText().stream()
            .mapToInt(Integer::parseInt)
            .sum();
    assertThat(dashers).isEqualTo(3_000);
    assertThat(orders).isEqualTo(400);
    assertThat(page.select("#live-supply").text()).contains("These are not all");
    assertThat(page.select("h1").text()).contains("at least 400 open orders");
  }

  @Test
  void showsWhatWasKnownLastWhileRedisIsAway() {
    console.sources().withoutRedis("Redis is away");

    Document page = console.page("/map");

    assertThat(page.select("#live-supply .notice").first().text())
        .contains("Not up to date", "Redis is away");
    assertThat(page.select("#live-dots circle")).hasSize(4);
  }

  @Test
  void showsNothingToARoleThatMayNotReadOrders() {
    console.sources().with(new Viewer("stranger", "console", true));

    Document page = console.page("/map?market=london");

    assertThat(page.select(".nothing").text()).contains("The role stranger");
    assertThat(page.select(".city")).isEmpty();
  }

  @Test
  void showsWhereDashersAreOnlyToWhoMayReadPings() {
    String byItsDasher = console.page("/map").select("#order-17 path").attr("d");
    console.sources().with(Boards.of(waiting("order_events", 1)));

    Document page = console.page("/map");

    assertThat(page.select("#live-dots circle")).isEmpty();
    assertThat(page.select("#order-17 path").attr("d")).isNotEmpty().isNotEqualTo(byItsDasher);
  }

  @Test
  void asksRedisForNoMarketOfWhichItHoldsNothing() {
    Document page = console.page("/map?market=atlantis");

    assertThat(page.select(".nothing").text())
        .contains("Redis holds no order and no dasher of atlantis");
    assertThat(page.select(".city")).isEmpty();
    assertThat(page.select("#market option").eachText()).containsExactly("london", "oslo");
  }

  @Test
  void takesNoMarketThatIsNone() {
    assertThat(console.page("/map?market=%22%3E%3Cscript%3E").select("h1").text())
        .startsWith("london");
  }
}
