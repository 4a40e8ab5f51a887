package io.freshet.batch;

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

class NightlyApplicationTest {
  @Test
  void suggestsTheNightlyThatWasProbablyMeant() {
    assertThatThrownBy(() -> call("--job", "dasher_efficency", "--day", "2008-05-19"))
        .isInstanceOf(FreshetException.class)
        .hasMessage("There is no nightly dasher_efficency; did you mean dasher_efficiency?");
  }

  @Test
  void refusesDaysThatRunBackwards() {
    assertThatThrownBy(
            () -> call("--job", "dasher_efficiency", "--from", "2008-05-20", "--to", "2008-05-19"))
        .isInstanceOf(FreshetException.class)
        .hasMessage("Say which days: --day 2008-05-19, or --from and --to in that order");
  }

  @Test
  void refusesADayBesideARange() {
    assertThatThrownBy(
            () -> call("--job", "dasher_efficiency", "--day", "2008-05-20", "--to", "2008-05-21"))
        .isInstanceOf(FreshetException.class);
  }

  @Test
  void refusesADryRunThatWouldFindNothingOut() {
    assertThatThrownBy(() -> call("--job", "dasher_efficiency", "--day", "2008-05-20", "--dry-run"))
        .isInstanceOf(FreshetException.class)
        .hasMessage("--dry-run goes with --changed: without it there is nothing to find out");
  }

  @Test
  void refusesKeysThatItDoesNotKnow(@TempDir Path folder) throws Exception {
    Path profile =
        Files.writeString(
            folder.resolve("profile.yaml"),
            """
            catalog.uri: http://127.0.0.1:1
            catalog.token: a-token-of-some-length
            contracts.paths: contracts
            """);

    assertThatThrownBy(
            () ->
                call(
                    "--job",
                    "dasher_efficiency",
                    "--day",
                    "2008-05-19",
                    "--profile",
                    profile.toString()))
        .isInstanceOf(FreshetException.class)
        .hasMessage("contracts.paths is no setting; did you mean contracts.path?");
  }

  @Test
  void answersWrongUseWithTwo() {
    assertThat(NightlyApplication.run("--day", "2008-05-19")).isEqualTo(2);
    assertThat(NightlyApplication.run("--job", "x", "--day", "yesterday")).isEqualTo(2);
    assertThat(NightlyApplication.run("--job", "x", "--day", "2008-05-19")).isEqualTo(2);
  }

  @Test
  void leavesTheReasonWhereTheResultWouldBe(@TempDir Path folder) throws Exception {
    Path json = folder.resolve("result.json");

    int exitCode =
        NightlyApplication.run(
            "--job", "dasher_efficency", "--day", "2008-05-19", "--json", json.toString());

    assertThat(exitCode).isEqualTo(2);
    JsonNode result = new ObjectMapper().readTree(json.toFile());
    assertThat(result.path("ok").asBoolean(true)).isFalse();
    assertThat(result.path("failure").asText())
        .isEqualTo("There is no nightly dasher_efficency; did you mean dasher_efficiency?");
  }

  private static void call(String... arguments) throws Exception {
    NightlyApplication application = new NightlyApplication();
    new CommandLine(application).parseArgs(arguments);
    application.call();
  }
}
