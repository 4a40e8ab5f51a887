package io.freshet.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShippedContractsTest {
  private static final Path FOLDER = Path.of("../../contracts");

  @Test
  void allShippedContractsAreSound() {
    assertThat(ContractReader.lint(FOLDER)).isEmpty();
  }

  @Test
  void eachGivesAnAvroSchemaThatAvroReadsBack() {
    for (Contract contract : Contracts.read(FOLDER).all()) {
      String json = AvroSchemas.of(contract).toString();

      assertThat(new org.apache.avro.Schema.Parser().parse(json)).hasToString(json);
    }
  }

  @Test
  void theFolderIsReadTogetherWithThePlatformsContracts() {
    assertThat(Contracts.read(FOLDER).all())
        .extracting(Contract::name)
        .containsExactly(
            "dasher_earnings_daily",
            "dasher_efficiency",
            "dasher_pings",
            "dead_letters",
            "eta_accuracy",
            "eta_predictions",
            "freshness_history",
            "gateway_accounts",
            "idle_dashers",
            "market_supply",
            "market_supply_audit",
            "market_supply_hourly",
            "markets",
            "order_events",
            "orders_history",
            "redrives",
            "refused_events",
            "restaurant_payouts_weekly",
            "supply_alerts",
            "supply_cells",
            "surge_multipliers",
            "table_commits");
  }
}
