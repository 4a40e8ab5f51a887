package io.freshet.core.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ledger and a commit's ranges as JSON. Version 1, 2 where there are repairs, 3 where rows were
 * erased:
 *
 * <pre>{"version":1,"sources":{"1":{"cluster":"…","topic":"…","topic_id":"…","partitions":{"0":
 * {"start":0,"end":9,"rows":8,"dead_lettered":1,"excluded":0,"late":0,"values":"…","newest_event_time":…}}}},
 * "repairs":{"count":1,"stretches":[{"source":1,"partition":0,"from":3,"end":5}]},
 * "erased":[{"source":1,"partition":0,"rows":2,"offsets":"…"}]}
 * </pre>
 *
 * <p>A table that was never repaired has no {@code repairs}. Rows that a contract's retention let
 * go are among the erased ones, and {@code "expired"} says how many of these they are.
 */
public final class LedgerCodec {
  private static final int VERSION = 1;

  /** Of a table that was repaired: who reads version 1 alone would drop what it says of that. */
  private static final int REPAIRED_VERSION = 2;

  /** Of a table from which rows were erased: the same, and they would be missing. */
  private static final int ERASED_VERSION = 3;

  private static final ObjectMapper JSON = new ObjectMapper();

  private LedgerCodec() {}

  static String write(Ledger ledger) {
    ObjectNode root = JSON.createObjectNode().put("version", version(ledger));
    ObjectNode sources = root.putObject("sources");
    new TreeMap<>(ledger.sources())
        .forEach(
            (number, source) ->
                sources
                    .putObject(number.toString())
                    .put("cluster", source.clusterId())
                    .put("topic", source.topic())
                    .put("topic_id", source.topicId())
                    .putObject("partitions"));
    ledger
        .entries()
        .forEach(
            (position, entry) -> {
              ObjectNode partition =
                  ((ObjectNode)
                          sources.path(Integer.toString(position.source())).path("partitions"))
                      .putObject(Integer.toString(position.partition()))
                      .put("start", entry.start())
                      .put("end", entry.end());
              putCounts(partition, entry.counts(), entry.newestEventTime());
            });
    if (ledger.repairs().count() > 0) {
      root.putObject("repairs")
          .put("count", ledger.repairs().count())
          .set("stretches", stretches(ledger.repairs().stretches()));
    }

    if (!ledger.erased().isEmpty()) {
      root.set("erased", erased(ledger.erased()));
    }

    return print(root);
  }

  private static int version(Ledger ledger) {
    if (!ledger.erased().isEmpty()) {
      return ERASED_VERSION;
    }

    return ledger.repairs().count() > 0 ? REPAIRED_VERSION : VERSION;
  }

  private static ArrayNode erased(Map<Position, ErasedRows> erased) {
    ArrayNode array = JSON.createArrayNode();
    erased.forEach(
        (position, rows) -> {
          ObjectNode node =
              array
                  .addObject()
                  .put("source", position.source())
                  .put("partition", position.partition())
                  .put("rows", rows.count())
                  .put("offsets", rows.encode());
          if (rows.expired() > 0) {
            node.put("expired", rows.expired());
          }
        });

    return array;
  }

  private static Map<Position, ErasedRows> erased(JsonNode array) {
    Map<Position, ErasedRows> erased = new HashMap<>();
    for (JsonNode node : array) {
      erased.put(
          position(node),
          ErasedRows.decode(
              node.path("rows").asLong(),
              node.path("expired").asLong(),
              node.path("offsets").asText()));
    }

    return erased;
  }

