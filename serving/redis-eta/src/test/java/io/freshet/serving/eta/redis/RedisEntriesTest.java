package io.freshet.serving.eta.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.serving.eta.dasher.DasherActivity;
import io.freshet.serving.eta.dasher.DasherActivity.Status;
import io.freshet.serving.eta.dasher.DasherUpdate;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.order.EtaUpdate;
import io.freshet.serving.eta.order.Moment;
import io.freshet.serving.eta.order.Places;
import io.freshet.serving.eta.prediction.Reason;
import io.freshet.serving.eta.prediction.Stage;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisEntriesTest {
  private static final RedisEntries ENTRIES =
      new RedisEntries(Duration.ofHours(6), Duration.ofMinutes(30));

  @Test
  void printsDegreesWithSixDigitsBehindThePoint() {
    assertThat(latitude(37.779301)).isEqualTo("37.779301");
    assertThat(latitude(-0.000007)).isEqualTo("-0.000007");
    assertThat(latitude(-122.4)).isEqualTo("-122.400000");
    assertThat(latitude(0)).isEqualTo("0.000000");
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      double degrees = random.nextInt(360_000_000) / 1e6 - 180;

      assertThat(latitude(degrees)).isEqualTo(String.format(Locale.ROOT, "%.6f", degrees));
    }
  }

  @Test
  void showsWhenAnActiveOrderArrivesAtTheLatestAndWhyAndHowOldThePositionIs() {
    assertThat(order(OrderState.PICKED_UP))
        .startsWith("{\"order_version\":3,\"event_time_ms\":60000,")
        .contains(
            "\"position_time\":\"1970-01-01T00:00:40Z\"",
            "\"pickup\":{\"latitude\":3.000000,\"longitude\":4.000000}",
            "\"dropoff\":{\"latitude\":5.000000,\"longitude\":6.500000}",
            "\"predicted_arrival\":\"1970-01-01T00:10:00Z\"",
            "\"latest_arrival\":\"1970-01-01T00:15:00Z\"",
            "\"remaining_seconds\":540",
            "\"reason\":\"traffic\"");
  }

  @Test
  void showsNoArrivalOfAnOrderThatIsOver() {
    assertThat(order(OrderState.DELIVERED))
        .doesNotContain("arrival", "reason", "remaining", "pickup");
  }

  /** Of all members, in whatever market. */
  @ParameterizedTest
  @ValueSource(strings = {"oslo", "m\u00fcnchen", "\u6771\u4eac", "a\"b\\c/d\u0001\n\u2028", ""})
  void isTheTextThatJacksonPrints(String market) throws Exception {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();
    DasherUpdate dasher =
        new DasherUpdate(
            market,
            7,
            61_234,
            new DasherActivity(Status.IDLE, 60_001, 61_234),
            new Fix(61_234, new Position(-0.000007, 179.99)),
            List.of(4711L, 4712L));

    for (String document :
        List.of(
            order(OrderState.PICKED_UP, market),
            order(OrderState.DELIVERED, market),
            ENTRIES.dasher(dasher).document())) {
      JsonNode tree = mapper.readTree(document);
      assertThat(tree.path("market").asText()).isEqualTo(market);
      assertThat(tree.toString()).isEqualTo(document);
    }
  }

  private static String order(OrderState state) {
    return order(state, "m");
  }

  private static String order(OrderState state, String market) {
    Moment moment =
        new Moment(
            market,
            1,
            3,
            state,
            7L,
            60_000,
            Stage.TO_CUSTOMER,
            List.of(),
            null,
            1_000,
            new Places(new Position(1, 2), new Position(3, 4), new Position(5, 6.5)),
            40_000,
            Reason.TRAFFIC,
            null);

    return ENTRIES
        .order(new EtaUpdate(moment, 600_000, 900_000, Reason.TRAFFIC, null, null))
        .document();
  }

  private static String latitude(double degrees) {
    String document =
        ENTRIES
            .dasher(
                new DasherUpdate(
                    "m",
                    1,
                    0,
                    DasherActivity.UNSEEN,
                    new Fix(0, new Position(degrees, 0)),
                    List.of()))
            .document();
    String from = document.substring(document.indexOf("\"latitude\":") + 11);

    return from.substring(0, from.indexOf(','));
  }
}
