package io.freshet.cli.contract.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.contract.diff.ContractChange.Impact;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectSourcesTest {
  private final ProjectSources shipped = ProjectSources.of(Path.of(".."));

  @Test
  void findsModelsNightlyJobsAndNotebooksThatSpeakOfAColumn() {
    assertThat(who(removed("dasher_pings", Optional.of("order_id"))))
        .contains("nightly job DasherEfficiency", "dbt model stg_delivery__dasher_pings");
    assertThat(who(removed("eta_predictions", Optional.empty()))).contains("notebook eta_error");
  }

  @Test
  void leavesOutThoseThatSpeakOfOtherColumns() {
    assertThat(who(removed("dasher_pings", Optional.of("no_such_column")))).isEmpty();
  }

  @Test
  void findsNoneWhereThereIsNoCheckout(@TempDir Path empty) {
    assertThat(ProjectSources.of(empty).mentions(removed("dasher_pings", Optional.empty())))
        .isEmpty();
  }

  private List<String> who(ContractChange change) {
    return shipped.mentions(change).stream().map(Mention::who).toList();
  }

  private static ContractChange removed(String contract, Optional<String> column) {
    return ContractChange.breaking(contract, column, "removed", "it is gone", Impact.BOTH);
  }
}
