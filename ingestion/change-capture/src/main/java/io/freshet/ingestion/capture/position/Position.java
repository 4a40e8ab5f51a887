package io.freshet.ingestion.capture.position;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.capture.change.ChangeId;
import io.freshet.ingestion.capture.database.LogPlace;
import io.freshet.ingestion.capture.database.Lsn;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far a capture has come, as Kafka keeps it beside the events.
 *
 * @param owner the process that took the capture over last
 * @param database which database it follows; no other has that name
 * @param snapshot the number of the snapshot that it began with
 * @param tables what it follows, by contract
 * @param progress empty until the snapshot is whole
 */
public record Position(
    String owner,
    String database,
    int snapshot,
    Map<String, String> tables,
    Optional<Progress> progress) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public Position {
    tables = Map.copyOf(tables);
  }

  /**
   * Where to go on.
   *
   * @param boundary the end of a transaction: it and all that were committed before are dealt with
   * @param last the last change that is dealt with of the transactions behind it
   * @param log a place in the log behind all that is dealt with; empty where none was kept
   */
  public record Progress(long boundary, Optional<ChangeId> last, Optional<LogPlace> log) {
    /** Whether nothing was dealt with in between. */
    public boolean isAt(Progress other) {
      return boundary == other.boundary && last.equals(other.last);
    }
  }

  public Position at(Progress place) {
    return new Position(owner, database, snapshot, tables, Optional.of(place));
  }

  /** As Kafka keeps it; for people, too. */
  public byte[] toBytes() {
    ObjectNode json = JSON.createObjectNode();
    json.put("owner", owner).put("database", database).put("snapshot", snapshot);
    ObjectNode followed = json.putObject("tables");
    new TreeMap<>(tables).forEach(followed::put);
    progress.ifPresent(
        place -> {
          json.put("boundary", Lsn.print(place.boundary()));
          place
              .last()
              .ifPresent(
                  last ->
                      json.putObject("last")
                          .put("transaction", last.transaction())
                          .put("lsn", Lsn.print(last.lsn()))
                          .put("ordinal", last.ordinal()));
          place
              .log()
              .ifPresent(
                  log ->
                      json.putObject("log")
                          .put("timeline", log.timeline())
                          .put("lsn", Lsn.print(log.lsn())));
        });

    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #toBytes} has written.
   *
   * @throws FreshetException {@code OURS} when it is something else
   */
  public static Position of(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      JsonNode json = JSON.readTree(text);
      Map<String, String> tables = new TreeMap<>();
      json.required("tables")
          .properties()
          .forEach(each -> tables.put(each.getKey(), each.getValue().asText()));

      return new Position(
          json.required("owner").asText(),
          json.required("database").asText(),
          json.required("snapshot").asInt(),
          tables,
          progress(json));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new FreshetException(
          Fault.OURS, "A capture's position can't be read: '%s'".formatted(text), e);
    }
  }

  private static Optional<Progress> progress(JsonNode json) {
    if (!json.has("boundary")) {
      return Optional.empty();
    }
    Optional<ChangeId> last =
        Optional.ofNullable(json.get("last"))
            .map(
                each ->
                    new ChangeId(
                        each.required("transaction").asLong(),
                        Lsn.parse(each.required("lsn").asText()),
                        each.required("ordinal").asInt()));

    Optional<LogPlace> log =
        Optional.ofNullable(json.get("log"))
            .map(
                each ->
                    new LogPlace(
                        each.required("timeline").asInt(),
                        Lsn.parse(each.required("lsn").asText())));

    return Optional.of(new Progress(Lsn.parse(json.get("boundary").asText()), last, log));
  }
}
