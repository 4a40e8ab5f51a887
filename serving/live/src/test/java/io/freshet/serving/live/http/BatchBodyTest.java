package io.freshet.serving.live.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.live.order.OrderKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchBodyTest {
  private static final int MAX = 3;

  @Test
  void readsOrdersInTheirOrder() {
    BatchBody.Read read =
        read(
            "{\"orders\": [{\"market\": \"oslo\", \"order_id\": 3}, {\"order_id\": 0, \"market\":"
                + " \"san_francisco\"}, {\"market\": \"oslo\", \"order_id\": 999999999999999999}]}");

    assertThat(read.problem()).isEmpty();
    assertThat(read.orders())
        .containsExactly(
            new OrderKey("oslo", 3),
            new OrderKey("san_francisco", 0),
            new OrderKey("oslo", 999_999_999_999_999_999L));
  }

  @Test
  void whatItDoesNotKnowItPassesOver() {
    BatchBody.Read read =
        read(
            "{\"note\": {\"orders\": [1]}, \"orders\": [{\"market\": \"oslo\", \"more\": [{}, []],"
                + " \"order_id\": 3}], \"last\": null}");

    assertThat(read.orders()).containsExactly(new OrderKey("oslo", 3));
  }

  @Test
  void ofWhatIsSaidTwiceTheLastCounts() {
    assertThat(
            read("{\"orders\": [1], \"orders\": [{\"market\": 1, \"market\": \"oslo\","
                    + " \"order_id\": 1, \"order_id\": 2}]}")
                .orders())
        .containsExactly(new OrderKey("oslo", 2));
    assertThat(cause("{\"orders\": [], \"orders\": 1}")).isEqualTo("invalid_value");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1                                                  | 0",
        "{\"market\": \"oslo\"}                             | 0",
        "{\"order_id\": 1}                                  | 0",
        "{\"market\": \"oslo\", \"order_id\": \"1\"}        | 0",
        "{\"market\": \"oslo\", \"order_id\": 1.0}          | 0",
        "{\"market\": \"oslo\", \"order_id\": -0}           | 0",
        "{\"market\": \"oslo\", \"order_id\": 1000000000000000000} | 0",
        "{\"market\": \"\", \"order_id\": 1}                | 0",
        "{\"market\": \"oslo\", \"order_id\": 1}, {\"market\": \"o:\", \"order_id\": 1}, 7 | 1"
      })
  void saysWhichIsNone(String orders, int wrong) {
    assertThat(read("{\"orders\": [%s]}".formatted(orders)).problem().orElseThrow().detail())
        .startsWith("#/orders/%d is no order".formatted(wrong));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"orders\": [{\"market\": \"oslo\", \"order_id\": 1}",
        "{\"orders\": [7], }",
        "{\"orders\": []} {}",
        "{\"orders\": [01]}"
      })
  void whatIsNoJsonIsToldSoThoughSomethingElseIsWrongBeforeIt(String body) {
    assertThat(cause(body)).isEqualTo("malformed_json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "[{\"orders\": []}]", "7", "{}", "{\"orders\": {}}"})
  void withoutAListThereIsNothingToAnswer(String body) {
    assertThat(cause(body)).isEqualTo("invalid_value");
  }

  @Test
  void moreThanAreAllowedAreCounted() {
    assertThat(read("{\"orders\": [1, 2, 3, 4, 5]}").problem().orElseThrow().detail())
        .isEqualTo("There are 5 orders; live.max-batch-orders allows 3");
  }

  private static String cause(String body) {
    return read(body).problem().orElseThrow().cause();
  }

  private static BatchBody.Read read(String body) {
    return BatchBody.read(body.getBytes(UTF_8), MAX);
  }
}
