package io.freshet.serving.orders;

import static io.freshet.testing.fuzz.Door.texts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.Part;
import io.freshet.serving.orders.http.OrdersDoor;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.fuzz.ApiDocument;
import io.freshet.testing.fuzz.Door;
import io.freshet.testing.fuzz.TestRun;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests made from the OpenAPI document, right and nearly right; on a real Postgres. */
class OrdersFuzzIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.POSTGRES);

  @Test
  void answersAsItsDocumentSays() {
    OrdersDatabase database = new OrdersDatabase(platform);
    try (OrdersServer server =
        OrdersServer.start(
            OrdersSettings.from(Settings.of(database.profile())), InstantSource.system())) {
      OrdersClient client = new OrdersClient("http://127.0.0.1:" + server.port());
      long order = client.create(OrderTexts.order("fuzz")).order();

      TestRun.run(door(server.port(), order), 200);
    }
  }

  private static Door door(int port, long order) {
    return new Door(
        "orders",
        "127.0.0.1",
        port,
        ApiDocument.beside(OrdersDoor.class),
        Map.of("token", List.of("Bearer " + OrdersDatabase.TOKEN)),
        Map.of(
            "market", texts("fuzz"),
            // The cursor before all of them.
            "after", texts("YWZ0ZXI6MA"),
            "kind", texts("ops", "system", "customer"),
            "order_id", List.of(JsonNodeFactory.instance.numberNode(order)),
            "If-Match", texts("\"1\"", "\"2\"")),
        "orders",
        List.of(OrdersDatabase.TOKEN));
  }
}
