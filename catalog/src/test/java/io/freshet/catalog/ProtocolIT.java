package io.freshet.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.testing.servers.RunningPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the compatibility kit does not look at: the token, statuses, headers, pages, bad input. */
class ProtocolIT {
  private static final Namespace RAW = Namespace.of("raw");
  private static final TableIdentifier PINGS = TableIdentifier.of(RAW, "pings");
  private static final String PINGS_PATH = "/v1/namespaces/raw/tables/pings";

  @TempDir private static Path folder;
  private static RunningPostgres postgres;
  private static RunningCatalog catalog;
  private static RESTCatalog client;
  private static PlainHttp http;

  @BeforeAll
  static void startCatalog() {
    postgres = RunningPostgres.start(folder);
    catalog = RunningCatalog.start(postgres, folder);
    client = catalog.client();
    http = catalog.http();
  }

  @AfterAll
  static void stopCatalog() throws IOException {
    client.close();
    catalog.close();
    postgres.close();
  }

  @BeforeEach
  void createTable() {
    client.createNamespace(RAW);
    client.createTable(PINGS, Commits.SCHEMA);
  }

  @AfterEach
  void emptyCatalog() {
    CompatibilityKit.empty(client);
  }

  @Test
  void refusesARequestWithoutToken() throws IOException {
    HttpResponse<String> response = http.send(http.withoutToken("/v1/namespaces"));

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(error(response).get("type").asText()).isEqualTo("NotAuthorizedException");
  }

  @Test
  void refusesAClientWithTheWrongToken() {
    assertThatThrownBy(() -> catalog.client(Map.of("token", "a-token-that-is-wrong")))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessageStartingWith("Not authorized: The request needs the header Authorization");
  }

  @Test
  void doesNotTellAStrangerWhichPathsExist() {
    HttpResponse<String> response = http.send(http.withoutToken("/v1/no/such/route"));

    assertThat(response.statusCode()).isEqualTo(401);
  }

