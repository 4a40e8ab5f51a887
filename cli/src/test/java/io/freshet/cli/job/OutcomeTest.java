package io.freshet.cli.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.nio.file.Path;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  private static final Path LOG = Path.of("nightly.log");

  @Test
  void saysWhyTheApplicationFailed() throws Exception {
    ModuleProcess.Outcome outcome =
        outcome(75, "{\"ok\": false, \"failure\": \"The catalog is away\"}");

    assertThat(outcome.line("Nightly", LOG))
        .isEqualTo("Nightly failed: The catalog is away; its log is nightly.log");
  }

  @Test
  void leavesItAtWhatTheCallerHasToPutRight() throws Exception {
    ModuleProcess.Outcome outcome =
        outcome(2, "{\"ok\": false, \"failure\": \"There is no nightly x\"}");

    assertThat(outcome.line("Nightly", LOG)).isEqualTo("There is no nightly x");
  }

  @Test
  void leavesTheReasonsOfSingleDaysToTheTable() throws Exception {
    assertThat(outcome(1, "{\"ok\": false, \"days\": []}").line("Nightly", LOG))
        .isEqualTo("Nightly failed; its log is nightly.log");
  }

  @Test
  void keepsWhoseFaultItWas() throws Exception {
    ModuleProcess.Outcome outcome =
        outcome(75, "{\"ok\": false, \"failure\": \"The catalog is away\"}");

    assertThatThrownBy(() -> ModuleProcess.require(outcome, "Nightly", LOG))
        .hasMessageContaining("The catalog is away")
        .asInstanceOf(InstanceOfAssertFactories.type(FreshetException.class))
        .extracting(FreshetException::fault)
        .isEqualTo(Fault.DEPENDENCY);
  }

  private static ModuleProcess.Outcome outcome(int exitCode, String json) throws Exception {
    return new ModuleProcess.Outcome(exitCode, new ObjectMapper().readTree(json));
  }
}
