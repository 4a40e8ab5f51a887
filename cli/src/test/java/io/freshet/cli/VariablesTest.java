package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class VariablesTest {
  @Test
  void tellsWhichVariableIsMeant() {
    assertThat(Variables.misspelt(Map.of("FRESHET_STAT", "/tmp/state")))
        .containsExactly("FRESHET_STAT means nothing to freshet; did you mean FRESHET_STATE?");
  }

  /** What tests find recordings by. */
  @Test
  void knowsWhereRecordingsAre() {
    assertThat(
            Variables.misspelt(
                Map.of("FRESHET_CABS", "a", "FRESHET_JSON", "b", "FRESHET_DELTA", "c")))
        .isEmpty();
  }

  @Test
  void leavesSettingsAndOtherVariablesAlone() {
    assertThat(
            Variables.misspelt(
                Map.of("FRESHET_STATE", "a", "FRESHET_CATALOG_TOKEN", "b", "PATH", "c")))
        .isEmpty();
  }
}
