package io.freshet.cli.contract.alerts;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.contract.freshness.FreshnessPlan;
import io.freshet.core.contract.freshness.RunningSettings;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "alerts",
    description = {
      "Writes alerting rules for Prometheus, by how fast each table uses up its allowance.",
      "They rest on what the console exports at /metrics."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet contract alerts --out freshet-alerts.yaml",
      "          ./freshet contract alerts --objective 99.5 --runbooks https://wiki/runbooks"
    })
public final class AlertsCommand implements Callable<Integer> {
  private static final double LEAST = 50;
  private static final double ALL = 100;
  private static final String HEADER =
      "# Written by ./freshet contract alerts from the contracts; changes made here are lost.\n";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "File to write; default: standard output")
  private Path file;

  @Option(
      names = "--objective",
      paramLabel = "PERCENT",
      defaultValue = "99.9",
      description = "Of 30 days, how much tables are to be in time. Default: ${DEFAULT-VALUE}")
  private double objective;

  @Option(
      names = "--runbooks",
      paramLabel = "ADDRESS",
      defaultValue = "docs/runbooks",
      description = "Where the runbooks are found. Default: ${DEFAULT-VALUE}")
  private String runbooks;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (objective < LEAST || objective >= ALL) {
      throw new ParameterException(
          spec.commandLine(),
          "--objective is %s; it must be at least 50 and below 100".formatted(objective));
    }
    List<FreshnessPlan> plans =
        FreshnessPlan.all(workspace.contracts(), RunningSettings.none(), Map.of());
    Map<String, Object> rules =
        new AlertRules(objective, runbooks.replaceFirst("/+$", "")).of(plans);
    PrintWriter out = spec.commandLine().getOut();
    if (file != null) {
      write(text(rules));
      if (!json.replacesText()) {
        long tables = plans.stream().filter(plan -> AlertRules.isJudged(plan.contract())).count();
        out.printf("Wrote rules for %d tables to %s%n", tables, file);
      }
    } else if (!json.replacesText()) {
      out.print(text(rules));
      out.flush();
    }
    json.write(new ObjectMapper().valueToTree(rules), out);

    return 0;
  }

  static String text(Map<String, Object> rules) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setSplitLines(false);

    return HEADER + new Yaml(options).dump(rules);
  }

  private void write(String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot write %s: %s; name a file in a folder that exists"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
