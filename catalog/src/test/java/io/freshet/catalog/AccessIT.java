package io.freshet.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.catalog.access.Clients;
import io.freshet.testing.servers.RunningPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients with scopes of their own, by Iceberg's own client and by plain HTTP. */
class AccessIT {
  private static final Namespace RAW = Namespace.of("raw");
  private static final TableIdentifier PINGS = TableIdentifier.of(RAW, "pings");
  private static final TableIdentifier ORDERS = TableIdentifier.of(RAW, "orders");
  private static final TableIdentifier MINE = TableIdentifier.of("scratch", "mine");
  // More than requests that the catalog answers at once.
  private static final int SLOW_STRANGERS = 20;

  /** What each call of the protocol takes; the next one that is offered must be put here, too. */
  private static final Map<String, String> BODIES =
      Map.ofEntries(
          Map.entry("POST /v1/{prefix}/namespaces", "{\"namespace\": [\"raw\"]}"),
          Map.entry("POST /v1/{prefix}/namespaces/{namespace}/properties", "{\"removals\": []}"),
          Map.entry(
              "POST /v1/{prefix}/namespaces/{namespace}/tables",
              "{\"name\": \"new\", \"schema\": {\"type\": \"struct\", \"fields\": []}}"),
          Map.entry(
              "POST /v1/{prefix}/namespaces/{namespace}/register",
              "{\"name\": \"new\", \"metadata-location\": \"file:///tmp/x.json\"}"),
          Map.entry(
              "POST /v1/{prefix}/namespaces/{namespace}/register-view",
              "{\"name\": \"new\", \"metadata-location\": \"file:///tmp/x.json\"}"),
          Map.entry("POST /v1/{prefix}/tables/rename", renaming()),
          Map.entry("POST /v1/{prefix}/views/rename", renaming()),
          Map.entry(
              "POST /v1/{prefix}/namespaces/{namespace}/tables/{table}",
              "{\"requirements\": [], \"updates\": []}"),
          Map.entry(
              "POST /v1/{prefix}/namespaces/{namespace}/views/{view}",
              "{\"requirements\": [], \"updates\": []}"),
          Map.entry(
              "POST /v1/{prefix}/transactions/commit",
              """
              {"table-changes": [{"identifier": {"namespace": ["raw"], "name": "pings"},
                "requirements": [], "updates": []}]}"""),
          Map.entry(
              "POST /v1/{prefix}/namespaces/{namespace}/tables/{table}/metrics",
              """
              {"report-type": "commit-report", "table-name": "raw.pings", "snapshot-id": 1,
               "sequence-number": 1, "operation": "append", "metrics": {}}"""),
          Map.entry(
              "POST /v1/{prefix}/namespaces/{namespace}/views",
              """
              {"name": "new", "schema": {"type": "struct", "fields": []}, "properties": {},
               "view-version": {"version-id": 1, "timestamp-ms": 1, "schema-id": 0, "summary": {},
                 "default-namespace": ["raw"],
                 "representations": [{"type": "sql", "sql": "select 1", "dialect": "trino"}]}}"""));

  @TempDir private static Path folder;
  private static RunningPostgres postgres;
  private static RunningCatalog catalog;
  private static RESTCatalog operator;

  @BeforeAll
  static void startCatalog() throws IOException {
    postgres = RunningPostgres.start(folder);
    catalog = RunningCatalog.start(postgres, folder, clients());
    operator = catalog.client();
  }

  @AfterAll
  static void stopCatalog() throws IOException {
    operator.close();
    catalog.close();
    postgres.close();
  }

  @BeforeEach
  void createTables() {
    operator.createNamespace(RAW);
    operator.createNamespace(MINE.namespace());
    operator.createTable(PINGS, Commits.SCHEMA);
    operator.createTable(ORDERS, Commits.SCHEMA);
  }

  @AfterEach
  void emptyCatalog() {
    CompatibilityKit.empty(operator);
  }

  @Test
  void isLoggedInToByTheStandardSettingsOfIcebergsClient() throws IOException {
    try (RESTCatalog reader = client("reader")) {
      assertThat(reader.loadTable(PINGS).schema().columns()).isNotEmpty();
    }
  }

  @Test
  void tellsAClientThatItsSecretIsWrong() {
    assertThatThrownBy(() -> catalog.client(Map.of("credential", "reader:wrong")))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessageContaining("No client has this client_id and client_secret");
  }

  @Test
  void givesNoTokenForScopesThatAClientHasNot() {
    assertThatThrownBy(
            () ->
                catalog.client(
                    Map.of("credential", credential("reader"), "scope", "write:raw/pings")))
        .hasMessageContaining("reader may not have write:raw/pings");
  }

