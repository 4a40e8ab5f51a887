package io.freshet.cli.dlq;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.JsonOption;
import io.freshet.ingestion.deadletters.DeadLetterFilter;
import io.freshet.ingestion.deadletters.redrive.Outcomes;
import io.freshet.ingestion.deadletters.redrive.Redrive;
import io.freshet.ingestion.deadletters.redrive.RedriveReceipt;
import io.freshet.ingestion.deadletters.redrive.Redriver;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.apache.iceberg.catalog.Catalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "redrive",
    description = {
      "Sends dead letters of a contract again, each at most once; among them is raw JSON that named"
          + " it before it took any.",
      "Only what today's contract takes; the rest is counted and stays. May be repeated and"
          + " interrupted. Prints its plan and leaves a receipt."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet dlq redrive --contract order_events --dry-run",
      "          ./freshet dlq redrive --contract order_events --cause invalid_value"
    })
final class DlqRedriveCommand implements Callable<Integer> {
  private static final long NANOS_BETWEEN_LINES = 1_000_000_000L;

  @Option(
      names = "--contract",
      paramLabel = "CONTRACT",
      required = true,
      description = "Whose dead letters")
  private String contract;

  @Option(names = "--dry-run", description = "Print the plan and send nothing")
  private boolean dryRun;

  @Mixin private DeadLetterOptions options;
  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  private long lastLine = Long.MIN_VALUE;

  @Override
  public Integer call() throws Exception {
    DeadLetterFilter filter = options.filter(Instant.now());
    Catalog catalog = workspace.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      Redriver redriver = Redrivers.of(workspace, catalog);

      return dryRun ? plan(redriver, filter) : redrive(redriver, filter);
    }
  }

  private int plan(Redriver redriver, DeadLetterFilter filter) {
    Outcomes plan = redriver.plan(contract, filter);
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      RedriveTables.plan(contract, plan, out);
    }
    json.write(result(true, plan).putNull("receipt"), out);

    return 0;
  }

  private int redrive(Redriver redriver, DeadLetterFilter filter) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try (Redrive redrive = redriver.begin(contract, filter)) {
      Outcomes plan = redrive.plan();
      if (!json.replacesText()) {
        RedriveTables.plan(contract, plan, out);
        out.flush();
      }
      RedriveReceipt receipt = redrive.run(sent -> tell(sent, plan.sent()));
      Path file = file();
      ObjectNode receiptJson = RedriveTables.json(contract, receipt, file);
      Files.createDirectories(file.getParent());
      Files.writeString(file, receiptJson.toPrettyString() + System.lineSeparator());
      if (!json.replacesText()) {
        RedriveTables.receipt(receipt, file, out);
      }
      ObjectNode result = result(receipt.ok(), plan);
      result.set("receipt", receiptJson);
      json.write(result, out);
      receipt
          .failure()
          .ifPresent(
              failure -> {
                throw failure;
              });

      return 0;
    }
  }

  private ObjectNode result(boolean ok, Outcomes plan) {
    ObjectNode result = JsonNodeFactory.instance.objectNode().put("ok", ok);
    result.set("plan", RedriveTables.json(contract, plan));

    return result;
  }

  private Path file() {
    return workspace
        .receipts()
        .resolve("redrive-%s-%d.json".formatted(contract, Instant.now().toEpochMilli()));
  }

  private void tell(long sent, long all) {
    long now = System.nanoTime();
    if (lastLine == Long.MIN_VALUE || now - lastLine > NANOS_BETWEEN_LINES) {
      lastLine = now;
      PrintWriter err = spec.commandLine().getErr();
      err.printf("Sent %s of %s%n", Amounts.count(sent), Amounts.count(all));
      err.flush();
    }
  }
}
