package io.freshet.dbt;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.lake.Position;
import io.freshet.core.lake.Repairs;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The marts on Trino, as they are first built, built after late events, and built again. */
class MartsIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.TRINO);

  private static final Map<String, String> QUERIES =
      Map.of(
          "orders_daily", "select * from marts.orders_daily",
          "restaurant_metrics", "select * from marts.restaurant_metrics",
          "dasher_performance", "select * from marts.dasher_performance",
          "market_supply", "select * from marts.market_supply",
          "eta_accuracy", "select * from marts.eta_accuracy",
          "orders", "select * from intermediate.int_orders__folded where state is not null");

  private static Marketplace marketplace;
  private static List<Map<String, Object>> supply;
  private static List<Map<String, Object>> accuracy;
  private static MartRows trino;
  private static LakeTables lake;
  private static DbtFixture dbt;
  private static ExpectedMarts expectedAtFirst;
  private static Map<String, List<String>> atFirst;
  private static Map<String, List<String>> afterLateEvents;
  private static ExpectedMarts expectedAfterLateEvents;
  private static Map<String, List<String>> afterRepair;

  @BeforeAll
  static void buildThrice() throws Exception {
    marketplace = new Marketplace();
    lake = new LakeTables(DbtFixture.CONTRACTS, platform.settings()).create();
    lake.append("markets", marketplace.marketRows());
    List<Map<String, Object>> steps = new ArrayList<>(marketplace.orderRows());
    lake.append("order_events", steps);
    lake.append("dasher_efficiency", marketplace.efficiencyRows());
    supply = marketplace.supplyRows();
    lake.append("market_supply", supply);
    expectedAtFirst = new ExpectedMarts(marketplace.orders());
    accuracy = expectedAtFirst.etaAccuracyRows(marketplace.predictionRows());
    lake.append("eta_accuracy", accuracy);
    trino = new MartRows(platform.settings());
    dbt = new DbtFixture(Path.of("target", "marts-it"), platform.settings());

    dbt.require("build");
    atFirst = marts();
    List<Map<String, Object>> late = marketplace.late().rows();
    lake.append("order_events", late);
    dbt.require("run", "--select", "int_orders__folded+");
    afterLateEvents = marts();
    expectedAfterLateEvents = new ExpectedMarts(marketplace.orders());

    steps.addAll(late);
    lake.repair(
        "order_events",
        marketplace.late().repaired(steps),
        new Repairs.Stretch(new Position(1, 1), 0, 1));
    dbt.require("run", "--select", "int_orders__folded+");
    afterRepair = marts();
  }

  @AfterAll
  static void close() throws Exception {
    trino.close();
    lake.close();
  }

  private static Map<String, List<String>> marts() throws Exception {
    Map<String, List<String>> marts = new TreeMap<>();
    for (Map.Entry<String, String> query : QUERIES.entrySet()) {
      marts.put(query.getKey(), trino.of(query.getValue()));
    }

    return marts;
  }

  @Test
  void countsOrdersByTheLocalDayOfTheirMarket() {
    assertThat(atFirst.get("orders_daily")).isEqualTo(expectedAtFirst.ordersDaily());
  }

  @Test
  void tellsHowTheDayOfARestaurantWent() {
    assertThat(atFirst.get("restaurant_metrics")).isEqualTo(expectedAtFirst.restaurantMetrics());
  }

  @Test
  void putsTheDeliveriesOfADasherBesideTheirTimeOnline() {
    assertThat(atFirst.get("dasher_performance"))
        .isEqualTo(expectedAtFirst.dasherPerformance(marketplace.efficiencyRows()));
  }

  @Test
  void saysForHowManyMinutesOfAnHourAMarketWasShort() {
    assertThat(atFirst.get("market_supply")).isEqualTo(ExpectedMarts.marketSupply(supply));
  }

  @Test
  void showsHowRightThePredictionsWere() {
    assertThat(atFirst.get("eta_accuracy")).isEqualTo(ExpectedMarts.etaAccuracy(accuracy));
  }

  @FullOnly
  @Test
  void changesNothingWhenItRunsAgain() throws Exception {
    dbt.require("run", "--select", "int_orders__folded+");

    assertThat(marts()).isEqualTo(afterRepair);
  }

  @Test
  void countsLateEventsIntoTheDaysTheyBelongTo() {
    assertBuilt(afterLateEvents, expectedAfterLateEvents, atFirst);
  }

  /** One with another value, one at an offset before all others, and all of an order taken. */
  @Test
  void countsWhatARepairHasWrittenAnew() {
    assertBuilt(afterRepair, new ExpectedMarts(marketplace.orders()), afterLateEvents);
  }

  private static void assertBuilt(
      Map<String, List<String>> marts, ExpectedMarts expected, Map<String, List<String>> before) {
    assertThat(marts.get("orders_daily"))
        .isEqualTo(expected.ordersDaily())
        .isNotEqualTo(before.get("orders_daily"));
    assertThat(marts.get("restaurant_metrics")).isEqualTo(expected.restaurantMetrics());
    assertThat(marts.get("dasher_performance"))
        .isEqualTo(expected.dasherPerformance(marketplace.efficiencyRows()));
  }

  @Test
  void foldsNothingAnewOnceItHasSeenARepair() throws Exception {
    assertThat(trino.of("select distinct rewrites from intermediate.int_orders__folded"))
        .containsExactly("1");

    dbt.require("compile", "--select", "int_orders__folded");

    assertThat(
            dbt.project()
                .artifacts()
                .resolve("compiled/freshet/models/intermediate/int_orders__folded.sql"))
        .content()
        .contains("read_to")
        .doesNotContain("full outer join");
  }

  @FullOnly
  @Test
  void comesToTheSameOrdersAsAnewFromTheBeginning() throws Exception {
    dbt.require("run", "--select", "int_orders__folded", "--full-refresh");

    assertThat(trino.of(QUERIES.get("orders"))).isEqualTo(afterRepair.get("orders"));
  }

  @Test
  void namesTheTypesThatTheMartsReallyHave() throws Exception {
    List<String> held =
        trino.of(
            "select table_name, column_name, data_type from information_schema.columns"
                + " where table_schema = 'marts'");

    assertThat(held).isEqualTo(DocumentedColumns.of(dbt.project().manifest(), "marts"));
  }
}
