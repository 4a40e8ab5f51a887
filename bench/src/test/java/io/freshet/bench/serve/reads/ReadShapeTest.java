package io.freshet.bench.serve.reads;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.bench.serve.OrderTokens;
import io.freshet.bench.serve.Version;
import io.freshet.bench.wrk.Requests.Request;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadShapeTest {
  private static final String KEY = "what services show";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OrderTokens tokens =
      OrderTokens.of(
          Settings.ofEnvironment(
              Map.of("FRESHET_LIVE_TOKEN_SECRET", "a secret of thirty-two bytes, or more")));

  @Test
  void aServiceAsksForManyAtOnce() throws IOException {
    List<Request> requests = ReadShape.BATCH_OF_100.requests(tokens, KEY);

    assertThat(requests).doesNotHaveDuplicates();
    Request first = requests.get(0);
    JsonNode orders = JSON.readTree(first.body()).path("orders");
    assertThat(first.method() + " " + first.path()).isEqualTo("POST /orders:batch");
    assertThat(first.key()).isEqualTo(KEY);
    assertThat(orders).hasSize(100);
    assertThat(orders.path(0).path("market").asText()).isEqualTo(ReadOrders.MARKET);
    assertThat(orders.path(0).path("order_id").asLong())
        .isBetween(ReadOrders.FIRST_ID, ReadOrders.FIRST_ID + ReadOrders.COUNT - 1);
  }

  @Test
  void aCustomerAsksForOneWithItsToken() {
    List<Request> requests = ReadShape.SINGLE.requests(tokens, KEY);

    assertThat(requests)
        .allSatisfy(
            request -> {
              assertThat(request.method()).isEqualTo("GET");
              assertThat(request.path()).startsWith("/orders/san_francisco/1000000");
              assertThat(request.key()).isNotEqualTo(KEY);
              assertThat(request.body()).isEmpty();
            });
  }

  @Test
  void aDocumentIsWhatReadersExpect() throws IOException {
    Instant now = Instant.parse("2026-06-01T12:00:00.125Z");

    String document = ReadOrders.document(17, now);

    assertThat(Version.ofDocument(document)).contains(new Version(6, now.toEpochMilli() - 17));
    assertThat(JSON.readTree(document).path("order_id").asLong())
        .isEqualTo(ReadOrders.FIRST_ID + 17);
    assertThat(JSON.readTree(document).path("state").asText()).isEqualTo("picked_up");
    assertThat(JSON.readTree(document).fieldNames())
        .toIterable()
        .containsExactly(
            "order_version",
            "event_time_ms",
            "market",
            "order_id",
            "state",
            "event_time",
            "dasher_id",
            "latitude",
            "longitude",
            "position_time",
            "stage",
            "predicted_arrival",
            "latest_arrival",
            "remaining_seconds",
            "reason",
            "basis",
            "pickup",
            "dropoff",
            "distance_meters");
    assertThat(document.length()).isBetween(540, 580);
  }
}
