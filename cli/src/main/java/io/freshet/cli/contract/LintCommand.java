package io.freshet.cli.contract;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.contract.ContractReader;
import io.freshet.core.contract.Finding;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "lint",
    description = "Checks every contract of a folder against ODCS and the house rules.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet contract lint contracts"})
final class LintCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "Folder of contracts; default: the project's")
  private Path folder;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Path checked = folder == null ? workspace.contractsFolder() : folder;
    List<Finding> findings = ContractReader.lint(checked);
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      findings.forEach(finding -> out.println(finding));
      out.println(
          findings.isEmpty()
              ? "All contracts in %s are right".formatted(checked)
              : findings.size() == 1 ? "1 finding" : "%d findings".formatted(findings.size()));
    }
    json.write(result(findings), out);

    return findings.isEmpty() ? 0 : 1;
  }

  private static ObjectNode result(List<Finding> findings) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("ok", findings.isEmpty());
    ArrayNode array = root.putArray("findings");
    for (Finding finding : findings) {
      array
          .addObject()
          .put("file", finding.file())
          .put("line", finding.line())
          .put("path", finding.path())
          .put("problem", finding.problem())
          .put("remedy", finding.remedy());
    }

    return root;
  }
}
