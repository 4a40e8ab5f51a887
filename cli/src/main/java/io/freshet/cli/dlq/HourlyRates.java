package io.freshet.cli.dlq;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.Amounts;
import io.freshet.ingestion.deadletters.HourlyRate;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import org.apache.iceberg.catalog.Catalog;

/** Contracts that have had more dead letters in the last hour than they bear. */
public final class HourlyRates {
  private HourlyRates() {}

  public static List<HourlyRate> tooHigh(Workspace workspace) throws Exception {
    Catalog catalog = workspace.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      return HourlyRate.all(catalog, workspace.contracts(), Instant.now()).stream()
          .filter(HourlyRate::isTooHigh)
          .toList();
    }
  }

  public static void print(List<HourlyRate> tooHigh, PrintWriter out) {
    for (HourlyRate rate : tooHigh) {
      out.printf(
          "TOO MANY  %s: %s dead letters in the last hour, the contract bears %s%n",
          rate.contract(), Amounts.count(rate.events()), Amounts.count(rate.limit()));
    }
  }

  public static ArrayNode json(List<HourlyRate> tooHigh) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (HourlyRate rate : tooHigh) {
      array
          .addObject()
          .put("contract", rate.contract())
          .put("events_per_hour", rate.events())
          .put("limit", rate.limit());
    }

    return array;
  }
}
