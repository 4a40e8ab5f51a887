package io.freshet.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.CommandRun;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With Flink's own planner, and no platform: what becomes of a SQL application's state. */
@FullOnly
class DeployPlanIT {
  private static final Path EXAMPLE = Path.of("..", "deploy", "example", "values.yaml");
  private static final String CONTRACTS = Path.of("..", "contracts").toString();

  @TempDir private Path folder;

  @Test
  void refusesAVersionThatLosesStateAndNoOther() throws IOException {
    Path application = folder.resolve("busy");
    require(
        CommandRun.of("app", "new", "busy", "--reads", "order_events")
            .with("--to", application.toString()));
    writeValues(application);
    require(deploy("render", "--out"));
    Path file = application.resolve("busy.yaml");

    assertThat(require(deploy("plan", "--against")))
        .contains("0 resources added, 0 changed, 0 removed");

    edit(file, "parallelism: 1", "parallelism: 2");
    assertThat(require(deploy("plan", "--against")))
        .contains("flinkdeployment-app-busy.yaml stops with a savepoint and goes on from it");

    edit(file, "INTERVAL '1' MINUTE", "INTERVAL '2' MINUTE");
    CommandRun refused = deploy("plan", "--against").run();
    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(1);
    assertThat(refused.out())
        .containsPattern(
            "(?m)^! flink/flinkdeployment-app-busy.yaml its state"
                + " \\(.*global-window-aggregate .*\\) has no place in this version");
  }

  /** Nobody is asked who reads what. */
  private void writeValues(Path application) throws IOException {
    Files.writeString(
        folder.resolve("values.yaml"),
        Files.readString(EXAMPLE)
            .replaceFirst("applications: \\[.*]", "applications: [" + application + "]"));
    Files.writeString(folder.resolve("profile.yaml"), "lineage.url: http://127.0.0.1:1\n");
  }

  private CommandRun deploy(String command, String manifests) {
    return CommandRun.of("deploy", command, manifests, folder.resolve("manifests").toString())
        .with("--values", folder.resolve("values.yaml").toString(), "--contracts", CONTRACTS)
        .with("--profile", folder.resolve("profile.yaml").toString());
  }

  private static String require(CommandRun command) {
    CommandRun run = command.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();

    return run.out();
  }

  private static void edit(Path file, String before, String after) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(before);
    Files.writeString(file, text.replace(before, after));
  }
}
