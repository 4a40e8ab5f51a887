package io.freshet.cli.lake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.assurance.freshness.Freshness;
import io.freshet.assurance.freshness.FreshnessReader;
import io.freshet.assurance.log.Log;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.RawJson;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.catalog.Catalog;

/** Measures every table's staleness and shows it: as a table or as JSON. */
public final class FreshnessTable {
  private FreshnessTable() {}

  public static List<Freshness> read(Workspace workspace) {
    return read(workspace, workspace.contracts().all());
  }

  /** Of these contracts' tables only. */
  public static List<Freshness> read(Workspace workspace, List<Contract> wanted) {
    Catalog catalog = workspace.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog;
        Log log = Log.open(workspace.kafka())) {
      return new FreshnessReader(
              catalog, log, RawJson.from(workspace.settings()), InstantSource.system())
          .read(workspace.contracts(), wanted.stream().map(Contract::name).toList());
    } catch (FreshetException e) {
      throw e;
    } catch (Exception e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot measure freshness: " + e.getMessage(), e);
    }
  }

  public static void print(List<Freshness> tables, PrintWriter out) {
    TextTable text =
        new TextTable(
            "table",
            "newest event",
            "watermark",
            "last commit",
            "waiting",
            "queryable p50",
            "p95",
            "p99",
            "budget",
            "verdict");
    for (Freshness table : tables) {
      text.row(
          table.table(),
          instant(table.newestEventTime()),
          instant(table.watermark()),
          table.commitAge().map(age -> Amounts.age(age) + " ago").orElse("never"),
          waiting(table),
          wait(table, Freshness.Queryable::p50),
          wait(table, Freshness.Queryable::p95),
          wait(table, Freshness.Queryable::p99),
          Amounts.age(table.budget()),
          table.verdict().name().toLowerCase(Locale.ROOT));
    }
    text.print(out);
  }

  /** What the verdict rests on: without it, an old commit of a silent stream would look late. */
  private static String waiting(Freshness table) {
    return table
        .staleness()
        .map(age -> age.isZero() ? "nothing" : "since " + Amounts.age(age))
        .orElse("-");
  }

  private static String instant(Optional<Instant> instant) {
    return instant.map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("-");
  }

  private static String wait(Freshness table, Function<Freshness.Queryable, Duration> percentile) {
    return table.queryable().map(percentile).map(Amounts::age).orElse("-");
  }

  /** The shape that design.md fixes for {@code freshness}; ok unless a table is late. */
  public static ObjectNode json(List<Freshness> tables) {
    ObjectNode root =
        JsonNodeFactory.instance
            .objectNode()
            .put(
                "ok",
                tables.stream().noneMatch(table -> table.verdict() == Freshness.Verdict.LATE));
    ArrayNode array = root.putArray("tables");
    tables.forEach(table -> array.add(json(table)));

    return root;
  }

  private static ObjectNode json(Freshness table) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("table", table.table())
            .put("budget_seconds", Amounts.seconds(table.budget()))
            .put("newest_event_time", table.newestEventTime().map(Instant::toString).orElse(null))
            .put("watermark", table.watermark().map(Instant::toString).orElse(null))
            .put("commit_age_seconds", table.commitAge().map(Amounts::seconds).orElse(null));
    node.putObject("queryable_seconds")
        .put("p50", seconds(table, Freshness.Queryable::p50))
        .put("p95", seconds(table, Freshness.Queryable::p95))
        .put("p99", seconds(table, Freshness.Queryable::p99));
    ArrayNode hops = node.putArray("hops");
    for (Freshness.Hop hop : table.hops()) {
      hops.addObject().put("hop", hop.name()).put("age_seconds", Amounts.seconds(hop.age()));
    }

    return node.put("verdict", table.verdict().name().toLowerCase(Locale.ROOT));
  }

  /** Null where nothing came lately: no wait is not a wait of zero. */
  private static Double seconds(
      Freshness table, Function<Freshness.Queryable, Duration> percentile) {
    return table.queryable().map(percentile).map(Amounts::seconds).orElse(null);
  }
}
