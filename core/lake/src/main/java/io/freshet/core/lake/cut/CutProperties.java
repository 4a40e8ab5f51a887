package io.freshet.core.lake.cut;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.lake.cut.Cut.Held;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the schema of a cut says of it: a property for each table, and one that says that it is
 * whole. Catalogs in a database hold 1000 characters in a property, so no list of tables fits.
 */
final class CutProperties {
  private static final String WHOLE = "freshet.cut.";
  private static final String TABLE = "freshet.cut-table.";
  private static final String MADE_AT = "made_at";
  private static final String UNTIL = "until";
  private static final String DOMAIN = "domain";
  private static final String SNAPSHOT = "snapshot";
  private static final String EVENT_TIME = "event_time";
  private static final ObjectMapper JSON = new ObjectMapper();

  private CutProperties() {}

  /** One a table; to be there before {@link #whole}. */
  static Map<String, String> tables(Cut cut) {
    Map<String, String> properties = new HashMap<>();
    cut.tables()
        .forEach(
            (table, held) -> {
              ObjectNode node = JSON.createObjectNode().put(DOMAIN, cut.domain());
              held.snapshot().ifPresent(snapshot -> node.put(SNAPSHOT, snapshot));
              properties.put(TABLE + table, node.put(EVENT_TIME, held.eventTime()).toString());
            });

    return properties;
  }

  static Map<String, String> whole(Cut cut) {
    ObjectNode node =
        JSON.createObjectNode()
            .put(MADE_AT, cut.madeAt().toString())
            .put(UNTIL, cut.until().toString());
    Map<String, String> properties = new HashMap<>();
    properties.put(WHOLE + cut.domain(), node.toString());

    return properties;
  }

  static boolean areOfACut(Map<String, String> properties) {
    return properties.keySet().stream().anyMatch(key -> key.startsWith(WHOLE));
  }

  /** The whole cuts of an hour, one a domain. */
  static List<Cut> read(CutName name, Map<String, String> properties) {
    List<Cut> cuts = new ArrayList<>();
    new TreeMap<>(properties)
        .forEach(
            (key, value) -> {
              if (key.startsWith(WHOLE)) {
                JsonNode node = parse(name, value);
                String domain = key.substring(WHOLE.length());
                cuts.add(
                    new Cut(
                        name,
                        domain,
                        Instant.parse(node.path(MADE_AT).asText()),
                        Instant.parse(node.path(UNTIL).asText()),
                        tables(name, domain, properties)));
              }
            });

    return cuts;
  }

  private static Map<String, Held> tables(
      CutName name, String domain, Map<String, String> properties) {
    Map<String, Held> tables = new TreeMap<>();
    properties.forEach(
        (key, value) -> {
          if (key.startsWith(TABLE)) {
            JsonNode node = parse(name, value);
            Optional<Long> snapshot =
                Optional.of(node.path(SNAPSHOT)).filter(JsonNode::isNumber).map(JsonNode::asLong);
            if (node.path(DOMAIN).asText().equals(domain)) {
              tables.put(
                  key.substring(TABLE.length()),
                  new Held(snapshot, node.path(EVENT_TIME).asText()));
            }
          }
        });

    return tables;
  }

  private static JsonNode parse(CutName name, String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new FreshetException(
          Fault.OURS, "What the schema %s says of its cut is no JSON: %s".formatted(name, json), e);
    }
  }
}
