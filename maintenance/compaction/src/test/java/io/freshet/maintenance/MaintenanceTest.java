package io.freshet.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.Test;

class MaintenanceTest {
  private static final List<TableIdentifier> TABLES =
      List.of(
          TableIdentifier.of("raw", "meals"),
          TableIdentifier.of("raw", "pings"),
          TableIdentifier.of("raw", "trips"));

  private final List<String> reached = new ArrayList<>();

  @Test
  void stopsWhereSomethingWasLostAndSaysSoInTheReceipt() {
    Report report = maintain(new AccountDamagedException("raw.pings lost 3 rows"));

    ObjectNode receipt = report.full(Effort.start().read(), "receipt.json");

    assertThat(reached).containsExactly("raw.meals", "raw.pings");
    assertThat(report.fault()).contains(Fault.OURS);
    assertThat(report.isDamaged()).isTrue();
    assertThat(receipt.path("ok").asBoolean()).isFalse();
    assertThat(receipt.at("/receipt/tables/0/table").asText()).isEqualTo("raw.pings");
    assertThat(receipt.at("/receipt/tables/0/ok").asBoolean(true)).isFalse();
    assertThat(receipt.at("/receipt/tables/0/failure").asText()).isEqualTo("raw.pings lost 3 rows");
  }

  @Test
  void goesOnAfterATableThatMerelyFailed() {
    Report report = maintain(new FreshetException(Fault.DEPENDENCY, "The store is away"));

    assertThat(reached).containsExactly("raw.meals", "raw.pings", "raw.trips");
    assertThat(report.fault()).contains(Fault.DEPENDENCY);
    assertThat(report.isDamaged()).isFalse();
  }

  private Report maintain(RuntimeException failureOfPings) {
    Report report = new Report();
    Maintenance.each(
        TABLES,
        report,
        name -> {
          reached.add(name.toString());
          if (name.name().equals("pings")) {
            throw failureOfPings;
          }
        });

    return report;
  }
}
