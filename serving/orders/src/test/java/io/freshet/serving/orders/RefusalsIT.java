package io.freshet.serving.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.toolkit.Settings;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.servers.Garbage;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What those are told who ask for what they can't have. */
class RefusalsIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.POSTGRES);

  private static final String JSON = "application/json";
  private static final long SEED = 20261128;
  private static final int BODIES = 300;

  private static OrdersDatabase database;
  private static OrdersServer server;
  private static OrdersClient client;

  @BeforeAll
  static void open() {
    database = new OrdersDatabase(platform);
    server =
        OrdersServer.start(
            OrdersSettings.from(Settings.of(database.profile())), InstantSource.system());
    client = new OrdersClient("http://127.0.0.1:" + server.port());
  }

  @AfterAll
  static void close() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aWriteBearsAKey() {
    Answer creation = client.send(client.post("/orders", OrderTexts.order("boston")));
    Answer step =
        client.send(
            client
                .post("/orders/%d/steps".formatted(created()), OrderTexts.step("confirmed"))
                .header("If-Match", "\"1\""));
    Answer long129 = client.create(OrderTexts.order("boston"), "k".repeat(129));

    assertThat(creation.status()).isEqualTo(400);
    assertThat(creation.cause()).isEqualTo("no_idempotency_key");
    assertThat(step.status()).isEqualTo(400);
    assertThat(step.cause()).isEqualTo("no_idempotency_key");
    assertThat(long129.status()).isEqualTo(400);
    assertThat(long129.cause()).isEqualTo("wrong_idempotency_key");
  }

  @Test
  void aStepSaysWhichVersionItIsAbout() {
    Answer answer =
        client.send(
            client
                .post("/orders/%d/steps".formatted(created()), OrderTexts.step("confirmed"))
                .header("Idempotency-Key", "no-version"));

    assertThat(answer.status()).isEqualTo(428);
    assertThat(answer.cause()).isEqualTo("no_if_match");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {"*", "1", "W/\"1\"", "\"1\", \"2\"", "\"0\"", "\"one\""})
  void aVersionIsOneTag(String tag) {
    Answer answer =
        client.send(
            client
                .post("/orders/%d/steps".formatted(created()), OrderTexts.step("confirmed"))
                .header("Idempotency-Key", "wrong-version")
                .header("If-Match", tag));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.cause()).isEqualTo("wrong_if_match");
  }

  @Test
  void onlyTheTokenOpensIt() {
    HttpRequest.Builder[] requests = {
      client.bare("/orders"),
      client.bare("/orders/1").header("Authorization", "Bearer another-token"),
      client
          .bare("/orders")
          .header("Content-Type", JSON)
          .POST(HttpRequest.BodyPublishers.ofString("{}"))
    };
    for (HttpRequest.Builder request : requests) {
      Answer answer = client.send(request);

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }
  }

  @Test
  void actorsAreHeldAgainstTheOrder() {
    long order = created();
    Answer customer =
        client.step(order, 1, OrderTexts.step("confirmed", "customer", OrderTexts.CUSTOMER, ""));
    Answer another = client.step(order, 1, OrderTexts.step("confirmed", "restaurant", "201", ""));
    Answer silent = client.step(order, 1, OrderTexts.step("cancelled", "restaurant", "200", ""));
    Answer creation =
        client.create(OrderTexts.order("boston").replace("\"id\": \"100\"", "\"id\": \"101\""));

    assertThat(customer.status()).isEqualTo(403);
    assertThat(customer.cause()).isEqualTo("wrong_actor");
    assertThat(customer.json().get("allowed").toString()).isEqualTo("[\"restaurant\",\"ops\"]");
    assertThat(another.status()).isEqualTo(403);
    assertThat(another.cause()).isEqualTo("not_their_order");
    assertThat(silent.status()).isEqualTo(422);
    assertThat(silent.cause()).isEqualTo("incomplete");
    assertThat(creation.status()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /nothing, 404, no_such_door",
    "GET, /orders/99999999, 404, no_such_order",
    "GET, /orders/x, 404, no_such_order",
    "GET, /orders/99999999/steps, 404, no_such_order",
    "DELETE, /orders, 405, wrong_method",
    "PUT, /orders/1, 405, wrong_method",
    "GET, /orders?limit=0, 400, wrong_parameter",
    "GET, /orders?limit=501, 400, wrong_parameter",
    "GET, /orders?after=17, 400, wrong_parameter",
    "GET, /orders?state=redy, 400, wrong_parameter",
    "GET, /orders?market=a&market=b, 400, wrong_parameter",
    "GET, /orders?market=%FF, 400, wrong_parameter",
    "GET, /orders?colour=red, 400, wrong_parameter",
    "GET, /orders/1?colour=red, 400, wrong_parameter"
  })
  void whatIsNotThereIsToldByWhatIs(String method, String path, int status, String cause) {
    Answer answer =
        client.send(client.request(path).method(method, HttpRequest.BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.cause()).isEqualTo(cause);
    assertThat(answer.header("Allow").isEmpty()).isEqualTo(status != 405);
  }

  @Test
  void aStepOfNoOrderIsTold() {
    Answer answer = client.step(99_999_999, 1, OrderTexts.step("confirmed"));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.cause()).isEqualTo("no_such_order");
  }

  @Test
  void aBodyIsJsonAndNotLarge() {
    Answer xml =
        client.send(
            client
                .request("/orders")
                .header("Idempotency-Key", "xml")
                .header("Content-Type", "application/xml")
                .POST(HttpRequest.BodyPublishers.ofString("<order/>")));
    Answer large = client.create("{\"note\": \"%s\"}".formatted("x".repeat(20_000)), "large");
    Answer largeStream =
        client.send(
            client
                .request("/orders")
                .header("Idempotency-Key", "large")
                .header("Content-Type", JSON)
                .POST(
                    HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofString(" ".repeat(20_000)))));

    assertThat(xml.status()).isEqualTo(415);
    assertThat(large.status()).isEqualTo(413);
    assertThat(largeStream.status()).isEqualTo(413);
  }

  @Test
  void garbageIsRefusedAndWritesNothing() throws SQLException {
    Random random = new Random(SEED);
    byte[] good = OrderTexts.order("garbage").getBytes(StandardCharsets.UTF_8);
    int made = 0;
    for (int i = 0; i < BODIES; i++) {
      Answer answer =
          client.send(
              client
                  .request("/orders")
                  .header("Idempotency-Key", "garbage-" + i)
                  .header("Content-Type", JSON)
                  .POST(HttpRequest.BodyPublishers.ofByteArray(Garbage.mutated(good, random))));

      // A flipped bit in a digit or a name makes another order, and a good one.
      assertThat(answer.status()).isIn(201, 400, 403, 422);
      made += answer.status() == 201 ? 1 : 0;
    }

    assertThat(
            database.count(
                "select count(*) from order_steps where idempotency_key like 'garbage-%'"))
        .isEqualTo(made)
        .isLessThan(BODIES / 2);
  }

  @Test
  void anyoneMayReadItsPages() {
    assertThat(client.send(client.bare("/health")).text()).contains("up");
    assertThat(client.send(client.bare("/openapi.yaml")).text()).contains("title: Freshet orders");
    created();
    assertThat(client.send(client.bare("/metrics")).text())
        .contains(
            "freshet_orders_requests_seconds_count{call=\"create\",status=\"201\"}",
            "freshet_orders_steps_total{request=\"first\",state=\"created\"}",
            "hikaricp_connections_active");
  }

  private static long created() {
    return client.create(OrderTexts.order("boston")).order();
  }
}
