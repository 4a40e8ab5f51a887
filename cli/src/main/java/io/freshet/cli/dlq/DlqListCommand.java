package io.freshet.cli.dlq;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.output.TextTable;
import io.freshet.core.contract.Contracts;
import io.freshet.ingestion.deadletters.DeadLetterFilter;
import io.freshet.ingestion.deadletters.DeadLetterGroup;
import io.freshet.ingestion.deadletters.DeadLetterTable;
import io.freshet.ingestion.deadletters.HourlyRate;
import io.freshet.ingestion.deadletters.RefusalGroup;
import io.freshet.ingestion.deadletters.Refusals;
import io.freshet.ingestion.deadletters.redrive.RedrivenRecords;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.iceberg.catalog.Catalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    description = {
      "Counts dead letters by contract and cause, and beside them what event gateways refused.",
      "Exit code 1 when a contract has had more in the last hour than it bears."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet dlq list",
      "          ./freshet dlq list --contract dasher_pings --since 24h"
    })
final class DlqListCommand implements Callable<Integer> {
  @Option(names = "--contract", paramLabel = "CONTRACT", description = "Only those of its stream")
  private String contract;

  @Mixin private DeadLetterOptions options;
  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    DeadLetterFilter filter = options.filter(Instant.now());
    if (contract != null) {
      filter = filter.ofContract(contract);
    }
    Contracts contracts = workspace.contracts();
    Catalog catalog = workspace.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      RedrivenRecords redriven = Redrivers.of(workspace, catalog).redriven();
      List<DeadLetterGroup> groups =
          DeadLetterTable.load(catalog, contracts.deadLetters()).groups(filter, redriven::contains);
      Refusals refusals = Refusals.read(catalog, contracts, filter);
      if (groups.isEmpty() && refusals.groups().isEmpty() && contract != null) {
        contracts.require(contract); // or it is a mistyped name
      }
      List<HourlyRate> tooHigh = tooHigh(HourlyRate.all(catalog, contracts, Instant.now()));
      PrintWriter out = spec.commandLine().getOut();
      if (!json.replacesText()) {
        print(groups, refusals, tooHigh, out);
      }
      json.write(json(groups, refusals, tooHigh), out);

      return tooHigh.isEmpty() ? 0 : 1;
    }
  }

  private List<HourlyRate> tooHigh(List<HourlyRate> rates) {
    return rates.stream()
        .filter(HourlyRate::isTooHigh)
        .filter(rate -> contract == null || rate.contract().equals(contract))
        .toList();
  }

  static void print(
      List<DeadLetterGroup> groups, Refusals refusals, List<HourlyRate> tooHigh, PrintWriter out) {
    TextTable table = new TextTable("contract", "cause", "events", "redriven", "first", "last");
    for (DeadLetterGroup group : groups) {
      table.row(
          group.contract(),
          group.cause(),
          Amounts.count(group.events()),
          Amounts.count(group.redriven()),
          group.first().truncatedTo(ChronoUnit.SECONDS),
          group.last().truncatedTo(ChronoUnit.SECONDS));
    }
    if (groups.isEmpty()) {
      out.println("There are no such dead letters");
    } else {
      table.print(out);
    }
    if (!refusals.groups().isEmpty()) {
      print(refusals, out);
    }
    HourlyRates.print(tooHigh, out);
  }

  private static void print(Refusals refusals, PrintWriter out) {
    out.println();
    out.println("Refused by event gateways; their senders have been told, no redrive sends them:");
    TextTable table = new TextTable("contract", "cause", "events", "first", "last");
    for (RefusalGroup group : refusals.groups()) {
      table.row(
          group.contract().isEmpty() ? "-" : group.contract(),
          group.cause(),
          Amounts.count(group.events()),
          group.first().truncatedTo(ChronoUnit.SECONDS),
          group.last().truncatedTo(ChronoUnit.SECONDS));
    }
    table.print(out);
    if (refusals.notKept() > 0) {
      out.printf("and %s more that were not kept%n", Amounts.count(refusals.notKept()));
    }
  }

  /**
   * The shape that design.md fixes for {@code dlq list}, and what it has no place for beside it.
   */
  static ObjectNode json(
      List<DeadLetterGroup> groups, Refusals refusals, List<HourlyRate> tooHigh) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("ok", tooHigh.isEmpty());
    ArrayNode array = root.putArray("groups");
    ArrayNode redriven = root.putArray("redriven");
    for (DeadLetterGroup group : groups) {
      array
          .addObject()
          .put("contract", group.contract())
          .put("cause", group.cause())
          .put("events", group.events())
          .put("first", group.first().toString())
          .put("last", group.last().toString());
      if (group.redriven() > 0) {
        redriven
            .addObject()
            .put("contract", group.contract())
            .put("cause", group.cause())
            .put("events", group.redriven());
      }
    }
    root.set("refused", json(refusals));
    root.put("refused_not_kept", refusals.notKept());
    root.set("too_many", HourlyRates.json(tooHigh));

    return root;
  }

  private static ArrayNode json(Refusals refusals) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (RefusalGroup group : refusals.groups()) {
      array
          .addObject()
          .put("contract", group.contract())
          .put("cause", group.cause())
          .put("events", group.events())
          .put("first", group.first().toString())
          .put("last", group.last().toString());
    }

    return array;
  }
}
