package io.freshet.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Change;
import io.freshet.warehouse.trino.access.Groups;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PipelineTest {
  @Test
  void theConsoleIsAnAnalystUntilSomebodySaysOtherwise() {
    Set<String> roles = Set.of("analyst", "data_engineer");
    Groups first = Pipeline.withConsole(Groups.none(), roles);

    assertThat(first.of("console")).containsExactly("analyst");
    Groups changed = first.withRole("console", "data_engineer", roles);
    assertThat(Pipeline.withConsole(changed, roles).of("console")).containsExactly("data_engineer");
    assertThat(Pipeline.withConsole(Groups.none(), Set.of("courier")).of("console")).isEmpty();
  }

  @Test
  void aRefusalNamesTheFolderToDeleteWhereNoContractCanBeMended() {
    Change refused = Change.refuse("table raw.dead_letters", "new column origin is required");

    assertThat(Pipeline.refusal(List.of(refused), Path.of("state")))
        .isEqualTo(
            """
            table raw.dead_letters: new column origin is required
            Mend the contract; or, where it is the platform's own that has changed, stop the \
            platform with ./freshet down and delete state with all its data\
            """);
  }
}
