package io.freshet.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.FreshetException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MaintenanceApplicationTest {
  @Test
  void wantsEitherSomeTablesOrAll() {
    assertThatThrownBy(() -> call())
        .isInstanceOf(FreshetException.class)
        .hasMessage("Say which tables: --all, or --table raw.dasher_pings once or more");
    assertThatThrownBy(() -> call("--all", "--table", "raw.x"))
        .isInstanceOf(FreshetException.class);
  }

  @Test
  void refusesATableWithoutANamespace() {
    assertThatThrownBy(() -> call("--table", "dasher_pings"))
        .isInstanceOf(FreshetException.class)
        .hasMessage("dasher_pings is no table; write namespace.name");
  }

  @Test
  void refusesRoundsThatCantBe() {
    assertThatThrownBy(() -> call("--all", "--every", "PT0.01S"))
        .isInstanceOf(FreshetException.class)
        .hasMessage("--every is 10ms; it must be 1s or longer");
    assertThatThrownBy(() -> call("--all", "--every", "PT1M", "--dry-run"))
        .isInstanceOf(FreshetException.class)
        .hasMessage("--every does what is planned; leave it out, or --dry-run");
  }

  @Test
  void answersWrongUseWithTwo() {
    assertThat(MaintenanceApplication.run("--everything")).isEqualTo(2);
    assertThat(MaintenanceApplication.run()).isEqualTo(2);
  }

  @Test
  void leavesTheReasonInTheShapeOfTheResult(@TempDir Path folder) throws Exception {
    Path json = folder.resolve("result.json");

    int exitCode = MaintenanceApplication.run("--table", "dasher_pings", "--json", json.toString());

    assertThat(exitCode).isEqualTo(2);
    JsonNode result = new ObjectMapper().readTree(json.toFile());
    assertThat(result.path("ok").asBoolean(true)).isFalse();
    assertThat(result.path("failure").asText())
        .isEqualTo("dasher_pings is no table; write namespace.name");
    assertThat(result.has("plan")).isTrue();
    assertThat(result.has("receipt")).isTrue();
  }

  /** A file where the folder should be stands for a volume that is mounted read-only. */
  @Test
  void refusesBeforeAnythingIsDoneWhereNoReceiptCanBeWritten(@TempDir Path folder)
      throws Exception {
    Path taken = Files.createFile(folder.resolve("taken"));
    Path profile =
        Files.writeString(
            folder.resolve("profile.yaml"),
            """
            catalog.uri: http://127.0.0.1:1
            catalog.token: none
            receipts.path: %s
            """
                .formatted(taken.resolve("receipts")));
    Path json = folder.resolve("result.json");

    int exitCode =
        MaintenanceApplication.run(
            "--all", "--profile", profile.toString(), "--json", json.toString());

    assertThat(exitCode).isEqualTo(2);
    assertThat(Files.readString(json)).contains("receipts.path is " + taken.resolve("receipts"));
  }

  private static void call(String... arguments) throws Exception {
    MaintenanceApplication application = new MaintenanceApplication();
    new CommandLine(application).parseArgs(arguments);
    application.call();
  }
}
