package io.freshet.cli.contract.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.CommandRun;
import io.freshet.cli.lineage.FakeLineage;
import io.freshet.cli.lineage.Graphs;
import io.freshet.testing.samples.EditedContracts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {
  private static final String SHIPPED = "../contracts";

  @TempDir private Path folder;
  private final FakeLineage lineage = FakeLineage.start();
  private Path contracts;
  private EditedContracts edited;
  private Path profile;

  @BeforeEach
  void copy() throws IOException {
    contracts = Files.createDirectory(folder.resolve("contracts"));
    edited = EditedContracts.in(contracts);
    profile = Files.writeString(folder.resolve("profile.yaml"), lineage.profile());
  }

  @AfterEach
  void stop() {
    lineage.close();
  }

  @Test
  void holdsWhereNothingChanged() {
    CommandRun run = run(contracts);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("The contracts ask for the same as at ../contracts\n");
  }

  @Test
  void namesWhoBreaks() {
    lineage.knows("column=reason", Graphs.STATE);
    edited.removeColumn("order_events", "reason");

    CommandRun run = run(contracts);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("! order_events.reason: removed", "view staging.orders · by dbt model stg")
        .doesNotContain("dead_letters", "flink job writer");
  }

  @Test
  void namesTheProjectsOwnReadersWithoutLineage() {
    lineage.close();
    edited.removeColumn("order_events", "state");

    assertThat(run(contracts).out().lines())
        .anyMatch(line -> line.matches(" {4}dbt model orders_daily · mentions it · .*sql:\\d+"))
        .anyMatch(line -> line.matches(" {4}SQL application surge · mentions it · .*yaml:\\d+"))
        .anyMatch(line -> line.matches(" {4}nightly job \\w+ · mentions it · .*java:\\d+"))
        .anyMatch(line -> line.matches(" {4}notebook eta_error · mentions it · .*ipynb:\\d+"));
  }

  @Test
  void printsJsonAlone() throws IOException {
    lineage.knows("column=reason", Graphs.STATE);
    edited.removeColumn("order_events", "reason");

    JsonNode json = new ObjectMapper().readTree(run(contracts, "--json", "-").out());

    assertThat(json.path("ok").asBoolean(true)).isFalse();
    assertThat(json.path("readers_known").asBoolean()).isTrue();
    assertThat(json.path("changes")).hasSize(1);
    JsonNode change = json.path("changes").get(0);
    assertThat(change.path("impact").asText()).isEqualTo("both");
    assertThat(change.path("readers")).hasSize(3);
  }

  @Test
  void saysThatReadersAreUnknownWhereTheServerIsAway() {
    lineage.close();
    edited.removeColumn("order_events", "reason");

    CommandRun run = run(contracts);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("! order_events.reason: removed", "Who reads what breaks is unknown: The lineage")
        .doesNotContain("nobody has told");
  }

  @Test
  void saysThatReadersAreUnknownWhereNoLineageServerAnswers() throws IOException {
    lineage.knows("table=", "<html>Welcome</html>");
    edited.removeColumn("order_events", "reason");

    JsonNode json = new ObjectMapper().readTree(run(contracts, "--json", "-").out());

    assertThat(json.path("readers_known").asBoolean(true)).isFalse();
    assertThat(json.path("reason").asText()).contains("can't be asked for lineage");
  }

  @Test
  void aFolderThatIsNotThereIsWrongUse() {
    CommandRun run =
        CommandRun.of("contract", "diff", folder.resolve("nowhere").toString())
            .with("--against", "HEAD", "--profile", profile.toString())
            .run();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("There is no folder ").doesNotContain("\tat ");
  }

  private CommandRun run(Path compared, String... arguments) {
    return CommandRun.of("contract", "diff")
        .with(compared.toString(), "--against", SHIPPED, "--profile", profile.toString())
        .with(arguments)
        .run();
  }
}
