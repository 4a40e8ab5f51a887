package io.freshet.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractsTest {
  private final Contracts contracts = Contracts.read(Path.of("../../contracts"));

  @Test
  void aMistypedNameIsAnsweredWithTheNearestOne() {
    assertThatThrownBy(() -> contracts.require("dasher_ping"))
        .isInstanceOf(ContractException.class)
        .hasMessage("There is no contract dasher_ping; did you mean dasher_pings?");
  }

  @Test
  void anUnknownNameIsAnsweredWithAllThatThereAre() {
    assertThatThrownBy(() -> contracts.require("couriers"))
        .isInstanceOf(ContractException.class)
        .hasMessage(
            "There is no contract couriers; there are dasher_earnings_daily, dasher_efficiency,"
                + " dasher_pings, dead_letters, eta_accuracy, eta_predictions, freshness_history,"
                + " gateway_accounts, idle_dashers, market_supply, market_supply_audit, market_supply_hourly, markets,"
                + " order_events, orders_history, redrives, refused_events,"
                + " restaurant_payouts_weekly, supply_alerts, supply_cells, surge_multipliers, table_commits");
  }

  @Test
  void whatAContractDoesNotHaveIsRefusedWithTheReason() {
    assertThatThrownBy(() -> contracts.require("dasher_efficiency").requireStream())
        .hasMessage("Contract dasher_efficiency has no stream: its kind is DERIVED");
    assertThatThrownBy(() -> contracts.require("table_commits").requireTable())
        .hasMessage("Contract table_commits has no table");
    assertThatThrownBy(() -> contracts.require("markets").schema().requireField("city"))
        .hasMessage("There is no column city");
  }

  @Test
  void theStreamAndItsSubjectBearTheContractsName() {
    Contract pings = contracts.require("dasher_pings");

    assertThat(Streams.topic(pings)).isEqualTo("dasher_pings");
    assertThat(Streams.subject(pings)).isEqualTo("dasher_pings-value");
  }

  @Test
  void theDigestIsOfTheirWordsAndOfNothingElse(@TempDir Path copy) throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(Path.of("../../contracts"), "*.yaml")) {
      for (Path file : files) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    String same = Contracts.read(copy).digest();
    Path markets = copy.resolve("markets.yaml");
    Files.writeString(markets, Files.readString(markets) + "# Another word\n");

    assertThat(same).isEqualTo(contracts.digest()).matches("[0-9a-f]{64}");
    assertThat(Contracts.read(copy).digest()).isNotEqualTo(same);
  }

  @Test
  void aTextIsReadAsItsFileWas() {
    ContractTexts texts = ContractTexts.read(Path.of("../../contracts"));

    for (Contract contract : contracts.all()) {
      assertThat(ContractTexts.parse(contract.name(), texts.text(contract.name())))
          .isEqualTo(contract);
    }
  }
}
