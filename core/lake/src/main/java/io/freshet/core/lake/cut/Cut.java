package io.freshet.core.lake.cut;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One hour's end in all tables of a domain, made whole. Immutable.
 *
 * @param until when its tags may go
 * @param snapshots by table, as {@code raw.dasher_pings}; empty for one that was never written
 */
public record Cut(
    CutName name,
    String domain,
    Instant madeAt,
    Instant until,
    Map<String, Optional<Long>> snapshots) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MADE_AT = "made_at";
  private static final String UNTIL = "until";
  private static final String TABLES = "tables";

  public Cut {
    snapshots = new TreeMap<>(snapshots);
  }

  /** What its schema says of it. */
  String toJson() {
    ObjectNode root =
        JSON.createObjectNode().put(MADE_AT, madeAt.toString()).put(UNTIL, until.toString());
    ObjectNode tables = root.putObject(TABLES);
    snapshots.forEach((table, snapshot) -> tables.put(table, snapshot.orElse(null)));

    return root.toString();
  }

  static Cut parse(CutName name, String domain, String json) {
    try {
      JsonNode root = JSON.readTree(json);
      Map<String, Optional<Long>> snapshots = new TreeMap<>();
      root.path(TABLES)
          .properties()
          .forEach(
              table ->
                  snapshots.put(
                      table.getKey(),
                      Optional.of(table.getValue())
                          .filter(JsonNode::isNumber)
                          .map(JsonNode::asLong)));

      return new Cut(
          name,
          domain,
          Instant.parse(root.path(MADE_AT).asText()),
          Instant.parse(root.path(UNTIL).asText()),
          snapshots);
    } catch (JsonProcessingException e) {
      throw new FreshetException(
          Fault.OURS, "What %s says of %s is no JSON: %s".formatted(name, domain, json), e);
    }
  }
}
