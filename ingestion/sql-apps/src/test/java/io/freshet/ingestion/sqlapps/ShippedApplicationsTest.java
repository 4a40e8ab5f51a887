package io.freshet.ingestion.sqlapps;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.ingestion.sqlapps.application.ApplicationFile;
import io.freshet.ingestion.sqlapps.application.KnownContracts;
import io.freshet.ingestion.sqlapps.plan.OperatorPlan;
import io.freshet.ingestion.sqlapps.sql.SqlCheck;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedApplicationsTest {
  private static final Path CONTRACTS = Path.of("..", "..", "contracts");

  @ParameterizedTest
  @ValueSource(strings = {"surge", "order-anomalies", "mobile-errors"})
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
}