  @Test
  void holdsAClientToItsScopes() throws IOException {
    try (RESTCatalog reader = client("reader")) {
      assertThatThrownBy(() -> reader.loadTable(ORDERS))
          .isInstanceOf(ForbiddenException.class)
          .hasMessageContaining("reader lacks the scope read:raw/orders");
      assertThatThrownBy(() -> reader.loadTable(PINGS).updateProperties().set("a", "b").commit())
          .isInstanceOf(ForbiddenException.class)
          .hasMessageContaining("reader lacks the scope write:raw/pings");
      assertThatThrownBy(() -> reader.dropTable(PINGS))
          .isInstanceOf(ForbiddenException.class)
          .hasMessageContaining("reader lacks the scope create:raw/pings");
    }
  }

  @Test
  void listsWhatAClientMaySee() throws IOException {
    try (RESTCatalog reader = client("reader")) {
      assertThat(reader.listTables(RAW)).containsExactly(PINGS);
      assertThat(reader.listNamespaces()).containsExactly(RAW);
    }
  }

  @Test
  void letsAReaderLookIntoATablesFilesAndSnapshots() throws IOException {
    try (RESTCatalog reader = client("reader")) {
      assertThatCode(() -> reader.loadTable(TableIdentifier.of("raw", "pings", "snapshots")))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void letsAClientMakeFillAndDropTablesWhereItMay() throws IOException {
    try (RESTCatalog analyst = client("analyst")) {
      Transaction creation = analyst.buildTable(MINE, Commits.SCHEMA).createTransaction();
      creation.newAppend().appendFile(Commits.file("a")).commit();
      creation.commitTransaction();
      analyst.loadTable(MINE).newAppend().appendFile(Commits.file("b")).commit();
      analyst.renameTable(MINE, TableIdentifier.of("scratch", "yours"));

      assertThat(analyst.loadTable(TableIdentifier.of("scratch", "yours")).snapshots()).hasSize(2);
      assertThat(analyst.dropTable(TableIdentifier.of("scratch", "yours"), false)).isTrue();
    }
  }

  @Test
  void letsNoClientPutATableOverTheFilesOfAnother() throws IOException {
    String place = operator.loadTable(PINGS).location();
    try (RESTCatalog analyst = client("analyst")) {
      assertThatThrownBy(
              () -> analyst.buildTable(MINE, Commits.SCHEMA).withLocation(place).create())
          .isInstanceOf(ForbiddenException.class)
          .hasMessageContaining("analyst lacks the scope admin");
      assertThatThrownBy(
              () ->
                  analyst
                      .buildTable(MINE, Commits.SCHEMA)
                      .withLocation(place)
                      .createTransaction()
                      .commitTransaction())
          .isInstanceOf(ForbiddenException.class);
      assertThatThrownBy(() -> analyst.renameTable(PINGS, MINE))
          .isInstanceOf(ForbiddenException.class)
          .hasMessageContaining("analyst lacks the scope create:raw/pings");
    }
  }

  @Test
  void letsNoNewTableLieWhereOneLiesThatWasRenamed() throws IOException {
    operator.createTable(MINE, Commits.SCHEMA);
    String place = operator.loadTable(MINE).location();
    operator.renameTable(MINE, TableIdentifier.of(RAW, "promoted"));

    HttpResponse<String> response =
        http("analyst")
            .post(
                "/v1/namespaces/scratch/tables/mine",
                """
                {"requirements": [{"type": "assert-create"}],
                 "updates": [{"action": "set-location", "location": "%s"}]}"""
                    .formatted(place));

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).contains("is no place that this catalog has given");
  }

  @Test
  void answersNothingOfWhatItOffersToWhoHasNoScopeForIt() throws IOException {
    PlainHttp outsider = http("outsider");
    Map<String, Integer> statuses = new HashMap<>();
    for (JsonNode endpoint : json(outsider.get("/v1/config")).get("endpoints")) {
      String call = endpoint.asText();
      statuses.put(call, send(outsider, call).statusCode());
    }

    assertThat(statuses.remove("GET /v1/{prefix}/namespaces")).isEqualTo(200);
    assertThat(statuses)
        .hasSizeGreaterThan(20)
        .allSatisfy((call, status) -> assertThat(status).as(call).isEqualTo(403));
    assertThat(json(outsider.get("/v1/namespaces")).get("namespaces")).isEmpty();
  }

  @Test
  void tellsClientsNotToExchangeTheirTokens() throws IOException {
    assertThat(json(http("reader").get("/v1/config")).get("overrides").toString())
        .isEqualTo("{\"token-exchange-enabled\":\"false\"}");
  }

  @Test
  void givesTokensThatNobodyKeepsToWhomeverAsksByTheForm() throws IOException {
    HttpResponse<String> response = token("reader", "its-reader-secret");

    JsonNode token = json(response);
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(token.get("token_type").asText()).isEqualTo("bearer");
    assertThat(token.get("expires_in").asInt()).isEqualTo(60);
    assertThat(token.get("scope").asText()).isEqualTo("read:raw/pings");
  }

  @Test
  void refusesATokenInTheWordsOfOAuth() throws IOException {
    PlainHttp http = catalog.http();

    HttpResponse<String> wrong = token("reader", "wrong");
    HttpResponse<String> json =
        http.send(http.withoutToken("/v1/oauth/tokens").POST(BodyPublishers.ofString("{}")));
    HttpResponse<String> large = token("reader", "x".repeat(100_000));

    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(json(wrong).get("error").asText()).isEqualTo("invalid_client");
    assertThat(json(wrong).get("error_description").asText()).startsWith("No client");
    assertThat(json.statusCode()).isEqualTo(400);
    assertThat(json(json).get("error").asText()).isEqualTo("invalid_request");
    assertThat(large.statusCode()).isEqualTo(400);
    assertThat(http.send(http.withoutToken("/v1/oauth/tokens").GET()).statusCode()).isEqualTo(405);
  }

  @Test
  void waitsForSlowStrangersWithoutMakingOthersWait() throws IOException {
    List<Socket> strangers = new ArrayList<>();
    try {
      for (int i = 0; i < SLOW_STRANGERS; i++) {
        Socket stranger = new Socket(InetAddress.getLoopbackAddress(), catalog.port());
        strangers.add(stranger);
        stranger
            .getOutputStream()
            .write(
                ("POST /v1/oauth/tokens HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\n\r\ngrant")
                    .getBytes(StandardCharsets.US_ASCII));
      }

      assertThat(token("reader", "its-reader-secret").statusCode()).isEqualTo(200);
      assertThat(http("reader").get("/v1/namespaces").statusCode()).isEqualTo(200);
    } finally {
      for (Socket stranger : strangers) {
        stranger.close();
      }
    }
  }

  @Test
  void countsWhomItRefusesAndWhoIsConnected() {
    http("outsider").get("/v1/namespaces/raw/tables");

    assertThat(catalog.http().get("/metrics").body())
        .contains("freshet_door_connections ")
        .contains("freshet_catalog_refused_total{client=\"outsider\",why=\"scope\"}")
        .contains("freshet_catalog_tokens_total{client=\"outsider\"}");
  }

  private static Clients clients() throws IOException {
    Path file = folder.resolve("clients.yaml");
    Files.writeString(
        file,
        client("reader", "read:raw/pings")
            + client("analyst", "read:raw/orders, create:scratch")
            + client("outsider", "read:elsewhere"));

    return Clients.read(file);
  }

  private static String client(String name, String scopes) {
    return "%s: {secret-sha256: '%s', scopes: [%s]}\n"
        .formatted(name, Clients.hash(secret(name)), scopes);
  }

  private static String secret(String client) {
    return "its-%s-secret".formatted(client);
  }

  private static String credential(String client) {
    return client + ":" + secret(client);
  }

  private static RESTCatalog client(String name) {
    return catalog.client(
        Map.of(
            "credential",
            credential(name),
            "oauth2-server-uri",
            catalog.url() + "/v1/oauth/tokens"));
  }

  private static HttpResponse<String> token(String client, String secret) {
    PlainHttp http = catalog.http();
    String form = "grant_type=client_credentials&client_id=%s&client_secret=%s&scope=catalog";

    return http.send(
        HttpRequest.newBuilder(http.withoutToken("/v1/oauth/tokens").build().uri())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form.formatted(client, secret))));
  }

  private static PlainHttp http(String client) {
    String token = json(token(client, secret(client))).get("access_token").asText();

    return new PlainHttp(catalog.url(), token);
  }

  private static HttpResponse<String> send(PlainHttp http, String call) {
    String method = call.substring(0, call.indexOf(' '));
    String path =
        call.substring(call.indexOf(' ') + 1)
            .replace("/{prefix}", "")
            .replace("{namespace}", "raw")
            .replace("{table}", "pings")
            .replace("{view}", "pings");
    if (method.equals("POST")) {
      assertThat(BODIES).as("a body for the test").containsKey(call);

      return http.post(path, BODIES.get(call));
    }

    return http.send(http.request(path).method(method, BodyPublishers.noBody()));
  }

  private static String renaming() {
    return """
        {"source": {"namespace": ["raw"], "name": "pings"},
         "destination": {"namespace": ["raw"], "name": "renamed"}}""";
  }

  private static JsonNode json(HttpResponse<String> response) {
    try {
      return new ObjectMapper().readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
