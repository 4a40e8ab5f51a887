package io.freshet.catalog.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.catalog.access.Access;
import io.freshet.catalog.access.AccessLog;
import io.freshet.catalog.access.AccessTokens;
import io.freshet.catalog.access.Clients;
import io.freshet.catalog.protocol.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenHandlerTest {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String GRANT = "grant_type=client_credentials&client_id=ana&client_secret=";

  @TempDir private Path folder;

  private final Server server = new Server();
  private final LocalConnector connector = new LocalConnector(server);

  @BeforeEach
  void start() throws Exception {
    Path file = folder.resolve("clients.yaml");
    Files.writeString(
        file, "ana: {secret-sha256: '%s', scopes: [read:raw]}".formatted(Clients.hash("hers")));
    Access access =
        new Access(
            Optional.empty(),
            Clients.read(file),
            Optional.of(
                AccessTokens.signedWith(
                    "s".repeat(32), Duration.ofMinutes(15), InstantSource.system())),
            Optional.empty());
    server.addConnector(connector);
    server.setHandler(
        new TokenHandler(
            access.desk().orElseThrow(),
            new AccessLog(new SimpleMeterRegistry(), System::nanoTime),
            new AnswerWriter(new Json())));
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void givesATokenThatNobodyKeeps() throws Exception {
    String answer = post(FORM, GRANT + "hers");

    assertThat(answer)
        .startsWith("HTTP/1.1 200")
        .contains("Cache-Control: no-store")
        .contains("Content-Type: application/json")
        .contains("\"access_token\":\"ey")
        .contains("\"token_type\":\"bearer\"")
        .contains("\"expires_in\":900")
        .contains("\"scope\":\"read:raw\"");
  }

  @Test
  void refusesInTheWordsOfOAuth() throws Exception {
    assertThat(post(FORM, GRANT + "wrong"))
        .startsWith("HTTP/1.1 401")
        .endsWith(
            "{\"error\":\"invalid_client\","
                + "\"error_description\":\"No client has this client_id and client_secret\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/plain", "nothing at all"})
  void takesAFormAlone(String type) throws Exception {
    assertThat(post(type, GRANT + "hers"))
        .startsWith("HTTP/1.1 400")
        .contains("\"error\":\"invalid_request\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%zz", "a=1&a=2", "grant_type=client_credentials&grant_type=b"})
  void takesNoFormThatIsNone(String body) throws Exception {
    assertThat(post(FORM, body)).startsWith("HTTP/1.1 400");
  }

  @Test
  void readsNoMoreThanATokenNeeds() throws Exception {
    assertThat(post(FORM, GRANT + "x".repeat(100_000)))
        .startsWith("HTTP/1.1 400")
        .contains("\"error\":\"invalid_request\"");
  }

  @Test
  void isPostedTo() throws Exception {
    assertThat(connector.getResponse("GET /v1/oauth/tokens HTTP/1.1\r\nHost: a\r\n\r\n"))
        .startsWith("HTTP/1.1 405")
        .contains("Allow: POST");
  }

  private String post(String type, String body) throws Exception {
    return connector.getResponse(
        ("POST /v1/oauth/tokens HTTP/1.1\r\nHost: a\r\nContent-Type: %s\r\n"
                + "Content-Length: %d\r\n\r\n%s")
            .formatted(type, body.length(), body));
  }
}
