package io.freshet.cli.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "doctor",
    description = {
      "Checks what can be wrong with an installation, and says what to do.",
      "Works with everything down. Exit code 1 when a check has failed; warnings are none."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet doctor",
      "          ./freshet doctor --profile production.yaml --json -"
    })
public final class DoctorCommand implements Callable<Integer> {
  private static final String LINE = "%-8s %-12s %s%n";
  private static final String REMEDY = "%-8s %-12s   do: %s%n";

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "30s",
      description = "How long one check may take. Default: ${DEFAULT-VALUE}")
  private Duration limit;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (limit.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new ParameterException(spec.commandLine(), "--timeout must be at least 1s");
    }
    Map<String, Finding> findings =
        new Examination(limit).of(checks(new Installation(workspace, limit)));
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      print(findings, out);
    }
    json.write(json(findings), out);

    return isWell(findings) ? 0 : 1;
  }

  /** Each behind those that it needs. */
  private static List<Check> checks(Installation installation) {
    List<Check> checks = new ArrayList<>();
    checks.addAll(new Prerequisites(installation.workspace().state().root()).checks());
    checks.addAll(new ProfileChecks(installation).checks());
    checks.addAll(new ServiceChecks(installation).checks());
    checks.addAll(new ConsoleChecks(installation).checks());
    checks.addAll(new ServerChecks(installation).checks());
    checks.addAll(new ContractChecks(installation).checks());
    checks.addAll(new ClockChecks(installation).checks());
    checks.addAll(new FlinkChecks(installation).checks());
    checks.addAll(new TableChecks(installation).checks());
    checks.addAll(new ProofChecks(installation).checks());

    return checks;
  }

  private static boolean isWell(Map<String, Finding> findings) {
    return count(findings, Finding.State.FAILED) == 0;
  }

  private static long count(Map<String, Finding> findings, Finding.State state) {
    return findings.values().stream().filter(finding -> finding.state() == state).count();
  }

  static void print(Map<String, Finding> findings, PrintWriter out) {
    findings.forEach(
        (name, finding) -> {
          out.printf(
              LINE,
              finding.state().code(),
              name,
              String.join(" / ", finding.seen().lines().toList()));
          if (!finding.remedy().isEmpty()) {
            out.printf(REMEDY, "", "", finding.remedy());
          }
        });
    out.printf(
        "%d failed, %d warnings, %d ok, %d skipped%n",
        count(findings, Finding.State.FAILED),
        count(findings, Finding.State.WARNING),
        count(findings, Finding.State.OK),
        count(findings, Finding.State.SKIPPED));
  }

  static ObjectNode json(Map<String, Finding> findings) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("ok", isWell(findings));
    ArrayNode array = root.putArray("checks");
    findings.forEach(
        (name, finding) ->
            array
                .addObject()
                .put("check", name)
                .put("state", finding.state().code())
                .put("seen", finding.seen())
                .put("remedy", finding.remedy()));

    return root;
  }
}
