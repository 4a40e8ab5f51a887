package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.find.FindCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FindWithoutPlatformTest {
  private static final Path SHIPPED = Path.of("..", "contracts").toAbsolutePath();

  @TempDir private Path state;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void looksThroughTheContractsWhenThePlatformIsDown() throws IOException {
    Files.writeString(state.resolve("profile.yaml"), "contracts.path: " + SHIPPED + "\n");

    assertThat(find("customer")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("raw.order_events.customer_id");
    assertThat(err.toString())
        .contains("Only the contracts were looked through: nothing is up that could be asked");
  }

  @Test
  void looksThroughTheContractsBeforeThePlatformWasEverUp() {
    assertThat(find("customer")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("raw.order_events.customer_id");
  }

  private int find(String word) {
    return new CommandLine(new FindCommand(), this::make)
        .setExecutionExceptionHandler(new Failures())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(word);
  }

  private <K> K make(Class<K> type) throws Exception {
    return type == Workspace.class
        ? type.cast(new Workspace(Map.of("FRESHET_STATE", state.toString())))
        : CommandLine.defaultFactory().create(type);
  }
}
