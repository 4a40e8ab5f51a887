package io.freshet.cli.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageCommandTest {
  private static final String TABLE = "stream:order_events";

  @TempDir private Path folder;
  private final FakeLineage lineage = FakeLineage.start();
  private Path profile;

  @BeforeEach
  void writeProfile() throws IOException {
    profile = Files.writeString(folder.resolve("profile.yaml"), lineage.profile());
  }

  @AfterEach
  void stop() {
    lineage.close();
  }

  @Test
  void showsBothSidesUnlessOneIsNamed() {
    lineage.knows("table=" + TABLE, Graphs.STATE);

    assertThat(run(TABLE).exitCode()).isZero();
    assertThat(run(TABLE).out()).contains("Made from:", "Read by:");
    assertThat(run(TABLE, "--downstream").out()).contains("Read by:").doesNotContain("Made from:");
    assertThat(run(TABLE, "--upstream").out()).contains("Made from:").doesNotContain("Read by:");
  }

  @Test
  void asksForWhatTheOptionsName() {
    lineage.knows("column=state&depth=3&direction=downstream&table=" + TABLE, Graphs.STATE);

    assertThat(run(TABLE, "--column", "state", "--depth", "3", "--downstream").exitCode()).isZero();
  }

  @Test
  void printsJsonAlone() throws IOException {
    lineage.knows("table=" + TABLE, Graphs.STATE);

    JsonNode json = new ObjectMapper().readTree(run(TABLE, "--json", "-").out());

    assertThat(json.path("ok").asBoolean()).isTrue();
    assertThat(json.path("root").asText()).isEqualTo(TABLE);
    assertThat(json.path("edges")).hasSize(6);
  }

  @Test
  void theAnswerIsNoWhereNobodyHasToldOfIt() throws IOException {
    CommandRun run = run("raw.nothing", "--json", "-");
    JsonNode json = new ObjectMapper().readTree(run.out());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(json.path("ok").asBoolean(true)).isFalse();
    assertThat(json.path("reason").asText()).isEqualTo("Nobody has told of it");
    assertThat(run("raw.nothing").out()).isEqualTo("Nobody has told of it\n");
  }

  @Test
  void aNameThatSeveralBearIsWrongUse() {
    lineage.answers(
        "table=orders",
        400,
        "{\"error\": {\"message\": \"orders may be a.orders or b.orders; say which\","
            + " \"type\": \"AmbiguousName\"}}");

    CommandRun run = run("orders");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("orders may be a.orders or b.orders; say which\n");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void bothSidesAreNotNamed() {
    CommandRun run = run(TABLE, "--upstream", "--downstream");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--upstream, --downstream are mutually exclusive");
  }

  @Test
  void aServerThatIsAwayIsWorthATryLater() {
    lineage.close();

    assertThat(run(TABLE).exitCode()).isEqualTo(75);
  }

  private CommandRun run(String... arguments) {
    return CommandRun.of("lineage").with("--profile", profile.toString()).with(arguments).run();
  }
}
