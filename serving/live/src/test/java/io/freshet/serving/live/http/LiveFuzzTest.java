package io.freshet.serving.live.http;

import static io.freshet.testing.fuzz.Door.texts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.testing.fuzz.ApiDocument;
import io.freshet.testing.fuzz.Door;
import io.freshet.testing.fuzz.TestRun;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Requests made from the OpenAPI document, right and nearly right. */
class LiveFuzzTest {
  @Test
  void answersAsItsDocumentSays() {
    try (LiveGate gate = LiveGate.open()) {
      gate.documents()
          .put(
              LiveGate.ORDER.redisName(),
              "{\"order_version\":3,\"event_time_ms\":1,\"state\":\"ready\"}");

      TestRun.run(door(gate.port()), 200);
    }
  }

  private static Door door(int port) {
    String customer = LiveGate.token(LiveGate.ORDER);

    return new Door(
        "live",
        "127.0.0.1",
        port,
        ApiDocument.beside(LiveDoor.class),
        Map.of(
            "customer",
            List.of("Bearer " + customer),
            "service",
            List.of("Bearer " + LiveGate.SERVICE)),
        Map.of(
            "market",
            texts(LiveGate.ORDER.market(), "fuzz"),
            "part",
            texts("tracking.js"),
            "order_id",
            List.of(JsonNodeFactory.instance.numberNode(LiveGate.ORDER.orderId()))),
        "makeToken",
        List.of(LiveGate.SERVICE, customer));
  }
}
