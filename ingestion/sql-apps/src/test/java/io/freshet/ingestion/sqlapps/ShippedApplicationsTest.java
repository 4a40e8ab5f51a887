package io.freshet.ingestion.sqlapps;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.ingestion.sqlapps.application.ApplicationFile;
import io.freshet.ingestion.sqlapps.application.KnownContracts;
import io.freshet.ingestion.sqlapps.plan.OperatorPlan;
import io.freshet.ingestion.sqlapps.plan.StateComparison;
import io.freshet.ingestion.sqlapps.plan.StateComparison.Verdict;
import io.freshet.ingestion.sqlapps.sql.SqlCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedApplicationsTest {
  private static final Path CONTRACTS = Path.of("..", "..", "contracts");

  @ParameterizedTest
  @ValueSource(strings = {"surge", "order-anomalies", "mobile-errors", "supply-alerts"})
  void hasNoFindingAndNoStateThatGrows(String name) {
    Path path = Path.of("applications", name, name + ".yaml");
    ApplicationFile file = ApplicationFile.read(path);
    KnownContracts contracts = KnownContracts.of(CONTRACTS, path);
    assertThat(file.findings().all()).isEmpty();
    contracts.check(file.application().orElseThrow(), file.findings());
    Optional<OperatorPlan> plan =
        SqlCheck.plan(file.application().orElseThrow(), contracts, file.findings());

    assertThat(file.findings().all()).isEmpty();
    assertThat(plan.orElseThrow().growing()).isEmpty();
    assertThat(file.application().orElseThrow().name()).isEqualTo(name);
  }

  @Test
  void takesAnotherCapOfAMarketWithoutLossOfState() throws IOException {
    Path path = Path.of("applications", "surge", "surge.yaml");
    String text = Files.readString(path);
    String capped = text.replace("THEN 2.50", "THEN 3.00 WHEN 'chicago' THEN 1.50");
    assertThat(capped).isNotEqualTo(text);

    StateComparison comparison = StateComparison.of(plan(path, text), plan(path, capped));

    assertThat(comparison.verdict()).isEqualTo(Verdict.RESTORED);
    assertThat(comparison.fresh()).isEmpty();
    assertThat(comparison.restored().keySet()).anyMatch(name -> name.startsWith("over-aggregate"));
  }

  private static OperatorPlan plan(Path path, String text) {
    ApplicationFile file = ApplicationFile.parse(path.toString(), text);

    return SqlCheck.plan(
            file.application().orElseThrow(), KnownContracts.of(CONTRACTS, path), file.findings())
        .orElseThrow(() -> new AssertionError(file.findings().all().toString()));
  }
}
