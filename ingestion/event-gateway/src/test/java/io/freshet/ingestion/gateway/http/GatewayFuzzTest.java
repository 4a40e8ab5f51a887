package io.freshet.ingestion.gateway.http;

import static io.freshet.testing.fuzz.Door.texts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.ingestion.gateway.ReadableRides;
import io.freshet.testing.fuzz.ApiDocument;
import io.freshet.testing.fuzz.Door;
import io.freshet.testing.fuzz.TestRun;
import io.freshet.testing.samples.Rides;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Requests made from the OpenAPI document, right and nearly right. */
class GatewayFuzzTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> KEYS = List.of(Gate.KEY, Gate.ANALYST_KEY, Gate.ENGINEER_KEY);

  @Test
  void answersAsItsDocumentSays() {
    try (Gate gate = Gate.open(ReadableRides.contract())) {
      TestRun.run(door(gate.port()), 200);
    }
  }

  private static Door door(int port) {
    ObjectNode ride =
        JSON.objectNode()
            .put("city", "oslo")
            .put("ride_id", 4711)
            .put("event_time", "2026-11-01T08:00:00.123456Z");

    return new Door(
        "gateway",
        "127.0.0.1",
        port,
        ApiDocument.beside(GatewayDoor.class),
        Map.of("key", KEYS.stream().map(key -> "Bearer " + key).toList()),
        Map.ofEntries(
            Map.entry("contract", texts(Rides.NAME, "no-such")),
            Map.entry("type", texts(Rides.NAME)),
            Map.entry("ce-type", texts(Rides.NAME)),
            Map.entry("data", List.of(ride)),
            Map.entry("value", List.of(ride)),
            Map.entry("topic", texts(Rides.NAME)),
            Map.entry("topics[]", texts(Rides.NAME)),
            Map.entry("contracts[]", texts(Rides.NAME)),
            Map.entry("topic_pattern", texts("ri.*")),
            Map.entry("group", texts("fuzz")),
            Map.entry("name", texts("fuzz-1")),
            Map.entry("instance", texts("fuzz-1")),
            Map.entry("timeout", List.of(JSON.numberNode(1)))),
        "topics",
        KEYS);
  }
}
