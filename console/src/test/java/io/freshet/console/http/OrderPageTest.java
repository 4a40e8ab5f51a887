package io.freshet.console.http;

import static io.freshet.console.board.Boards.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.board.Boards;
import io.freshet.console.delivery.order.OrderStory;
import io.freshet.console.delivery.order.Orders;
import io.freshet.console.events.Sightings;
import io.freshet.console.reading.Reading;
import io.freshet.console.rows.Viewer;
import io.freshet.serving.view.ServedOrder;
import java.util.List;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page of an order says, and what a search says of Redis. */
class OrderPageTest {
  private static final String ORDER = "/orders/berlin/17";

  private final OpenConsole console = new OpenConsole(new MemorySources());

  @BeforeEach
  void know() {
    console.sources().with(Boards.of(waiting("order_events", 1), waiting("eta_predictions", 1)));
  }

  @AfterEach
  void close() {
    console.close();
  }

  private void knows(Optional<ServedOrder> served, OrderStory story) {
    console.sources().withOrder(Reading.of(served, Boards.NOW), Reading.of(story, Boards.NOW));
  }

  @Test
  void tellsAnOrderWithItsStepsAndEachTimeItsArrivalChanged() {
    knows(Optional.of(Orders.served(4, 480)), Orders.story());

    Document page = console.page(ORDER);

    assertThat(page.select("h1").text()).isEqualTo("Order 17 of berlin: dasher assigned");
    assertThat(page.select("#live-steps tbody tr")).hasSize(3);
    assertThat(page.select("#live-steps tbody tr").get(2).text()).contains("540 s", "1.0 s");
    assertThat(page.select("#live-told tbody tr")).hasSize(2);
    assertThat(page.select("#live-told tbody tr").get(0).select("td").last().text()).isEqualTo("2");
    assertThat(page.select("#live-told").text()).contains("kitchen slow");
    assertThat(page.select("#headline").text())
        .contains("as promised", "expected by the latest time that was told first");
    assertThat(page.select("#live-now").text())
        .contains("Redis is ahead: the table has its steps up to version 3");
    assertThat(page.select(".commands code").eachText())
        .contains("./freshet live --order berlin/17");
  }

  @Test
  void saysThatAnOrderIsLateAgainstWhatWasToldFirst() {
    knows(Optional.of(Orders.served(3, 1_500)), Orders.story());

    assertThat(console.page(ORDER).select("#headline").text())
        .contains("later than promised", "expected 10 min after the latest time");
  }

  @Test
  void saysThatNotAllStepsAreShown() {
    OrderStory all = Orders.story();
    knows(Optional.empty(), all);
    assertThat(console.page(ORDER).select("#live-steps").text()).doesNotContain("not all");

    knows(Optional.empty(), new OrderStory(all.steps(), all.told(), false));

    assertThat(console.page(ORDER).select("#live-steps").text()).contains("These are not all");
  }

  @Test
  void showsNobodyWhoCarriesItAndWhere() {
    knows(Optional.of(Orders.served(3, 480)), Orders.story());

    String html = console.get(ORDER).body();

    assertThat(html).contains("masked").doesNotContain("987654", "987,654", "52.6123", "13.5123");
  }

  @Test
  void saysWhenADasherWasHeardOfOnlyToWhoMayReadPings() {
    knows(Optional.of(Orders.served(3, 480)), Orders.story());
    assertThat(console.page(ORDER).select("#live-now").text()).doesNotContain("last heard");

    console.sources().with(Boards.of(waiting("order_events", 1), waiting("dasher_pings", 1)));

    assertThat(console.page(ORDER).select("#live-now").text()).contains("Position last heard");
  }

  @Test
  void showsNothingWhereTheRoleMayNotReadOrders() {
    knows(Optional.of(Orders.served(3, 480)), Orders.story());
    console.sources().with(new Viewer("stranger", "console", true));

    Document page = console.page(ORDER);

    assertThat(page.select(".nothing").text()).contains("The role stranger", "may not read");
    assertThat(page.text()).doesNotContain("kitchen");
  }

  @Test
  void saysWhatIsNotKnown() {
    assertThat(console.page(ORDER).select(".coming").eachText())
        .containsExactly("Reading Redis …", "Reading its steps …");

    knows(Optional.empty(), new OrderStory(List.of(), List.of(), true));
    assertThat(console.page(ORDER).select("#live-now").text()).contains("Redis holds nothing");
    assertThat(console.page(ORDER).select("#live-steps").text()).contains("no step of it");

    console
        .sources()
        .withOrder(
            new Reading<>(Optional.empty(), Optional.empty(), Optional.of("Redis is away")),
            Reading.pending());
    assertThat(console.page(ORDER).select("#live-now .notice").text()).contains("Redis is away");
  }

  @Test
  void knowsNoOrderWhoseNameIsNone() {
    for (String path :
        List.of("/orders/berlin", "/orders/berlin/x", "/orders/ber%27lin/17", "/orders/b/1/2")) {
      assertThat(console.get(path).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void aSearchSaysWhetherRedisHasPassedTheEventAndLeadsToItsOrder() {
    console.sources().withEvent(Reading.of(Sightings.ofOrder(4, Optional.of(6L)), Boards.NOW));

    Document page = console.page("/events?contract=order_events&at=3:1042");

    assertThat(page.select(".way h3").eachText()).last().isEqualTo("Redis");
    assertThat(page.select(".way li").last().text())
        .contains("Redis has passed it", "it shows version 6 of", "the event is version 4 of");
    assertThat(page.select(".way a").last().attr("href"))
        .isEqualTo("/orders/berlin/17?day=2026-11-29");

    console.sources().withEvent(Reading.of(Sightings.ofOrder(4, Optional.of(3L)), Boards.NOW));
    assertThat(console.page("/events?contract=order_events&at=3:1042").select(".way").text())
        .contains("Redis does not show it yet");

    console.sources().withEvent(Reading.of(Sightings.withoutRedis(), Boards.NOW));
    assertThat(console.page("/events?contract=order_events&at=3:1042").select(".way").text())
        .contains("not known", "Redis is away");
  }
}
