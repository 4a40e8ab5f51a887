package io.freshet.console.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
  private static final Pattern NAME = Pattern.compile("([a-z]+)-(?:(.+?)-)?(\\d{13})\\.json");

  /** One of a command that is no job. */
  public Receipt(
      String name, String kind, Set<String> tables, Instant at, boolean ok, String headline) {
    this(name, kind, tables, at, ok, headline, Optional.empty(), Map.of());
  }

  /**
   * Reads one.
   *
   * @param modified when the file was written, for names that say no time
   */
  static Receipt of(Path file, JsonNode json, Instant modified) {
    String name = file.getFileName().toString();
    Matcher matcher = NAME.matcher(name);
    boolean isTimed = matcher.matches();
    String kind = isTimed ? matcher.group(1) : name.replaceFirst("[-.].*", "");

    return new Receipt(
        name,
        kind,
        tables(json),
        isTimed ? Instant.ofEpochMilli(Long.parseLong(matcher.group(3))) : modified,
        json.path("ok").asBoolean(!json.has("failure")),
        Headline.of(kind, json),
        JobRun.of(kind, json),
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
