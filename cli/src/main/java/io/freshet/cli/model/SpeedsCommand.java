package io.freshet.cli.model;

import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "speeds",
    description = {
      "Measures how fast one usually gets ahead, by market, area and hour of the week.",
      "Over days of the lake, by the rules by which the ETA job measures as it runs. The job",
      "falls back to them where little was travelled lately, and takes a new file while it runs."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet model speeds --from 2026-03-01 --to 2026-03-28 --out speeds.csv"
    })
public final class SpeedsCommand implements Callable<Integer> {
  @Option(names = "--from", required = true, description = "The first day, in UTC")
  private LocalDate from;

  @Option(names = "--to", required = true, description = "The last day, in UTC")
  private LocalDate to;

  @Option(names = "--out", paramLabel = "FILE", description = "Default: that of eta.speed-history")
  private Path out;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<String> arguments = new ArrayList<>(List.of("speeds", "--from=" + from, "--to=" + to));
    if (out != null) {
      arguments.add("--out=" + out.toAbsolutePath());
    }

    return new TrainingProgram(workspace, json, spec.commandLine()).run(arguments);
  }
}
