package io.freshet.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DashboardAccessTest {
  private static final Contracts CONTRACTS = Contracts.read(Path.of("../contracts"));
  private static final Map<String, String> REQUIRED =
      Map.of("trino.host", "trino.example", "trino.port", "8080");

  @Test
  void tellsWhereTrinoIsAndWhatBudgetsTheContractsGive() {
    Map<String, String> environment =
        DashboardAccess.of(Settings.of(REQUIRED), CONTRACTS).environment();

    assertThat(environment)
        .containsOnlyKeys("FRESHET_TRINO_HOST", "FRESHET_TRINO_PORT", "FRESHET_BUDGETS")
        .containsEntry("FRESHET_TRINO_HOST", "trino.example");
    assertThat(environment.get("FRESHET_BUDGETS"))
        .startsWith("{\"")
        .contains("\"market_supply\":120", "\"dasher_pings\":60")
        .endsWith("}");
  }

  @Test
  void handsOnWhoAsksAndWithWhichToken() {
    Map<String, String> settings = new HashMap<>(REQUIRED);
    settings.put("trino.user", "ops");
    settings.put("trino.token", "abc");
    settings.put("trino.https-port", "8443");

    assertThat(DashboardAccess.of(Settings.of(settings), CONTRACTS).environment())
        .containsEntry("FRESHET_TRINO_USER", "ops")
        .containsEntry("FRESHET_TRINO_TOKEN", "abc")
        .containsEntry("FRESHET_TRINO_HTTPS_PORT", "8443");
  }
}
