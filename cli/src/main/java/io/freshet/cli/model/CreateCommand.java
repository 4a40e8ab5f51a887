package io.freshet.cli.model;

import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "create",
    description = {
      "Joins what each recorded ETA rested on with when its order came.",
      "Both tables are read at snapshots that tags keep, so the same name gives the same rows",
      "again. The first use makes a Python of its own (570 MB)."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet dataset create eta-2026-03 --as-of 2026-04-01T00:00:00Z"})
public final class CreateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "Of the set; letters, digits, -, _ and .")
  private String name;

  @Option(
      names = "--as-of",
      paramLabel = "TIME",
      description = "Read the tables as they were then, such as 2026-04-01T00:00:00Z; default: now")
  private String asOf;

  @Option(
      names = "--cut",
      paramLabel = "CUT",
      description = "Read the tables at a cut, as ./freshet cut list shows it, instead")
  private String cut;

  @Option(
      names = "--settle",
      paramLabel = "DURATION",
      description =
          "Leave out predictions of the last stretch before the newest delivery, of whose orders"
              + " only the quick ones have come; default: 2h")
  private Duration settle = Duration.ofHours(2);

  @Option(
      names = "--keep",
      paramLabel = "TIME",
      description =
          "How long the tags of a new set stay, such as 90d; default: until"
              + " ./freshet dataset drop")
  private Duration keep;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("create", name, "--settle=" + settle.toMillis() / 1000.0));
    if (asOf != null) {
      arguments.add("--as-of=" + asOf);
    }
    if (cut != null) {
      arguments.add("--cut=" + cut);
    }
    if (keep != null) {
      arguments.add("--keep=" + keep.toMillis() / 1000.0);
    }

    return new TrainingProgram(workspace, json, spec.commandLine()).run(arguments);
  }
}
