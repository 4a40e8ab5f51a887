package io.freshet.cli.fuzz;

import io.freshet.bench.fuzz.FuzzBench;
import io.freshet.bench.fuzz.FuzzResult;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.toolkit.InvalidSettingException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fuzzes the doors of the platform that is up, from their own documents. */
@Command(
    name = "fuzz",
    description = {
      "Sends every HTTP door of the platform that is up requests right, nearly right and wrong.",
      "A seed makes them from the door's OpenAPI document. What must not be: a 5xx, a hang, an",
      "answer that the document lacks, a trace, a secret, a door that is not right afterwards;",
      "exit code 1. It leaves test events, refusals, orders, menus, lineage and namespaces."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet bench fuzz --door gateway --requests 5000",
      "          ./freshet bench fuzz --door orders --seed 7 --first 4711 --requests 1"
    })
public final class FuzzBenchCommand implements Callable<Integer> {
  private static final int LARGEST_SEED = 1_000_000;

  @Option(
      names = "--door",
      paramLabel = "NAME",
      description = "Only this one: ${COMPLETION-CANDIDATES}; several by several --door",
      completionCandidates = FuzzDoors.Names.class)
  private List<String> doors = List.of();

  @Option(
      names = "--requests",
      paramLabel = "N",
      defaultValue = "2000",
      description = "How many to each door. Default: ${DEFAULT-VALUE}")
  private int requests;

  @Option(names = "--seed", paramLabel = "N", description = "Repeats a run. Default: a new one")
  private Long seed;

  @Option(
      names = "--first",
      paramLabel = "N",
      defaultValue = "0",
      description = "The number of the first request. Default: ${DEFAULT-VALUE}")
  private int first;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    requireAtLeast("--requests", requests, 1);
    requireAtLeast("--first", first, 0);
    FuzzDoors.requireKnown(doors);
    long chosen = seed == null ? ThreadLocalRandom.current().nextInt(LARGEST_SEED) : seed;
    PrintWriter err = spec.commandLine().getErr();
    FuzzResult result;
    try (FuzzDoors open = FuzzDoors.open(workspace, doors)) {
      result =
          new FuzzBench(chosen, first, requests)
              .run(
                  open.targets(),
                  door -> {
                    err.printf("%s: %,d requests by seed %d%n", door.name(), requests, chosen);
                    err.flush();
                  });
    }
    PrintWriter out = spec.commandLine().getOut();
    json.write(result.json(), out);
    if (!json.replacesText()) {
      result.print(out);
      result.findings().forEach(finding -> out.println("WRONG  " + finding));
      out.flush();
    }

    return result.ok() ? 0 : 1;
  }

  private static void requireAtLeast(String option, int value, int least) {
    if (value < least) {
      throw new InvalidSettingException(option, value, "at least " + least);
    }
  }
}
