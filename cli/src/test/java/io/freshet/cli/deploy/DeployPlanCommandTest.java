package io.freshet.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.CommandRun;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployPlanCommandTest {
  private static final Path EXAMPLE = Path.of("..", "deploy", "example", "values.yaml");
  private static final Path SHIPPED = Path.of("..", "contracts");

  @TempDir private Path folder;
  private Path values;
  private Path contracts;

  @BeforeEach
  void makeACompany() throws IOException {
    // Without applications, which Flink would have to plan; nobody is asked who reads what.
    values = folder.resolve("values.yaml");
    Files.writeString(
        values, Files.readString(EXAMPLE).replaceFirst("applications: \\[.*]", "applications: []"));
    Files.writeString(folder.resolve("profile.yaml"), "lineage.url: http://127.0.0.1:1\n");
    contracts = Files.createDirectory(folder.resolve("contracts"));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(SHIPPED, "*.yaml")) {
      for (Path file : files) {
        Files.copy(file, contracts.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void addsAllWhereNothingWasRenderedBefore() {
    CommandRun run = deploy("plan", "--against");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("(?m)^\\+ .*order-events")
        .containsPattern(
            "(?m)^~ tables/job-contract-apply-[0-9a-f]{16}.yaml runs once, before applications")
        .containsPattern("(?m)^\\d+ resources added, 0 changed, 0 removed$");
  }

  @Test
  void changesNothingOfWhatIsRenderedAlready() {
    render();

    CommandRun run = deploy("plan", "--against");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("0 resources added, 0 changed, 0 removed");
  }

  @Test
  void saysThatOtherContractsAreApplied() throws IOException {
    render();
    Path markets = contracts.resolve("markets.yaml");
    Files.writeString(markets, Files.readString(markets) + "# Another word\n");

    CommandRun run = deploy("plan", "--against");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("(?m)^\\+ tables/job-contract-apply-")
        .containsPattern("(?m)^- tables/job-contract-apply-")
        .containsPattern("(?m)^~ tables/job-contract-apply-.* runs once, before applications");
  }

  @Test
  void showsFieldByFieldWhatAnotherValueChanges() throws IOException {
    render();
    Files.writeString(
        values, Files.readString(values).replace("orders: {replicas: 3", "orders: {replicas: 4"));

    CommandRun run = deploy("plan", "--against");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("(?m)^    .*replicas: 3 → 4$");
  }

  @Test
  void saysThatAnotherVersionGoesOnFromSavepoints() throws IOException {
    render();
    Files.writeString(
        values, Files.readString(values).replace("version: \"1.4.0\"", "version: \"1.5.0\""));

    CommandRun run = deploy("plan", "--against");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern(
            "(?m)^~ flink/flinkdeployment-writer.yaml stops with a savepoint and goes on from it;")
        .containsPattern(
            "(?m)^~ flink/flinkdeployment-eta.yaml stops with a savepoint and goes on from it;")
        .doesNotContain("\n! ");
  }

  @Test
  void failsWhereReadersLoseAContract() throws IOException {
    render();
    Files.delete(contracts.resolve("restaurant_payouts_weekly.yaml"));

    CommandRun run = deploy("plan", "--against", "--json", "-");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    JsonNode report = new ObjectMapper().readTree(run.out());
    assertThat(report.path("ok").asBoolean(true)).isFalse();
    assertThat(report.path("resources").findValuesAsText("action")).contains("remove");
    assertThat(report.path("impact").toString()).contains("restaurant_payouts_weekly");
  }

  private void render() {
    CommandRun run = deploy("render", "--out");

    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private CommandRun deploy(String command, String manifests, String... more) {
    return CommandRun.of("deploy", command, manifests, folder.resolve("manifests").toString())
        .with("--values", values.toString(), "--contracts", contracts.toString())
        .with("--profile", folder.resolve("profile.yaml").toString())
        .with(more)
        .run();
  }
}
