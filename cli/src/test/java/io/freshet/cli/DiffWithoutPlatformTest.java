package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.contract.diff.DiffCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DiffWithoutPlatformTest {
  private static final Path SHIPPED = Path.of("..", "contracts").toAbsolutePath();

  @TempDir private Path state;
  private final StringWriter out = new StringWriter();

  @Test
  void comparesContractsWhenThePlatformIsDownAndSaysThatReadersAreUnknown() throws IOException {
    Files.writeString(state.resolve("profile.yaml"), "lineage.url: http://127.0.0.1:8282\n");
    Path fewer = Files.createDirectory(state.resolve("fewer"));
    Files.copy(SHIPPED.resolve("markets.yaml"), fewer.resolve("markets.yaml"));

    assertThat(diff(fewer)).isEqualTo(1);
    assertThat(out.toString())
        .contains(
            "! order_events: contract removed",
            "Who reads what breaks is unknown: The embedded platform is down");
  }

  private int diff(Path folder) {
    return new CommandLine(new DiffCommand(), this::make)
        .setExecutionExceptionHandler(new Failures())
        .setOut(new PrintWriter(out, true))
        .execute(folder.toString(), "--against", SHIPPED.toString());
  }

  private <K> K make(Class<K> type) throws Exception {
    return type == Workspace.class
        ? type.cast(new Workspace(Map.of("FRESHET_STATE", state.toString())))
        : CommandLine.defaultFactory().create(type);
  }
}
