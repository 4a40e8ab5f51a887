package io.freshet.serving.orders.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.serving.orders.http.Route.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {
  @ParameterizedTest
  @CsvSource({
    "POST, /orders, CREATE",
    "GET, /orders, LIST",
    "GET, /orders/17, ORDER",
    "GET, /orders/17/steps, HISTORY",
    "POST, /orders/17/steps, STEP"
  })
  void leadsToACall(String method, String path, Call call) {
    assertThat(Route.of(method, path)).map(Route::call).contains(call);
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /orders",
    "POST, /orders/17",
    "GET, /orders/17/steps/1",
    "GET, /",
    "GET, /orders/"
  })
  void thereAreNoOthers(String method, String path) {
    assertThat(Route.of(method, path)).isEmpty();
  }

  @Test
  void knowsTheOrder() {
    assertThat(Route.of("GET", "/orders/17/steps").orElseThrow().order()).isEqualTo(17);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0", "-1", "017", "9223372036854775808"})
  void refusesWhatIsNoNumberOfAnOrder(String number) {
    Route route = Route.of("GET", "/orders/" + number).orElseThrow();

    assertThatThrownBy(route::order)
        .isInstanceOf(RefusedRequestException.class)
        .hasMessage(number + " is no order's number, which has digits alone, 18 at most");
  }
}
