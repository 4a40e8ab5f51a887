package io.freshet.serving.live.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.live.menu.InMemoryMenus;
import io.freshet.serving.live.menu.ManualClock;
import io.freshet.serving.live.menu.Menus;
import io.freshet.serving.live.menu.OpenMenus;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MenuDoorTest {
  private static final AtomicLong RESTAURANTS = new AtomicLong(1);

  private static final ManualClock clock = new ManualClock();
  private static final InMemoryMenus postgres = new InMemoryMenus();
  private static Menus menus;
  private static LiveGate gate;

  private final long restaurant = RESTAURANTS.getAndIncrement();
  private final String path = "/restaurants/oslo/%d/menu".formatted(restaurant);
  private final int before = postgres.questions();

  @BeforeAll
  static void open() {
    menus = OpenMenus.over(postgres, clock);
    gate = LiveGate.open(menus);
  }

  @AfterAll
  static void close() {
    gate.close();
    menus.close();
  }

  /** Long enough for Postgres to be tried again. */
  @BeforeEach
  void comeBack() {
    postgres.comeBack();
    clock.pass(Duration.ofSeconds(2));
  }

  @Test
  void tellsAnyoneTheMenuAndHowOldItIs() {
    Instant written = clock.instant();
    create("{\"pizza\": 12.50}");
    clock.pass(Duration.ofSeconds(5));

    HttpResponse<String> answer = get();

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"market\":\"oslo\",\"restaurant_id\":%d,\"version\":1,".formatted(restaurant)
                + "\"changed_at\":\"2026-03-01T12:00:00Z\",\"as_of\":\"%s\",".formatted(written)
                + "\"age_seconds\":5,\"stale\":false,\"menu\":{\"pizza\": 12.50}}");
    assertThat(answer.headers().firstValue("ETag")).contains("W/\"1\"");
    assertThat(answer.headers().firstValue("Age")).contains("5");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-cache");
  }

  @Test
  void whoKnowsTheVersionIsToldSo() {
    create("{}");

    HttpResponse<String> answer = gate.send(request().header("If-None-Match", "W/\"1\""));

    assertThat(answer.statusCode()).isEqualTo(304);
    assertThat(answer.headers().firstValue("Age")).contains("0");
    assertThat(gate.send(request().header("If-None-Match", "W/\"2\"")).statusCode()).isEqualTo(200);
  }

  @Test
  void saysThatItIsStaleWhilePostgresIsAway() {
    create("{}");
    postgres.goAway();
    clock.pass(Duration.ofMinutes(2));

    HttpResponse<String> answer = get();

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"age_seconds\":120,\"stale\":true");
    assertThat(answer.headers().firstValue("Age")).contains("120");
  }

  @Test
  void withoutACopyAndPostgresItSaysWhenToComeAgain() {
    postgres.goAway();

    HttpResponse<String> answer = get();

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("\"cause\":\"menus_away\"");
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void aRestaurantWithoutAMenuIsNotThere() {
    assertThat(get().body()).contains("\"cause\":\"no_such_menu\"");
    assertThat(get().statusCode()).isEqualTo(404);
    assertThat(postgres.questions()).isEqualTo(before + 1);
  }

  @Test
  void aMenuIsReplacedByWhoKnowsIt() {
    assertThat(create("{\"a\": 1}").statusCode()).isEqualTo(201);

    HttpResponse<String> answer = put("{\"a\": 2}", "If-Match", "\"1\"");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("ETag")).contains("W/\"2\"");
    assertThat(get().body()).contains("\"version\":2").endsWith("\"menu\":{\"a\": 2}}");
    assertThat(postgres.questions()).as("by who reads what was written here").isEqualTo(before);
  }

  @Test
  void andNotByWhoDoesNot() {
    assertThat(put("{}", "If-Match", "\"1\"").body()).contains("has no menu");
    create("{}");

    assertThat(create("{}").statusCode()).isEqualTo(412);
    assertThat(put("{}", "If-Match", "W/\"4\"").body())
        .contains("oslo/%d has version 1".formatted(restaurant));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{   | If-None-Match | *     | 400 | malformed_json",
        "[]  | If-None-Match | *     | 422 | invalid_value",
        "{}  | If-Match      | seven | 428 | no_if_match",
        "{}  | X-Nothing     | 1     | 428 | no_if_match"
      })
  void saysWhatIsWrong(String body, String header, String value, int status, String cause) {
    HttpResponse<String> answer = put(body, header, value);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains("\"cause\":\"%s\"".formatted(cause));
  }

  @Test
  void aMenuHasItsLimit() {
    HttpResponse<String> answer = create(" ".repeat(1025));

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("live.max-menu-bytes");
  }

  @Test
  void onlyAServiceWrites() {
    HttpRequest.Builder customer =
        gate.customer(path)
            .header("If-None-Match", "*")
            .PUT(HttpRequest.BodyPublishers.ofString("{}"));

    assertThat(gate.send(customer).statusCode()).isEqualTo(401);
  }

  @Test
  void aWriteThatFindsNoPostgresMayBeSentAgain() {
    postgres.goAway();

    HttpResponse<String> answer = create("{}");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("\"cause\":\"postgres_away\"");
  }

  @Test
  void nothingElseIsServedThere() {
    HttpResponse<String> answer = gate.send(request().DELETE());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET, PUT");
  }

  @Test
  void aServerWithoutPostgresSaysSo() {
    try (LiveGate without = LiveGate.open()) {
      HttpResponse<String> answer = without.send(HttpRequest.newBuilder(without.uri(path)));

      assertThat(answer.statusCode()).isEqualTo(501);
      assertThat(answer.body()).contains("\"cause\":\"no_menus\"", "postgres.url");
    }
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(gate.uri(path));
  }

  private HttpResponse<String> get() {
    return gate.send(request());
  }

  private HttpResponse<String> create(String menu) {
    return put(menu, "If-None-Match", "*");
  }

  private HttpResponse<String> put(String menu, String header, String value) {
    return gate.send(
        request()
            .header("Authorization", "Bearer " + LiveGate.SERVICE)
            .header(header, value)
            .PUT(HttpRequest.BodyPublishers.ofString(menu)));
  }
}
