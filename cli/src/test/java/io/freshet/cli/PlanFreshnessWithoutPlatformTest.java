package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.contract.freshness.PlanFreshnessCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PlanFreshnessWithoutPlatformTest {
  @TempDir private Path state;
  private final Map<String, String> environment = new HashMap<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void explainsWhatEachHopOfAContractTakes() {
    environment.put("FRESHET_STATE", state.toString());

    assertThat(plan("dasher_pings")).isZero();
    assertThat(out.toString())
        .contains("dasher_pings: 60 s", "flink", "commit", "docs/benchmarks/0004")
        .contains("A budget of 30 s means a commit every 5.0 s", "isolation: dedicated")
        .doesNotContain("! ");
  }

  @Test
  void givesTheSameFiguresToMachines() throws IOException {
    environment.put("FRESHET_STATE", state.toString());

    assertThat(plan("--json", "-", "dasher_pings", "dasher_efficiency")).isZero();
    JsonNode result = new ObjectMapper().readTree(out.toString());
    assertThat(result.path("ok").asBoolean()).isTrue();
    assertThat(result.path("contracts")).hasSize(2);
    JsonNode pings = contract(result, "dasher_pings");
    assertThat(pings.path("checkpoint_interval_seconds").asDouble()).isEqualTo(10);
    assertThat(pings.path("alert_after_seconds").asDouble()).isBetween(55.0, 60.0);
    assertThat(pings.path("cost_per_day").path("commits").asLong()).isEqualTo(8_640);
    JsonNode efficiency = contract(result, "dasher_efficiency");
    assertThat(efficiency.path("checkpoint_interval_seconds").isNull()).isTrue();
    assertThat(efficiency.path("marts").toString()).contains("dasher_performance");
    assertThat(efficiency.path("hops").toString()).contains("\"dbt\"");
  }

  @Test
  void namesTheSettingThatIsTooSlowForABudget() throws IOException {
    Path profile = state.resolve("production.yaml");
    Files.writeString(
        profile,
        "contracts.path: %s\nwriter.checkpoint-interval: 1m\n"
            .formatted(Path.of("..", "contracts").toAbsolutePath()));
    environment.put("FRESHET_PROFILE", profile.toString());

    assertThat(plan()).isEqualTo(1);
    assertThat(out.toString())
        .contains("! writer.checkpoint-interval is 1m", "dasher_pings asks for 10s");
  }

  @Test
  void anUnknownContractIsAnsweredWithTheNearestOne() {
    environment.put("FRESHET_STATE", state.toString());

    assertThat(plan("dasher_ping")).isEqualTo(2);
    assertThat(err.toString()).contains("did you mean dasher_pings?");
  }

  private static JsonNode contract(JsonNode result, String name) {
    for (JsonNode each : result.path("contracts")) {
      if (each.path("contract").asText().equals(name)) {
        return each;
      }
    }
    throw new AssertionError("No " + name + " in " + result);
  }

  private int plan(String... arguments) {
    return new CommandLine(new PlanFreshnessCommand(), this::make)
        .setExecutionExceptionHandler(new Failures())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private <K> K make(Class<K> type) throws Exception {
    return type == Workspace.class
        ? type.cast(new Workspace(environment))
        : CommandLine.defaultFactory().create(type);
  }
}