  static Ledger read(String json) {
    JsonNode root = parse(json);
    int version = root.path("version").asInt();
    if (version < VERSION || version > ERASED_VERSION) {
      throw new FreshetException(
          Fault.OURS,
          "The table's ledger has version %s; this release reads versions %d to %d"
              .formatted(root.path("version"), VERSION, ERASED_VERSION));
    }
    Map<Integer, LogSource> sources = new TreeMap<>();
    Map<Position, Ledger.Entry> entries = new HashMap<>();
    root.path("sources")
        .properties()
        .forEach(
            source -> {
              int number = Integer.parseInt(source.getKey());
              JsonNode body = source.getValue();
              sources.put(
                  number,
                  new LogSource(
                      body.path("cluster").asText(),
                      body.path("topic").asText(),
                      body.path("topic_id").asText()));
              body.path("partitions")
                  .properties()
                  .forEach(
                      partition ->
                          entries.put(
                              new Position(number, Integer.parseInt(partition.getKey())),
                              entry(partition.getValue())));
            });

    JsonNode repairs = root.path("repairs");

    return new Ledger(
        sources,
        entries,
        new Repairs(repairs.path("count").asInt(), stretches(repairs.path("stretches"))),
        erased(root.path("erased")));
  }

  /** Stretches that were written anew, for a snapshot's summary. */
  public static String writeStretches(Collection<Repairs.Stretch> stretches) {
    return print(stretches(stretches));
  }

  private static ArrayNode stretches(Collection<Repairs.Stretch> stretches) {
    ArrayNode array = JSON.createArrayNode();
    for (Repairs.Stretch stretch : stretches) {
      array
          .addObject()
          .put("source", stretch.position().source())
          .put("partition", stretch.position().partition())
          .put("from", stretch.from())
          .put("end", stretch.end());
    }

    return array;
  }

  private static List<Repairs.Stretch> stretches(JsonNode array) {
    List<Repairs.Stretch> stretches = new ArrayList<>();
    for (JsonNode node : array) {
      stretches.add(
          new Repairs.Stretch(
              position(node), node.path("from").asLong(), node.path("end").asLong()));
    }

    return stretches;
  }

  /** A commit's own ranges, for its snapshot's summary and for committables. */
  public static String writeRanges(Collection<Range> ranges) {
    ArrayNode array = JSON.createArrayNode();
    for (Range range : ranges) {
      ObjectNode node =
          array
              .addObject()
              .put("source", range.position().source())
              .put("partition", range.position().partition())
              .put("start", range.start())
              .put("first", range.first())
              .put("end", range.end());
      putCounts(node, range.counts(), range.newestEventTime());
    }

    return print(array);
  }

  public static List<Range> readRanges(String json) {
    List<Range> ranges = new ArrayList<>();
    for (JsonNode node : parse(json)) {
      ranges.add(
          new Range(
              position(node),
              node.path("start").asLong(),
              node.path("first").asLong(),
              node.path("end").asLong(),
              counts(node),
              newestEventTime(node)));
    }

    return ranges;
  }

  private static void putCounts(ObjectNode node, Counts counts, long newestEventTime) {
    node.put("rows", counts.rows())
        .put("dead_lettered", counts.deadLettered())
        .put("excluded", counts.excluded())
        .put("late", counts.late());
    counts.values().ifPresent(values -> node.put("values", values.toString()));
    if (newestEventTime != Long.MIN_VALUE) {
      node.put("newest_event_time", newestEventTime);
    }
  }

  private static Ledger.Entry entry(JsonNode node) {
    return new Ledger.Entry(
        node.path("start").asLong(),
        node.path("end").asLong(),
        counts(node),
        newestEventTime(node));
  }

  private static Position position(JsonNode node) {
    return new Position(node.path("source").asInt(), node.path("partition").asInt());
  }

  private static Counts counts(JsonNode node) {
    Counts counts =
        new Counts(
            node.path("rows").asLong(),
            node.path("dead_lettered").asLong(),
            node.path("excluded").asLong(),
            node.path("late").asLong());

    return node.has("values")
        ? counts.withValues(ValuesHash.parse(node.path("values").asText()))
        : counts;
  }

  private static long newestEventTime(JsonNode node) {
    return node.path("newest_event_time").asLong(Long.MIN_VALUE);
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new FreshetException(
          Fault.OURS, "The table's ledger is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static String print(JsonNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A JSON tree can always be printed", e);
    }
  }
}
