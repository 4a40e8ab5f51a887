package io.freshet.cli.contract.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.contract.alerts.ExportedMetrics;
import io.freshet.cli.contract.alerts.MetricLabels;
import io.freshet.core.contract.Contracts;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DashboardsTest {
  private static final Contracts CONTRACTS = Contracts.read(Path.of("..", "contracts"));

  static List<Dashboard> all() {
    return Dashboards.all(CONTRACTS);
  }

  @ParameterizedTest
  @MethodSource("all")
  void asksOnlyForWhatPartsExport(Dashboard dashboard) {
    Set<String> exported = ExportedMetrics.series();
    for (JsonNode target : DashboardJson.of(dashboard).findValues("expr")) {
      assertThat(exported)
          .as(target.asText())
          .containsAll(ExportedMetrics.askedForBy(target.asText()));
      assertThat(ExportedMetrics.askedForBy(target.asText())).isNotEmpty();
      assertThat(MetricLabels.unknownIn(target.asText())).as(target.asText()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void noPanelLiesOverAnother(Dashboard dashboard) {
    Set<String> taken = new HashSet<>();
    Set<Integer> ids = new HashSet<>();
    for (JsonNode panel : DashboardJson.of(dashboard).path("panels")) {
      JsonNode place = panel.path("gridPos");
      assertThat(ids.add(panel.path("id").asInt())).isTrue();
      for (int x = 0; x < place.path("w").asInt(); x++) {
        for (int y = 0; y < place.path("h").asInt(); y++) {
          String cell = (place.path("x").asInt() + x) + ":" + (place.path("y").asInt() + y);
          assertThat(taken.add(cell)).as("%s at %s", panel.path("title"), cell).isTrue();
        }
      }
      assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(24);
    }
  }

  @Test
  void everyTableHasItsPlace() {
    ObjectNode freshness = DashboardJson.of(all().get(0));
    String queries = freshness.findValues("expr").toString();

    CONTRACTS.all().stream()
        .filter(contract -> contract.table().isPresent())
        .forEach(contract -> assertThat(queries).contains("." + contract.name()));
  }
}
