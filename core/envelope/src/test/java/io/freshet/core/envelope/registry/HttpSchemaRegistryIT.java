package io.freshet.core.envelope.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.freshet.core.envelope.UnreadableSchemaException;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that says what a registry may say, on a bad day too. */
class HttpSchemaRegistryIT {
  private static final Schema SCHEMA =
      SchemaBuilder.record("Ping").fields().requiredLong("dasher_id").endRecord();
  // Long enough for a machine that is busy with other things.
  private static final Duration PATIENT = Duration.ofSeconds(30);
  private static final Duration IMPATIENT = Duration.ofMillis(500);

  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> questions = new ArrayList<>();
  private final List<String> logins = new ArrayList<>();
  private HttpServer server;
  private HttpSchemaRegistry registry;

  /** A status and a body; the last one is given again and again. */
  private record Answer(int status, String body) {}

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api", this::answer);
    server.start();
    registry = new HttpSchemaRegistry(new RegistrySettings(address(), PATIENT));
  }

  private String address() {
    return "http://127.0.0.1:%d/api/".formatted(server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void findsASchemaById() {
    willAnswer(200, schemaJson(SCHEMA.toString()));

    assertThat(registry.schema(17)).contains(SCHEMA);
    assertThat(questions).containsExactly("GET /api/schemas/ids/17 ");
  }

  @Test
  void saysWhereASchemaIs() {
    assertThat(registry.address(17)).endsWith("/api/schemas/ids/17");
  }

  @Test
  void knowsThatThereIsNone() {
    willAnswer(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");

    assertThat(registry.schema(17)).isEmpty();
  }

  @Test
  void goesNowhereElseWhereverItIsSent() {
    willAnswer(302, schemaJson(SCHEMA.toString()));

    assertThatThrownBy(() -> registry.schema(17)).isInstanceOf(FreshetException.class);
    assertThat(questions).allMatch("GET /api/schemas/ids/17 "::equals);
  }

  @Test
  void doesNotAskForIdsThatCannotExist() {
    assertThat(registry.schema(-1)).isEmpty();
    assertThat(questions).isEmpty();
  }

  @Test
  void takesOtherKindsOfSchemaForNone() {
    willAnswer(200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"message M {}\"}");

    assertThat(registry.schema(17)).isEmpty();
  }

  @Test
  void takesASchemaThatAvroCannotReadForNone() {
    willAnswer(200, schemaJson("{\"type\":\"no such type\"}"));

    assertThat(registry.schema(17)).isEmpty();
  }

  @Test
  void registersUnderASubject() {
    willAnswer(200, "{\"id\":5}");

    assertThat(registry.register("a b/c-value", SCHEMA)).isEqualTo(5);
    assertThat(questions)
        .containsExactly(
            "POST /api/subjects/a%20b%2Fc-value/versions " + schemaJson(SCHEMA.toString()));
  }

  @Test
  void tellsWhyASchemaIsNotTaken() {
    willAnswer(409, "{\"error_code\":409,\"message\":\"READER_FIELD_MISSING_DEFAULT_VALUE\"}");

    assertFailure(
        () -> registry.register("pings-value", SCHEMA),
        Fault.CALLER,
        "Cannot register the schema of pings-value: READER_FIELD_MISSING_DEFAULT_VALUE");
  }

  @Test
  void refusesAnAnswerWithoutAnId() {
    willAnswer(200, "{}");

    assertFailure(
        () -> registry.register("pings-value", SCHEMA),
        Fault.DEPENDENCY,
        "The schema registry answered without an id: {}");
  }

  @Test
  void readsTheVerdictOnCompatibility() {
    willAnswer(200, "{\"is_compatible\":false,\"messages\":[\"no default\"]}");

    assertThat(registry.obstacles("s", 3, SCHEMA)).containsExactly("no default");
    assertThat(questions)
        .singleElement()
        .asString()
        .startsWith("POST /api/compatibility/subjects/s/versions/3");
  }

  @Test
  void asksAgainAfterAFailureOfTheServer() {
    willAnswer(503, "{}");
    willAnswer(500, "oops");
    willAnswer(200, schemaJson(SCHEMA.toString()));

    assertThat(registry.schema(17)).contains(SCHEMA);
  }

  @Test
  void givesUpAfterThreeFailures() {
    willAnswer(503, "{}");

    assertFailure(() -> registry.schema(17), Fault.DEPENDENCY, "it answered 503; is it up?");
    assertThat(questions).hasSize(3);
  }

  @Test
  void blamesTheCallerForWhatIsForbidden() {
    willAnswer(401, "{\"message\":\"who are you\"}");

    assertFailure(
        () -> registry.schema(17),
        Fault.CALLER,
        "The schema registry answered 401 to GET /schemas/ids/17: who are you");
  }

  @Test
  void refusesAnAnswerThatIsNoJson() {
    willAnswer(200, "<html>proxy</html>");

    assertFailure(
        () -> registry.schema(17), Fault.DEPENDENCY, "its answer of status 200 is no JSON");
  }

  @Test
  void refusesAnAnswerThatIsTooLargeForASchemaAndAsksNoMore() {
    answers.add(new Answer(200, " ".repeat(BoundedBody.MAX_BYTES + 1)));

    assertThatThrownBy(() -> registry.schema(17))
        .isInstanceOf(UnreadableSchemaException.class)
        .hasMessage(
            "The schema registry's answer to GET /schemas/ids/17 is no schema: the answer is larger"
                + " than 4194304 bytes");
    assertThat(questions).hasSize(1);
  }

  @Test
  void doesNotTakeALargePageAboutAFailureForASchema() {
    willAnswer(503, " ".repeat(BoundedBody.MAX_BYTES + 1));

    assertFailure(() -> registry.schema(17), Fault.DEPENDENCY, "larger than 4194304 bytes");
  }

  @Test
  void showsItsLoginWithEachQuestion() {
    HttpSchemaRegistry known =
        new HttpSchemaRegistry(
            new RegistrySettings(address(), PATIENT, new RegistryLogin("", "a-token", "")));
    willAnswer(200, schemaJson("\"int\""));

    known.schema(17);
    registry.schema(17);

    assertThat(logins).containsExactly("Bearer a-token", "none");
  }

  /** A proxy before it answers with a page. */
  @Test
  void saysWhatToCheckWhereItsLoginIsRefused() {
    willAnswer(401, "<html>who are you?</html>");

    assertFailure(
        () -> registry.schema(17),
        Fault.CALLER,
        "answered 401 to GET /schemas/ids/17: no reason given; check registry.user and its");
  }

  @Test
  void givesUpOnAServerThatNeverAnswers() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      HttpSchemaRegistry deaf =
          new HttpSchemaRegistry(
              new RegistrySettings("http://127.0.0.1:" + silent.getLocalPort(), IMPATIENT));

      assertFailure(() -> deaf.schema(1), Fault.DEPENDENCY, "no answer within 500 ms; is it up?");
    }
  }

  @Test
  void tellsThatNobodyIsThere() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String url = "http://127.0.0.1:" + port;
    HttpSchemaRegistry nowhere = new HttpSchemaRegistry(new RegistrySettings(url, PATIENT));

    assertFailure(
        () -> nowhere.schema(1), Fault.DEPENDENCY, "Cannot ask the schema registry at " + url);
  }

  private void willAnswer(int status, String body) {
    answers.add(new Answer(status, body));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    questions.add(
        "%s %s %s".formatted(exchange.getRequestMethod(), exchange.getRequestURI(), body));
    logins.add(
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("none"));
    Answer answer = answers.size() > 1 ? answers.poll() : answers.element();
    try (exchange) {
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Location", "/api/elsewhere");
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static String schemaJson(String schema) {
    return "{\"schema\":\"%s\"}".formatted(schema.replace("\"", "\\\""));
  }

  private static void assertFailure(ThrowingCallable asking, Fault fault, String message) {
    assertThatThrownBy(asking)
        .isInstanceOfSatisfying(
            FreshetException.class, failure -> assertThat(failure.fault()).isEqualTo(fault))
        .hasMessageContaining(message);
  }
}
