package io.freshet.serving.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.Settings;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Orders over HTTP, kept in a real Postgres. */
class OrdersIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.POSTGRES);

  private static final Clock CLOCK = new Clock();
  private static OrdersDatabase database;
  private static OrdersServer server;
  private static OrdersClient client;

  @BeforeAll
  static void open() {
    database = new OrdersDatabase(platform);
    server = start(Map.of());
    client = new OrdersClient("http://127.0.0.1:" + server.port());
  }

  private static OrdersServer start(Map<String, String> more) {
    Map<String, String> profile = database.profile();
    profile.putAll(more);

    return OrdersServer.start(OrdersSettings.from(Settings.of(profile)), CLOCK);
  }

  @AfterAll
  static void close() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void createsAnOrder() {
    Answer created = client.create(OrderTexts.order("boston"));

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).isEqualTo("/orders/" + created.order());
    assertThat(created.header("ETag")).isEqualTo("\"1\"");
    assertThat(created.state()).isEqualTo("created");
    Answer found = client.order(created.order());
    assertThat(found.json()).isEqualTo(created.json());
    assertThat(found.header("ETag")).isEqualTo("\"1\"");
  }

  @Test
  void writesRoundDegreesAsPeopleDo() {
    Answer created = client.create(OrderTexts.order("boston").replace("37.7749", "1e1"));

    assertThat(created.text()).contains("\"pickup_latitude\":10.000000,");
  }

  @Test
  void aStepBearsTheTraceOfItsRequestWhereThatIsRecorded() throws SQLException {
    String recorded = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    long traced =
        client.create(OrderTexts.order("boston"), Map.of("traceparent", recorded)).order();
    long untraced =
        client
            .create(
                OrderTexts.order("boston"), Map.of("traceparent", recorded.replace("-01", "-00")))
            .order();

    assertThat(traceOf(traced)).containsExactly(recorded);
    assertThat(traceOf(untraced)).containsExactly((String) null);
  }

  private static List<String> traceOf(long order) throws SQLException {
    return database.texts(
        "select traceparent from order_steps where order_id = %d".formatted(order));
  }

  @Test
  void takesAnOrderToItsEnd() {
    long order = created();
    made(order, 1, OrderTexts.step("confirmed"));
    made(order, 2, OrderTexts.step("preparing"));
    made(order, 3, OrderTexts.step("dasher_assigned", 7));
    made(order, 4, OrderTexts.step("ready"));
    made(order, 5, OrderTexts.step("picked_up", 7));
    Answer last = made(order, 6, OrderTexts.step("delivered", 7));

    assertThat(last.header("ETag")).isEqualTo("\"7\"");
    assertThat(client.order(order).json().get("dasher_id").longValue()).isEqualTo(7);
    Answer steps = client.get("/orders/%d/steps".formatted(order));
    assertThat(steps.all("steps", "state"))
        .containsExactly(
            "created",
            "confirmed",
            "preparing",
            "dasher_assigned",
            "ready",
            "picked_up",
            "delivered");
    assertThat(steps.all("steps", "order_version"))
        .containsExactly("1", "2", "3", "4", "5", "6", "7");
    assertThat(steps.json().get("steps").get(6)).isEqualTo(last.json());
  }

  @Test
  void aDasherGivesAnOrderBackAndAnotherLosesItToAThird() {
    long order = created();
    made(order, 1, OrderTexts.step("confirmed"));
    made(order, 2, OrderTexts.step("dasher_assigned", 7));
    made(
        order,
        3,
        OrderTexts.step(
            "confirmed",
            "dasher",
            "7",
            "\"release_dasher\": true, \"reason\": \"flat_tyre\", \"note\": \"Sorry\""));
    assertThat(client.order(order).json().has("dasher_id")).isFalse();
    made(order, 4, OrderTexts.step("dasher_assigned", 8));
    made(
        order,
        5,
        OrderTexts.step(
            "dasher_assigned", "system", "dispatch", "\"dasher_id\": 9, \"reason\": \"too_far\""));

    Answer steps = client.get("/orders/%d/steps".formatted(order));
    assertThat(steps.all("steps", "dasher_id")).containsExactly("", "", "7", "", "8", "9");
    assertThat(steps.all("steps", "reason"))
        .containsExactly("", "", "", "flat_tyre", "", "too_far");
    assertThat(client.order(order).json().has("reason")).isFalse();
  }

  @Test
  void aRestaurantRefusesAlsoAfterItHasConfirmed() throws SQLException {
    long order = created();
    made(order, 1, OrderTexts.step("confirmed"));
    made(
        order,
        2,
        OrderTexts.step("cancelled", "restaurant", "200", "\"reason\": \"restaurant_declined\""));

    assertThat(client.order(order).json().get("reason").textValue())
        .isEqualTo("restaurant_declined");
    assertThat(
            database.texts(
                "select coalesce(reason, '') from order_steps where order_id = %d order by order_version"
                    .formatted(order)))
        .containsExactly("", "", "restaurant_declined");
  }

  @Test
  void theSameCreationIsAnsweredAsItWasWhateverHasBecomeOfTheOrder() throws SQLException {
    Answer first = client.create(OrderTexts.order("twice"), "creation-1");
    made(first.order(), 1, OrderTexts.step("confirmed"));
    Answer second = client.create(OrderTexts.order("twice"), "creation-1");

    assertThat(second.status()).isEqualTo(201);
    assertThat(second.text()).isEqualTo(first.text());
    assertThat(first.isRepeated()).isFalse();
    assertThat(second.isRepeated()).isTrue();
    assertThat(database.count("select count(*) from orders where market = 'twice'")).isEqualTo(1);
  }

  @Test
  void theSameStepIsAnsweredAsItWasThoughItsVersionIsOldAndItsTimeLongPast() {
    long order = created();
    String body =
        OrderTexts.step(
            "confirmed", "restaurant", "200", "\"event_time\": \"%s\"".formatted(CLOCK.instant()));
    Answer first = client.step(order, 1, body, "confirmation");
    made(order, 2, OrderTexts.step("preparing"));
    CLOCK.advance(Duration.ofHours(3));
    Answer second = client.step(order, 1, body, "confirmation");

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.text()).isEqualTo(first.text());
    assertThat(second.isRepeated()).isTrue();
    assertThat(client.order(order).version()).isEqualTo(3);
  }

  @Test
  void aKeyIsForOneThingAlone() {
    Answer first = client.create(OrderTexts.order("boston"), "creation-2");
    Answer other = client.create(OrderTexts.order("dallas"), "creation-2");
    client.step(first.order(), 1, OrderTexts.step("confirmed"), "step-1");
    Answer step = client.step(first.order(), 2, OrderTexts.step("preparing"), "step-1");

    assertThat(other.status()).isEqualTo(422);
    assertThat(other.cause()).isEqualTo("key_reused");
    assertThat(step.status()).isEqualTo(422);
    assertThat(step.cause()).isEqualTo("key_reused");
    // What was refused has used no key up.
    Answer illegal = client.step(first.order(), 2, OrderTexts.step("ready"), "step-2");
    assertThat(illegal.status()).isEqualTo(409);
    assertThat(client.step(first.order(), 2, OrderTexts.step("preparing"), "step-2").status())
        .isEqualTo(201);
  }

  @Test
  void whoKnowsAnOldVersionWritesNothing() {
    long order = created();
    made(order, 1, OrderTexts.step("confirmed"));
    Answer stale = client.step(order, 1, OrderTexts.step("cancelled"));

    assertThat(stale.status()).isEqualTo(412);
    assertThat(stale.header("ETag")).isEqualTo("\"2\"");
    assertThat(stale.version()).isEqualTo(2);
    assertThat(client.order(order).state()).isEqualTo("confirmed");
  }

  @Test
  void saysWhatMayFollowWhereAStepIsIllegal() {
    Answer illegal = client.step(created(), 1, OrderTexts.step("ready"));

    assertThat(illegal.status()).isEqualTo(409);
    assertThat(illegal.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(illegal.json().get("allowed").toString()).isEqualTo("[\"confirmed\",\"cancelled\"]");
    assertThat(illegal.version()).isEqualTo(1);
  }

  @Test
  void aStepHappensNeitherLongAgoNorBeforeTheOneBeforeNorInTheFuture() {
    long order = created();
    for (Duration off :
        List.of(Duration.ofHours(-2), Duration.ofSeconds(-10), Duration.ofMinutes(2))) {
      Instant time = CLOCK.instant().plus(off);
      Answer refused =
          client.step(
              order,
              1,
              OrderTexts.step(
                  "confirmed", "restaurant", "200", "\"event_time\": \"%s\"".formatted(time)));

      assertThat(refused.status()).as("%s off", off).isEqualTo(422);
      assertThat(refused.all("errors", "pointer")).containsExactly("#/event_time");
    }
    Instant soon = CLOCK.instant().plusSeconds(30);
    made(
        order,
        1,
        OrderTexts.step(
            "confirmed", "restaurant", "200", "\"event_time\": \"%s\"".formatted(soon)));
    Answer next = made(order, 2, OrderTexts.step("preparing"));

    assertThat(Instant.parse(next.json().get("event_time").textValue()))
        .isEqualTo(soon.truncatedTo(ChronoUnit.MICROS));
  }

  @Test
  void readsOrdersPageByPage() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      expected.add(Long.toString(client.create(OrderTexts.order("paged")).order()));
    }
    made(Long.parseLong(expected.get(2)), 1, OrderTexts.step("confirmed"));
    made(Long.parseLong(expected.get(5)), 1, OrderTexts.step("confirmed"));

    assertThat(pages("/orders?market=paged&limit=3", "orders", "order_id")).isEqualTo(expected);
    assertThat(pages("/orders?market=paged&state=confirmed&limit=1", "orders", "order_id"))
        .containsExactly(expected.get(2), expected.get(5));
    assertThat(pages("/orders?limit=4", "orders", "order_id")).containsAll(expected);
    assertThat(pages("/orders?state=confirmed&limit=500", "orders", "order_id"))
        .contains(expected.get(2), expected.get(5))
        .doesNotContain(expected.get(0));
    assertThat(client.get("/orders?market=paged&limit=7").json().has("next")).isFalse();
    assertThat(client.get("/orders?market=nowhere").json().get("orders")).isEmpty();
  }

  @Test
  void readsStepsPageByPage() {
    long order = created();
    made(order, 1, OrderTexts.step("confirmed"));
    made(order, 2, OrderTexts.step("preparing"));

    assertThat(pages("/orders/%d/steps?limit=2".formatted(order), "steps", "order_version"))
        .containsExactly("1", "2", "3");
  }

  private static List<String> pages(String first, String array, String member) {
    List<String> all = new ArrayList<>();
    String next = first;
    while (!next.isEmpty()) {
      Answer page = client.get(next);
      assertThat(page.status()).as(next).isEqualTo(200);
      all.addAll(page.all(array, member));
      next = page.json().path("next").asText();
      assertThat(page.header("Link"))
          .isEqualTo(next.isEmpty() ? "" : "<%s>; rel=\"next\"".formatted(next));
    }

    return all;
  }

  @Test
  void whatHappenedCanNotBeChanged() {
    created();

    assertThatThrownBy(() -> database.execute("update order_steps set state = 'ready'"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("UPDATE is no way to change it");
    assertThatThrownBy(() -> database.execute("truncate order_steps"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("TRUNCATE is no way to change it");
  }

  @Test
  void anotherServerBesideItTakesTheOrderOn() {
    long order = created();
    try (OrdersServer other = start(Map.of())) {
      OrdersClient there = new OrdersClient("http://127.0.0.1:" + other.port());

      assertThat(there.step(order, 1, OrderTexts.step("confirmed")).status()).isEqualTo(201);
      assertThat(client.order(order).version()).isEqualTo(2);
    }
  }

  private static long created() {
    return client.create(OrderTexts.order("san_francisco")).order();
  }

  private static Answer made(long order, int version, String body) {
    Answer answer = client.step(order, version, body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(answer.version()).isEqualTo(version + 1);

    return answer;
  }
}
