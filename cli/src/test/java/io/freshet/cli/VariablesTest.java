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

  @Test
  void tellsWhichNameServersOfAnInstallation() {
    assertThat(
            Variables.ofServers(
                Map.of(
                    "FRESHET_POSTGRES_URL", "a",
                    "FRESHET_BACKUP_FLINK_STATE", "b",
                    "FRESHET_POSTGRES_PORT", "5432",
                    "FRESHET_KAFKA_HEAP", "1g",
                    "FRESHET_STATE", "c",
                    "PATH", "d")))
        .containsExactly("FRESHET_BACKUP_FLINK_STATE", "FRESHET_POSTGRES_URL");
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
