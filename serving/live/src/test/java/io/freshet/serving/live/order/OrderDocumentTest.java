package io.freshet.serving.live.order;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderDocumentTest {
  @Test
  void readsWhatOrdersItAndKeepsTheRest() {
    String json = "{\"order_version\":7,\"event_time_ms\":1700000000123,\"state\":\"ready\"}";

    OrderDocument document = OrderDocument.of(json.getBytes(UTF_8)).orElseThrow();

    assertThat(document.version()).isEqualTo(new Version(7, 1_700_000_000_123L));
    assertThat(document).hasToString(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"event_time_ms\":1}",
        "{\"order_version\":,\"event_time_ms\":1}",
        "{\"order_version\":1,\"event_time_ms\":}",
        "{\"order_version\":-1,\"event_time_ms\":1}",
        "{\"order_version\":1,\"event_time_ms\":1",
        "{\"order_version\":1234567890123456789,\"event_time_ms\":1}",
        " {\"order_version\":1,\"event_time_ms\":1}",
        "somebody else's"
      })
  void leavesOtherTextsAlone(String text) {
    assertThat(OrderDocument.of(text.getBytes(UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"2, 0, 1, 9, true", "1, 5, 1, 4, true", "1, 4, 1, 4, false", "1, 9, 2, 0, false"})
  void theOrderVersionCountsBeforeTheTime(
      long order, long millis, long otherOrder, long otherMillis, boolean isNewer) {
    assertThat(new Version(order, millis).isNewerThan(new Version(otherOrder, otherMillis)))
        .isEqualTo(isNewer);
  }
}
