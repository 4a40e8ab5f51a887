package io.freshet.cli.contract.diff.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.contract.diff.sql.How;
import io.freshet.cli.contract.diff.sql.Sought;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectSourcesTest {
  private static final Path PROJECT = Path.of("..");

  private final ProjectSources shipped = ProjectSources.of(PROJECT);

  @Test
  void findsEveryKindOfReaderOfAColumn() {
    assertThat(who(How.MENTIONS, column("order_events", "state")))
        .containsExactlyInAnyOrder(
            "dbt model stg_delivery__order_events",
            "dbt model int_orders__folded",
            "dbt model int_orders__dated",
            "dbt model orders_daily",
            "dbt model restaurant_metrics",
            "dbt model dasher_performance",
            "SQL application order-anomalies",
            "SQL application surge",
            "nightly job DasherEarningsDaily",
            "nightly job DasherEfficiency",
            "nightly job EtaAccuracy",
            "nightly job MarketSupplyAudit",
            "nightly job OrdersHistory",
            "nightly job RestaurantPayoutsWeekly",
            "notebook a_dashers_day",
            "notebook eta_error",
            "dashboard questions");
    assertThat(who(How.MENTIONS, column("dasher_pings", "latitude")))
        .containsExactlyInAnyOrder(
            "dbt model stg_delivery__dasher_pings",
            "nightly job DasherEfficiency",
            "notebook a_dashers_day",
            "dashboard questions");
  }

  @Test
  void findsThoseThatTakeAColumnWithAllOthers() {
    assertThat(who(How.TAKES_ALL, column("order_events", "customer_id")))
        .contains("dbt model int_orders__folded", "notebook eta_error")
        .doesNotContain("dbt model int_orders__dated", "notebook a_dashers_day");
    assertThat(who(How.TAKES_ALL, column("market_supply", "created_orders")))
        .containsExactly("notebook where_is_supply_short");
  }

  @Test
  void followsAColumnUntilAModelGivesItAnotherName() {
    assertThat(who(How.MENTIONS, column("order_events", "reason")))
        .containsExactlyInAnyOrder(
            "dbt model int_orders__folded",
            "dbt model stg_delivery__order_events",
            "nightly job DasherEarningsDaily",
            "nightly job OrdersHistory",
            "nightly job RestaurantPayoutsWeekly");
    assertThat(who(How.MENTIONS, column("order_events", "restaurant_id")))
        .contains("dbt model restaurant_metrics")
        .doesNotContain("dbt model orders_daily");
  }

  @Test
  void showsWhereTheColumnIsNamed() {
    assertThat(shipped.mentions(column("order_events", "state")))
        .filteredOn(mention -> mention.how() == How.MENTIONS)
        .isNotEmpty()
        .allSatisfy(
            // A model may name it by a macro.
            mention -> assertThat(line(mention)).containsAnyOf("state", "first_recorded_step("));
    assertThat(shipped.mentions(column("market_supply", "created_orders")))
        .filteredOn(mention -> mention.how() == How.TAKES_ALL)
        .allSatisfy(mention -> assertThat(line(mention)).contains("select *"));
  }

  @Test
  void findsThoseThatSpeakOfAContract() {
    assertThat(who(How.MENTIONS, new Sought("eta_predictions", Optional.empty())))
        .contains("dbt model stg_delivery__eta_predictions", "notebook eta_error");
  }

  @Test
  void leavesOutThoseThatSpeakOfOtherColumns() {
    assertThat(shipped.mentions(column("dasher_pings", "no_such_column")))
        .extracting(mention -> mention.who() + " " + mention.how())
        .containsExactly("dbt model stg_delivery__dasher_pings TAKES_ALL");
  }

  @Test
  void findsNoneWhereThereIsNoCheckout(@TempDir Path empty) {
    assertThat(ProjectSources.of(empty).mentions(new Sought("dasher_pings", Optional.empty())))
        .isEmpty();
  }

  private List<String> who(How how, Sought sought) {
    return shipped.mentions(sought).stream()
        .filter(mention -> mention.how() == how)
        .map(Mention::who)
        .toList();
  }

  private static Sought column(String contract, String column) {
    return new Sought(contract, Optional.of(column));
  }

  private static String line(Mention mention) {
    try {
      return Files.readAllLines(PROJECT.resolve(mention.file())).get(mention.line() - 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
