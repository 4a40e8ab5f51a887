package io.freshet.cli.stream;

import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaClients;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.Settings;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "describe",
    description = {
      "Says what is in a stream, who sends to it and how much comes.",
      "Exit code 1: its topic has not been made yet."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet stream describe order_events"})
final class DescribeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "STREAM", description = "The stream, by its contract's name")
  private String stream;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Contract contract = StreamContracts.require(workspace, stream);
    contract.requireStream();
    StreamDescription description = describe(contract, Instant.now());
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      description.print(out);
    }
    json.write(description.json(), out);

    return description.ok() ? 0 : 1;
  }

  private StreamDescription describe(Contract contract, Instant now) {
    Settings settings = workspace.settings();
    HttpSchemaRegistry registry = new HttpSchemaRegistry(RegistrySettings.from(settings));
    try (Admin kafka = KafkaClients.admin(KafkaSettings.from(settings))) {
      return new StreamDescription(contract, StreamFacts.read(kafka, registry, contract, now), now);
    }
  }
}
