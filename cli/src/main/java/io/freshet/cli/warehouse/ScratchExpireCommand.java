package io.freshet.cli.warehouse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.warehouse.trino.scratch.ExpiryPlan;
import io.freshet.warehouse.trino.scratch.ExpiryReceipt;
import io.freshet.warehouse.trino.scratch.ScratchSchemas;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.iceberg.catalog.Catalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "expire",
    description = {
      "Drops what has not changed for its scratch schema's expiry: plan, then receipt.",
      "A table that somebody writes to meanwhile stays."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet scratch expire --dry-run"})
final class ScratchExpireCommand implements Callable<Integer> {
  @Option(names = "--dry-run", description = "Print the plan and drop nothing")
  private boolean dryRun;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Catalog catalog = workspace.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      ScratchSchemas schemas = new ScratchSchemas(catalog);
      ExpiryPlan plan = schemas.plan(Instant.now());
      if (!json.replacesText()) {
        plan.expired().forEach(item -> out.printf("- %s, since %s%n", item.name(), item.since()));
        out.printf("Plan: %d to drop%n", plan.expired().size());
      }
      Optional<ExpiryReceipt> receipt =
          dryRun ? Optional.empty() : Optional.of(schemas.execute(plan));
      ObjectNode result = result(plan, receipt);
      if (receipt.isPresent() && !plan.expired().isEmpty()) {
        Path file = write(result);
        if (!json.replacesText()) {
          receipt.get().outcomes().forEach((name, what) -> out.println(name + " " + word(what)));
          out.println("Receipt " + file);
        }
      }
      json.write(result, out);
    }

    return 0;
  }

  private Path write(ObjectNode result) throws IOException {
    Path folder = workspace.receipts();
    Files.createDirectories(folder);
    Path file = folder.resolve("scratch-expire-%d.json".formatted(System.currentTimeMillis()));
    Files.writeString(file, result.toPrettyString() + System.lineSeparator());

    return file;
  }

  private static ObjectNode result(ExpiryPlan plan, Optional<ExpiryReceipt> receipt) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("ok", true);
    ArrayNode planned = root.putArray("plan");
    for (ExpiryPlan.Expired expired : plan.expired()) {
      planned
          .addObject()
          .put("name", expired.name())
          .put("kind", expired.item().isView() ? "view" : "table")
          .put("expired_at", expired.since().toString());
    }
    if (receipt.isEmpty()) {
      return root.putNull("receipt");
    }
    ArrayNode done = root.putArray("receipt");
    for (Map.Entry<String, ExpiryReceipt.Outcome> outcome : receipt.get().outcomes().entrySet()) {
      done.addObject().put("name", outcome.getKey()).put("outcome", word(outcome.getValue()));
    }

    return root;
  }

  private static String word(ExpiryReceipt.Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }
}
