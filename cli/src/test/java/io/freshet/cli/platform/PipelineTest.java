package io.freshet.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Change;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipelineTest {
  @Test
  void aRefusalNamesTheFolderToDeleteWhereNoContractCanBeMended() {
    Change refused = Change.refuse("table raw.dead_letters", "new column origin is required");

    assertThat(Pipeline.refusal(List.of(refused), Path.of("state")))
        .isEqualTo(
            """
            table raw.dead_letters: new column origin is required
            Mend the contract; or, where it is the platform's own that has changed, stop the \
            platform with ./freshet down and delete state with all its data""");
  }
}
