package io.freshet.cli.snowflake;

import io.freshet.cli.Workspace;
import io.freshet.cli.job.JobAnswer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "sql",
    description = {
      "Prints the statements for a Snowflake account, or writes them to files.",
      "They come in the order in which they must run; secrets stay placeholders. Asks no"
          + " account."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet snowflake sql --out build/snowflake"})
final class SqlCommand implements Callable<Integer> {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write numbered SQL files to DIR instead")
  private Path out;

  @Mixin private Workspace workspace;
  @Mixin private JobAnswer answer;

  @Override
  public Integer call() throws Exception {
    List<String> arguments = new ArrayList<>(List.of("sql"));
    if (out != null) {
      arguments.addAll(List.of("--out", out.toAbsolutePath().toString()));
    }

    return new SnowflakeProcess(workspace, answer)
        .run(
            SnowflakeProcess.ACCOUNT,
            arguments,
            (result, printer) -> {
              printer.print(result.path("sql").asText());
              result.path("files").forEach(file -> printer.println(file.asText()));
            });
  }
}