  @Test
  void reportsItsHealthToAnyone() {
    HttpResponse<String> response = http.send(http.withoutToken("/health"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"status\":\"up\"}\n");
  }

  @Test
  void tellsClientsWhatItOffersAndWhereTheFilesAre() throws IOException {
    JsonNode config = json(http.get("/v1/config?warehouse=any"));

    assertThat(config.get("overrides").toString())
        .isEqualTo("{\"token-refresh-enabled\":\"false\"}");
    assertThat(config.get("defaults").toString()).isEqualTo("{\"s3.endpoint\":\"http://files\"}");
    assertThat(config.get("endpoints"))
        .hasSize(24)
        .anyMatch(e -> e.asText().equals("POST /v1/{prefix}/transactions/commit"))
        .noneMatch(e -> e.asText().contains("credentials"))
        .noneMatch(e -> e.asText().contains("plan"));
  }

  @Test
  void namesTheMethodsThatAPathTakes() throws IOException {
    HttpResponse<String> response = http.delete("/v1/namespaces");

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue("GET, POST");
    assertThat(error(response).get("code").asInt()).isEqualTo(405);
  }

  @Test
  void knowsNoOtherPaths() throws IOException {
    HttpResponse<String> response = http.get("/v2/namespaces");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(error(response).get("type").asText()).isEqualTo("NoSuchRoute");
  }

  @Test
  void declinesWhatTheProtocolHasAndItDoesNot() throws IOException {
    for (HttpResponse<String> response :
        List.of(
            http.get(PINGS_PATH + "/credentials"),
            http.post(PINGS_PATH + "/plan", "{}"),
            http.post("/v1/oauth/tokens", "grant_type=client_credentials"))) {
      assertThat(response.statusCode()).isEqualTo(406);
      assertThat(error(response).get("type").asText()).isEqualTo("UnsupportedOperationException");
    }
  }

  @Test
  void refusesABodyThatIsNoJson() throws IOException {
    HttpResponse<String> response = http.post("/v1/namespaces", "{\"namespace\":");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).get("message").asText())
        .startsWith("Cannot read the body as CreateNamespaceRequest: ");
  }

  @Test
  void refusesAnUpdateThatItDoesNotKnow() {
    HttpResponse<String> response =
        http.post(PINGS_PATH, "{\"requirements\":[],\"updates\":[{\"action\":\"paint-it-blue\"}]}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("paint-it-blue");
  }

  @Test
  void refusesARequirementThatItDoesNotKnow() {
    HttpResponse<String> response =
        http.post(PINGS_PATH, "{\"requirements\":[{\"type\":\"assert-luck\"}],\"updates\":[]}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("assert-luck");
  }

  @Test
  void refusesABodyThatIsTooLarge() throws IOException {
    HttpResponse<String> response =
        http.post("/v1/namespaces", " ".repeat(RunningCatalog.MAX_REQUEST_BYTES + 1));

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(error(response).get("message").asText()).contains("catalog.max-request-bytes");
  }

  @Test
  void refusesToSetAndRemoveOneProperty() throws IOException {
    HttpResponse<String> response =
        http.post(
            "/v1/namespaces/raw/properties", "{\"removals\":[\"a\"],\"updates\":{\"a\":\"b\"}}");

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(error(response).get("type").asText()).isEqualTo("UnprocessableEntityException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a_b", "a%b", "a*b"})
  void takesNoLetterOfANameForAnyOther(String name) {
    Namespace wild = Namespace.of(name);
    Namespace plain = Namespace.of("axb");
    client.createNamespace(wild);
    client.createNamespace(plain);
    client.createNamespace(Namespace.of("axb", "below"));
    client.createTable(TableIdentifier.of(plain, "pings"), Commits.SCHEMA);

    assertThat(client.listNamespaces(wild)).isEmpty();
    assertThat(client.listTables(wild)).isEmpty();
    assertThat(client.dropNamespace(wild)).isTrue();
    assertThat(client.namespaceExists(plain)).isTrue();
  }

  @Test
  void refusesANamespaceThatExists() throws IOException {
    HttpResponse<String> response = http.post("/v1/namespaces", "{\"namespace\":[\"raw\"]}");

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(error(response).get("message").asText()).isEqualTo("Namespace already exists: raw");
  }

  @Test
  void refusesALevelWithADotInsteadOfSplittingIt() throws IOException {
    HttpResponse<String> response = http.post("/v1/namespaces", "{\"namespace\":[\"raw.eu\"]}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).get("message").asText())
        .isEqualTo(
            "Namespace raw.eu has the level 'raw.eu'; a level must have a character and no dot");
    assertThat(http.head("/v1/namespaces/raw.eu").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tables", "views"})
  void renamesNothingOutOfANamespaceThatCannotBe(String kind) throws IOException {
    http.post("/v1/namespaces", "{\"namespace\":[\"raw\",\"eu\"]}");

    HttpResponse<String> response =
        http.post(
            "/v1/%s/rename".formatted(kind),
            """
            {"source": {"namespace": ["raw.eu"], "name": "pings"},
             "destination": {"namespace": ["raw"], "name": "renamed"}}""");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(error(response).get("message").asText())
        .isEqualTo("Namespace does not exist: raw.eu");
  }

  @Test
  void refusesANameThatPostgresCannotKeep() throws IOException {
    HttpResponse<String> response =
        http.post("/v1/namespaces", "{\"namespace\":[\"%s\"]}".formatted("n".repeat(256)));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).get("message").asText()).contains("names 255 characters");
  }

  @Test
  void refusesATableInANamespaceThatDoesNotExist() {
    String table = "{\"name\":\"t\",\"schema\":{\"type\":\"struct\",\"fields\":[]}%s}";

    HttpResponse<String> created = http.post("/v1/namespaces/nowhere/tables", table.formatted(""));
    HttpResponse<String> staged =
        http.post("/v1/namespaces/nowhere/tables", table.formatted(",\"stage-create\":true"));

    assertThat(created.statusCode()).isEqualTo(404);
    assertThat(created.body()).contains("NoSuchNamespaceException");
    assertThat(staged.statusCode()).isEqualTo(404);
  }

  @Test
  void answersHeadWithoutABody() {
    HttpResponse<String> there = http.head(PINGS_PATH);
    HttpResponse<String> missing = http.head(PINGS_PATH + "2");

    assertThat(there.statusCode()).isEqualTo(204);
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.body()).isEmpty();
  }

  @Test
  void takesReportsOfMetrics() {
    String report =
        "{\"report-type\":\"commit-report\",\"table-name\":\"raw.pings\",\"snapshot-id\":1,"
            + "\"sequence-number\":1,\"operation\":\"append\",\"metrics\":{}}";

    HttpResponse<String> response = http.post(PINGS_PATH + "/metrics", report);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
  }

  @Test
  void sendsATableOnlyIfTheClientLacksItsVersion() {
    String tag = http.get(PINGS_PATH).headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> same = http.send(http.request(PINGS_PATH).header("If-None-Match", tag));
    client.loadTable(PINGS).updateProperties().set("a", "b").commit();
    HttpResponse<String> newer = http.send(http.request(PINGS_PATH).header("If-None-Match", tag));

    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(newer.statusCode()).isEqualTo(200);
  }

  @Test
  void sendsOnlySnapshotsThatAreReferredToWhenAsked() throws IOException {
    client.loadTable(PINGS).newAppend().appendFile(Commits.file("one")).commit();
    client.loadTable(PINGS).newAppend().appendFile(Commits.file("two")).commit();

    JsonNode all = json(http.get(PINGS_PATH + "?snapshots=all")).get("metadata");
    JsonNode referred = json(http.get(PINGS_PATH + "?snapshots=refs")).get("metadata");

    assertThat(all.get("snapshots")).hasSize(2);
    assertThat(referred.get("snapshots")).hasSize(1);
  }

  @Test
  void compressesWhatIsLong() throws IOException {
    client.loadTable(PINGS).updateProperties().set("long", "-".repeat(4000)).commit();

    HttpResponse<byte[]> response =
        http.send(
            http.request(PINGS_PATH).header("Accept-Encoding", "gzip"), BodyHandlers.ofByteArray());

    assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).startsWith("{\"metadata-");
    }
  }

  @Test
  void listsInPagesThatCommitsDoNotDisturb() throws IOException {
    for (String name : List.of("a", "b", "c", "d")) {
      client.createTable(TableIdentifier.of(RAW, name), Commits.SCHEMA);
    }

    List<String> names = new ArrayList<>();
    Optional<String> token = Optional.of("");
    while (token.isPresent()) {
      JsonNode page =
          json(http.get("/v1/namespaces/raw/tables?pageSize=2&pageToken=" + token.get()));
      page.get("identifiers").forEach(table -> names.add(table.get("name").asText()));
      token = Optional.ofNullable(page.get("next-page-token").textValue());
      // Moves the row, so that Postgres now lists it last.
      client.loadTable(TableIdentifier.of(RAW, "a")).updateProperties().set("a", "b").commit();
    }

    assertThat(names).containsExactly("a", "b", "c", "d", "pings");
  }

  @Test
  void refusesAPageOfNothing() throws IOException {
    HttpResponse<String> response = http.get("/v1/namespaces?pageSize=0");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).get("message").asText())
        .isEqualTo("pageSize is 0; it must be a whole number of at least 1");
  }

  @Test
  void listsPagesForIcebergsClient() throws IOException {
    try (RESTCatalog paging = catalog.client(Map.of("rest-page-size", "1"))) {
      client.createTable(TableIdentifier.of(RAW, "orders"), Commits.SCHEMA);

      assertThat(paging.listTables(RAW)).hasSize(2);
    }
  }

  @Test
  void speaksTheErrorModelEvenForPathsThatHttpRefuses() throws IOException {
    HttpResponse<String> response = http.get("/v1/namespaces/%2e%2e");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).get("code").asInt()).isEqualTo(400);
  }

  private static JsonNode error(HttpResponse<String> response) throws IOException {
    return json(response).get("error");
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return new ObjectMapper().readTree(response.body());
  }
}
