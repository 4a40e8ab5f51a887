package io.freshet.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackfillApplicationTest {
  @TempDir private Path folder;

  @Test
  void refusesDaysThatRunBackwards() throws Exception {
    assertThat(failure("--from", "2008-05-20", "--to", "2008-05-19"))
        .isEqualTo("--from is 2008-05-20 and --to 2008-05-19; it must not be before");
  }

  @Test
  void refusesToDoNoDayAtATime() throws Exception {
    assertThat(failure("--from", "2008-05-19", "--to", "2008-05-20", "--parallel", "0"))
        .isEqualTo("--parallel is 0; it must be at least 1");
  }

  private String failure(String... days) throws Exception {
    Path json = folder.resolve("result.json");
    List<String> arguments =
        new ArrayList<>(List.of("--job", "orders_history", "--json", json.toString()));
    arguments.addAll(List.of(days));

    assertThat(BackfillApplication.run(arguments.toArray(String[]::new))).isEqualTo(2);

    return new ObjectMapper().readTree(json.toFile()).path("failure").asText();
  }
}
