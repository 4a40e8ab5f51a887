package io.freshet.console.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a receipt says in short.
 *
 * @param name of its file
 * @param kind the command that left it: prove, maintain, nightly, redrive, …
 * @param tables that it speaks of; a contract's name where it names no table
 * @param headline its outcome in a line
 * @param run of a nightly or a backfill what it has done
 * @param expired rows past retention that it let go, by table; of tables where there were any
 */
public record Receipt(
    String name,
    String kind,
    Set<String> tables,
    Instant at,
    boolean ok,
    String headline,
    Optional<JobRun> run,
    Map<String, Long> expired) {
  private static final String PROOF = "prove";

  /** One of a command that is no job. */
  public Receipt(
      String name, String kind, Set<String> tables, Instant at, boolean ok, String headline) {
    this(name, kind, tables, at, ok, headline, Optional.empty(), Map.of());
  }

  /**
   * Reads one.
   *
   * @param at when it was left
   */
  static Receipt of(ReceiptName name, JsonNode json, Instant at) {
    return new Receipt(
        name.file(),
        name.kind(),
        tables(json),
        at,
        json.path("ok").asBoolean(!json.has("failure")),
        Headline.of(name.kind(), json),
        JobRun.of(name.kind(), json),
        expired(json));
  }

  private static Map<String, Long> expired(JsonNode json) {
    Map<String, Long> expired = new TreeMap<>();
    for (JsonNode table : json.path("receipt").path("tables")) {
      for (JsonNode step : table.path("steps")) {
        long rows = step.path("rows_expired").asLong();
        if (rows > 0) {
          expired.merge(table.path("table").asText(), rows, Long::sum);
        }
      }
    }

    return expired;
  }

  private static Set<String> tables(JsonNode json) {
    Set<String> tables = new TreeSet<>();
    for (JsonNode place : new JsonNode[] {json, json.path("receipt"), json.path("plan")}) {
      add(place.path("table"), tables);
      add(place.path("contract"), tables);
      place.path("tables").forEach(each -> add(each.path("table"), tables));
    }

    return tables;
  }

  private static void add(JsonNode name, Set<String> tables) {
    if (name.isTextual() && !name.asText().isBlank()) {
      tables.add(name.asText());
    }
  }

  /** Whether it says that nothing of its table is missing or doubled, or what is. */
  public boolean isProof() {
    return kind.equals(PROOF);
  }

  /** Whether it speaks of that table, by its whole name or by its contract's. */
  public boolean isOf(String table) {
    return tables.contains(table) || tables.contains(table.substring(table.indexOf('.') + 1));
  }
}
