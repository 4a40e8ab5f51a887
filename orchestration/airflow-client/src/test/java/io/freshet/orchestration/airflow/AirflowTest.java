package io.freshet.orchestration.airflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the client makes of answers that a healthy Airflow seldom gives. */
class AirflowTest {
  private static final String NIGHTLY =
      """
      {"dag_id": "%s", "is_paused": false, "is_stale": false, "owners": ["ann"],
      "timetable_partitioned": true, "timetable_periodic": false, "tags": []}
      """;
  private static final int PAGE = 100;

  private final Map<String, Integer> statuses = new HashMap<>();
  private final Map<String, String> bodies = new HashMap<>();
  private final Set<String> expired = new HashSet<>();
  private int logins;
  private HttpServer server;
  private Airflow airflow;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          if (expired.contains(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "{\"detail\": \"Token has expired\"}");
            return;
          }
          answer(
              exchange,
              statuses.getOrDefault(path, 404),
              bodies.getOrDefault(page(exchange), bodies.getOrDefault(path, "{}")));
        });
    server.createContext(
        "/auth/token",
        exchange ->
            answer(
                exchange,
                statuses.getOrDefault("/auth/token", 201),
                "{\"access_token\": \"token-%d\"}".formatted(++logins)));
    server.start();
    answer("/api/v2/dags", 200, dags(NIGHTLY.formatted("nightly")));
    answer("/api/v2/dags/nightly", 200, NIGHTLY.formatted("nightly"));
    answer("/api/v2/importErrors", 200, "{\"total_entries\": 0, \"import_errors\": []}");
    airflow = at(server.getAddress().getPort());
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private static Airflow at(int port) {
    return Airflow.at(
        new AirflowSettings(
            URI.create("http://127.0.0.1:" + port), "ann", "secret", Duration.ofSeconds(5)));
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Path and offset of a list that is asked for page by page. */
  private static String page(HttpExchange exchange) {
    Matcher offset = Pattern.compile("offset=(\\d+)").matcher(exchange.getRequestURI().toString());

    return exchange.getRequestURI().getPath() + (offset.find() ? "@" + offset.group(1) : "");
  }

  private static String dags(String... dags) {
    return "{\"total_entries\": 1, \"dags\": [%s]}".formatted(String.join(", ", dags));
  }

  private void answer(String path, int status, String body) {
    statuses.put(path, status);
    bodies.put(path, body);
  }

  private static Fault faultOf(Throwable failure) {
    return ((FreshetException) failure).fault();
  }

  @Test
  void anAirflowThatIsAwayIsADependency() throws IOException {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }

    assertThatThrownBy(() -> at(nobody).dags())
        .hasMessageStartingWith("Airflow does not answer at http://127.0.0.1:" + nobody)
        .hasMessageEndingWith(
            "start the embedded one with ./freshet airflow up, or set airflow.url")
        .extracting(AirflowTest::faultOf)
        .isEqualTo(Fault.DEPENDENCY);
  }

  @Test
  void aWrongPasswordIsTheCallersToMend() {
    answer("/auth/token", 401, "{\"detail\": \"Invalid credentials\"}");

    assertThatThrownBy(() -> airflow.dags())
        .hasMessageContaining("does not take the password of ann; set airflow.user and")
        .extracting(AirflowTest::faultOf)
        .isEqualTo(Fault.CALLER);
  }

  @Test
  void aTokenThatHasExpiredIsRenewedAndTheQuestionAskedAgain() {
    airflow.dags();
    expired.add("Bearer token-1");

    assertThat(airflow.dags()).extracting(Dag::id).containsExactly("nightly");
    assertThat(logins).isEqualTo(2);
  }

  @Test
  void aTokenThatIsRefusedAtOnceIsNotRenewedForEver() {
    expired.addAll(Set.of("Bearer token-1", "Bearer token-2"));

    assertThatThrownBy(() -> airflow.dags())
        .hasMessage("Cannot list DAGs: Airflow answered 401, Token has expired")
        .extracting(AirflowTest::faultOf)
        .isEqualTo(Fault.CALLER);
    assertThat(logins).isEqualTo(2);
  }

  @Test
  void listsMoreThanAirflowGivesAtATime() {
    bodies.put(
        "/api/v2/dags@0",
        dags(
            IntStream.range(0, PAGE)
                .mapToObj(number -> NIGHTLY.formatted("dag-" + number))
                .toArray(String[]::new)));
    bodies.put("/api/v2/dags@" + PAGE, dags(NIGHTLY.formatted("nightly")));

    assertThat(airflow.dags()).hasSize(PAGE + 1).extracting(Dag::id).endsWith("nightly");
  }

  @Test
  void findsADagAfterTheFirstPage() {
    answer("/api/v2/dags/late", 200, NIGHTLY.formatted("late"));

    assertThat(airflow.dag("late").id()).isEqualTo("late");
  }

  @Test
  void aDagWhoseFileIsGoneIsUnknown() {
    answer(
        "/api/v2/dags/gone",
        200,
        NIGHTLY.formatted("gone").replace("\"is_stale\": false", "\"is_stale\": true"));

    assertThatThrownBy(() -> airflow.dag("gone"))
        .hasMessage("Airflow knows no DAG gone; there are nightly");
  }

  @Test
  void aMistypedDagIsGivenItsNearestName() {
    assertThatThrownBy(() -> airflow.dag("nigthly"))
        .hasMessage("Airflow knows no DAG nigthly; did you mean nightly?")
        .extracting(AirflowTest::faultOf)
        .isEqualTo(Fault.CALLER);
  }

  @Test
  void aDagThatCanNotBeReadIsGivenItsReason() {
    answer(
        "/api/v2/importErrors",
        200,
        """
        {"total_entries": 1, "import_errors": [{"import_error_id": 1, "filename": "payouts.py",
        "timestamp": "2026-03-01T00:00:00Z", "bundle_name": "dags-folder",
        "stack_trace": "Traceback\\nNameError: name 'x' is not defined"}]}
        """);

    assertThatThrownBy(() -> airflow.dag("payouts"))
        .hasMessage(
            "Airflow knows no DAG payouts; there are nightly\n"
                + "It can't read payouts.py: NameError: name 'x' is not defined");
  }

  @Test
  void aDailyDagIsNotStartedWithoutADay() {
    assertThatThrownBy(() -> airflow.trigger("nightly"))
        .hasMessage("Each run of nightly computes one day; say which, such as --day 2008-05-19");
  }

  @Test
  void aBackfillIsNotRunBackwards() {
    assertThatThrownBy(
            () -> airflow.backfill("nightly", LocalDate.of(2026, 3, 2), LocalDate.of(2026, 3, 1)))
        .hasMessage("2026-03-01 is before 2026-03-02; name the earlier day first");
  }

  @Test
  void whatAirflowRefusesIsToldInItsWords() {
    answer("/api/v2/dags/nightly/dagRuns", 422, "{\"detail\": \"no such thing\"}");

    assertThatThrownBy(() -> airflow.runs("nightly", 1))
        .hasMessage("Cannot list runs of nightly: Airflow answered 422, no such thing")
        .extracting(AirflowTest::faultOf)
        .isEqualTo(Fault.CALLER);
  }

  @Test
  void aTroubledAirflowIsADependency() {
    answer("/api/v2/dags", 503, "");

    assertThatThrownBy(() -> airflow.dags())
        .hasMessage("Cannot list DAGs: Airflow answered 503, without a word")
        .extracting(AirflowTest::faultOf)
        .isEqualTo(Fault.DEPENDENCY);
  }
}
