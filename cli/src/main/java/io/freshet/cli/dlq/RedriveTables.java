package io.freshet.cli.dlq;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import io.freshet.ingestion.deadletters.DeadLetterFilter;
import io.freshet.ingestion.deadletters.redrive.Extent;
import io.freshet.ingestion.deadletters.redrive.Outcomes;
import io.freshet.ingestion.deadletters.redrive.RedriveReceipt;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Plans and receipts of redrives, for people and for machines. */
final class RedriveTables {
  private RedriveTables() {}

  static void plan(String contract, Outcomes plan, PrintWriter out) {
    if (!plan.causes().isEmpty()) {
      causes("can be sent", plan).print(out);
    }
    out.printf(
        "Plan: of %s dead letters of %s, %s can be sent, %s would be refused again, %s were sent"
            + " before%n",
        Amounts.count(plan.found()),
        contract,
        Amounts.count(plan.sent()),
        Amounts.count(plan.stillRefused()),
        Amounts.count(plan.redrivenBefore()));
    if (plan.ofAnotherTable() > 0) {
      out.printf(
          "%s are of a topic that the table's ledger does not know as theirs any more, and stay%n",
          Amounts.count(plan.ofAnotherTable()));
    }
  }

  private static TextTable causes(String sent, Outcomes outcomes) {
    TextTable table = new TextTable("cause", sent, "today refused for");
    outcomes
        .causes()
        .forEach(
            (cause, counts) ->
                table.row(
                    cause,
                    Amounts.count(counts.sent()),
                    counts.stillRefused().entrySet().stream()
                        .map(each -> each.getKey() + " " + Amounts.count(each.getValue()))
                        .collect(Collectors.joining(", "))));

    return table;
  }

  static void receipt(RedriveReceipt receipt, Path file, PrintWriter out) {
    out.printf("Sent %s%n", Amounts.count(receipt.outcomes().sent()));
    if (receipt.inDoubt() > 0) {
      out.printf("In doubt %s%n", Amounts.count(receipt.inDoubt()));
    }
    out.println("Receipt " + file);
  }

  static ObjectNode json(String contract, Outcomes outcomes) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("contract", contract)
            .put("found", outcomes.found())
            .put("sent", outcomes.sent())
            .put("still_refused", outcomes.stillRefused())
            .put("redriven_before", outcomes.redrivenBefore())
            .put("of_another_table", outcomes.ofAnotherTable());
    ArrayNode causes = node.putArray("causes");
    outcomes
        .causes()
        .forEach(
            (cause, counts) -> {
              ObjectNode each = causes.addObject().put("cause", cause).put("sent", counts.sent());
              ArrayNode refused = each.putArray("still_refused");
              counts
                  .stillRefused()
                  .forEach(
                      (today, events) ->
                          refused.addObject().put("cause", today).put("events", events));
            });

    return node;
  }

  static ObjectNode json(String contract, RedriveReceipt receipt, Path file) {
    ObjectNode node = json(contract, receipt.outcomes());
    node.put("ok", receipt.ok())
        .put("run", receipt.run())
        .put("started_at", receipt.startedAt().toString())
        .put("finished_at", receipt.finishedAt().toString())
        .put("in_doubt", receipt.inDoubt())
        .put("values_hash", receipt.valuesHash())
        .put("failure", receipt.failure().map(Throwable::getMessage).orElse(null));
    DeadLetterFilter filter = receipt.filter();
    node.putObject("filter")
        .put("cause", filter.cause().orElse(null))
        .put("since", filter.since().map(Instant::toString).orElse(null))
        .put("until", filter.until().map(Instant::toString).orElse(null));
    node.set("refused", json("topic_id", receipt.refused()));
    node.set("sent_to", json("topic", receipt.sentTo()));

    return node.put("file", file.toString());
  }

  private static ArrayNode json(String topic, List<Extent> extents) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Extent extent : extents) {
      array
          .addObject()
          .put(topic, extent.topic())
          .put("partition", extent.partition())
          .put("from", extent.from())
          .put("to", extent.to())
          .put("records", extent.records());
    }

    return array;
  }
}
