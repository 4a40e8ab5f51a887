package io.freshet.core.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a derived table says about one of its days: how many rows it must have, and what it was
 * computed from. Lives in table properties, a key per day, so that it survives the expiry of the
 * day's snapshot, and days that are published at the same time do not overwrite each other's.
 *
 * @param expectedRows counted from the inputs, apart from the rule that made the rows
 * @param erasedRows so many of them were erased since the day was published
 * @param basis empty for days that were published before it was kept
 */
public record PublishedDay(
    LocalDate day, long expectedRows, long erasedRows, Optional<Basis> basis) {
  /** In a snapshot's summary: the day that it replaced. */
  public static final String DAY = "freshet.day";

  /** In a snapshot's summary; with {@code .2008-05-19} behind it, a table property. */
  public static final String EXPECTED_ROWS = "freshet.expected-rows";

  /** As {@link #EXPECTED_ROWS}; the property is shorter than what the summary says. */
  public static final String INPUTS = "freshet.inputs";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FROM = "from";
  private static final String TO = "to";
  private static final String TABLES = "tables";

  /** Between the rows that were published and those that were erased: {@code 536-2}. */
  private static final String LESS = "-";

  /** Of a day as it was published. */
  public PublishedDay(LocalDate day, long expectedRows, Optional<Basis> basis) {
    this(day, expectedRows, 0, basis);
  }

  /** The same day with more of its rows erased. */
  public PublishedDay erased(long moreRows) {
    return new PublishedDay(day, expectedRows, erasedRows + moreRows, basis);
  }

  /**
   * Which rows of which snapshots a day rests on.
   *
   * @param from event time, where the day begins; where it begins first when it begins at several
   * @param to event time, where the day has ended everywhere
   * @param inputs by table, as {@code raw.dasher_pings}
   */
  public record Basis(Instant from, Instant to, Map<String, Input> inputs) {
    public Basis {
      inputs = new TreeMap<>(inputs);
    }
  }

  /**
   * One table as it was read.
   *
   * @param repairs how many it had had: what they write anew is as old as before
   */
  public record Input(long snapshotId, Instant committedAt, int repairs) {
    /** A table that had no snapshot yet. */
    public static final Input NEVER_WRITTEN = new Input(-1, Instant.EPOCH);

    /** Of a table that was never repaired. */
    public Input(long snapshotId, Instant committedAt) {
      this(snapshotId, committedAt, 0);
    }
  }

  /** Every published day of a table, by its properties. */
  public static NavigableMap<LocalDate, PublishedDay> of(Map<String, String> tableProperties) {
    NavigableMap<LocalDate, PublishedDay> days = new TreeMap<>();
    tableProperties.forEach(
        (key, value) -> {
          if (key.startsWith(EXPECTED_ROWS + ".")) {
            LocalDate day = LocalDate.parse(key.substring(EXPECTED_ROWS.length() + 1));
            String[] rows = value.split(LESS, 2);
            days.put(
                day,
                new PublishedDay(
                    day,
                    Long.parseLong(rows[0]),
                    rows.length > 1 ? Long.parseLong(rows[1]) : 0,
                    Optional.ofNullable(tableProperties.get(INPUTS + "." + day))
                        .map(PublishedDay::basis)));
          }
        });

    return days;
  }

  /** What a snapshot's summary says of the days it published: of one, or by day of several. */
  public static Map<LocalDate, Long> expectedIn(Map<String, String> summary) {
    Map<LocalDate, Long> expected = new TreeMap<>();
    of(summary).forEach((day, published) -> expected.put(day, published.expectedRows()));
    String day = summary.get(DAY);
    String rows = summary.get(EXPECTED_ROWS);
    if (day != null && rows != null) {
      expected.put(LocalDate.parse(day), Long.parseLong(rows));
    }

    return expected;
  }

  /** What to set on the table in the commit that publishes the day. */
  public Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(
        EXPECTED_ROWS + "." + day,
        erasedRows == 0 ? Long.toString(expectedRows) : expectedRows + LESS + erasedRows);
    basis.ifPresent(known -> properties.put(INPUTS + "." + day, json(known)));

    return properties;
  }

  /** {@code {"from":"…","to":"…","tables":{"raw.dasher_pings":[4711,1211234567890]}}}. */
  private static String json(Basis basis) {
    ObjectNode root =
        JSON.createObjectNode().put(FROM, basis.from().toString()).put(TO, basis.to().toString());
    ObjectNode tables = root.putObject(TABLES);
    basis
        .inputs()
        .forEach(
            (table, input) -> {
              ArrayNode values =
                  tables
                      .putArray(table)
                      .add(input.snapshotId())
                      .add(input.committedAt().toEpochMilli());
              if (input.repairs() > 0) {
                values.add(input.repairs());
              }
            });

    return root.toString();
  }

  private static Basis basis(String json) {
    try {
      JsonNode root = JSON.readTree(json);
      Map<String, Input> inputs = new TreeMap<>();
      root.path(TABLES)
          .properties()
          .forEach(
              table ->
                  inputs.put(
                      table.getKey(),
                      new Input(
                          table.getValue().path(0).asLong(),
                          Instant.ofEpochMilli(table.getValue().path(1).asLong()),
                          table.getValue().path(2).asInt())));

      return new Basis(
          Instant.parse(root.path(FROM).asText()), Instant.parse(root.path(TO).asText()), inputs);
    } catch (JsonProcessingException e) {
      throw new FreshetException(
          Fault.OURS, "The property %s.<day> is no JSON: %s".formatted(INPUTS, json), e);
    }
  }
}
