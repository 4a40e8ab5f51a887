package io.freshet.cli.dashboard;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the dashboard's process must know of this installation, as environment variables. */
record DashboardAccess(Map<String, String> environment) {
  private static final List<String> OPTIONAL =
      List.of("trino.user", "trino.token", "trino.https-port", "trino.certificate");

  static DashboardAccess of(Settings settings, Contracts contracts) {
    Map<String, String> environment = new HashMap<>();
    environment.put(Settings.environmentName("trino.host"), settings.text("trino.host"));
    environment.put(Settings.environmentName("trino.port"), settings.text("trino.port"));
    for (String key : OPTIONAL) {
      settings
          .optionalText(key)
          .ifPresent(value -> environment.put(Settings.environmentName(key), value));
    }
    environment.put("FRESHET_BUDGETS", budgets(contracts));

    return new DashboardAccess(Map.copyOf(environment));
  }

  /** Seconds by contract, as JSON; names need no escaping. */
  private static String budgets(Contracts contracts) {
    return contracts.all().stream()
        .filter(contract -> contract.table().isPresent())
        .map(DashboardAccess::budget)
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String budget(Contract contract) {
    return "\"%s\":%d"
        .formatted(contract.name(), contract.requireTable().timing().freshness().toSeconds());
  }
}
