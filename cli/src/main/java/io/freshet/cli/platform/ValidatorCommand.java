package io.freshet.cli.platform;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.RawJson;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "validator",
    description = {
      "Starts the JSON validator on the embedded platform that is up.",
      "It puts raw JSON onto the streams of contracts that say takesRawJson."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet validator"})
public final class ValidatorCommand implements Callable<Integer> {
  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    workspace.installation();
    new Pipeline(workspace).startValidator(new ProgressPrinter(spec.commandLine().getErr()));
    String topic = RawJson.from(workspace.settings()).topic();
    List<String> contracts =
        RawJson.takers(workspace.contracts()).stream().map(Contract::name).toList();
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      out.printf(
          "The JSON validator reads topic %s and feeds %s, until ./freshet down%n",
          topic, String.join(", ", contracts));
    }
    json.write(result(topic, contracts), out);

    return 0;
  }

  private static ObjectNode result(String topic, List<String> contracts) {
    ObjectNode result = JsonNodeFactory.instance.objectNode().put("ok", true).put("topic", topic);
    ArrayNode fed = result.putArray("contracts");
    contracts.forEach(fed::add);

    return result;
  }
}
