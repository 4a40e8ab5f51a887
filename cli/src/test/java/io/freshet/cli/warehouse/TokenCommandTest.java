package io.freshet.cli.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.Freshet;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCommandTest {
  private static final int CALLERS_FAULT = 2;
  private static final String WITHOUT_KEY =
      """
      contracts.path: %s
      trino.access-folder: %s
      trino.host: trino.example
      trino.certificate: /etc/trino.pem
      """;

  @TempDir private Path folder;
  private Path profile;
  private Path groups;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeProfile() throws IOException {
    Path access = folder.resolve("access");
    Path contracts = Path.of("..", "contracts").toAbsolutePath();
    groups = access.resolve("groups.txt");
    profile = folder.resolve("profile.yaml");
    Files.writeString(
        profile,
        WITHOUT_KEY.formatted(contracts, access) + "trino.token-key: " + "A".repeat(56) + "\n");
  }

  @Test
  void givesARoleAndATokenThatEndsWhenItSays() throws IOException {
    Path json = folder.resolve("ana.json");

    assertThat(token("ana", "--role=analyst", "--valid=12h", "--json=" + json)).isZero();

    JsonNode result = new ObjectMapper().readTree(json.toFile());
    JsonNode claims = claims(result.path("token").asText());
    Instant expires = Instant.parse(result.path("expires_at").asText());
    assertThat(groups).hasContent("analyst:ana\n");
    assertThat(result.path("https_port").asInt()).isEqualTo(443);
    assertThat(claims.path("exp").asLong()).isEqualTo(expires.getEpochSecond());
    assertThat(claims.path("exp").asLong() - claims.path("iat").asLong())
        .isEqualTo(Duration.ofHours(12).toSeconds());
  }

  @Test
  void aFileWithATokenIsForItsOwnersEyesOnly() throws IOException {
    Path json = Files.createFile(folder.resolve("ana.json"));

    token("ana", "--role=analyst", "--json=" + json);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(json)))
        .isEqualTo("rw-------");
  }

  @Test
  void thePlatformsOwnUserGetsNoToken() {
    assertThat(token("freshet")).isEqualTo(CALLERS_FAULT);
    assertThat(token("freshet", "--role=analyst")).isEqualTo(CALLERS_FAULT);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("freshet is the platform's own user");
  }

  @Test
  void changesNothingWhereNoTokenCanBeSigned() throws IOException {
    String whole = Files.readString(profile);
    Files.writeString(profile, whole.replaceFirst("trino.token-key: .*", ""));

    assertThat(token("ana", "--role=analyst")).isEqualTo(CALLERS_FAULT);
    assertThat(err.toString()).contains("trino.token-key is not set");
    assertThat(groups).doesNotExist();
  }

  @Test
  void refusesToRevokeWhatNobodyHas() {
    token("ana", "--role=analyst");

    assertThat(token("anna", "--revoke")).isEqualTo(CALLERS_FAULT);
    assertThat(err.toString()).contains("anna has neither role nor team; did you mean ana?");
    assertThat(groups).hasContent("analyst:ana\n");
  }

  @Test
  void refusesATimeThatIsNone() {
    assertThat(token("ana", "--role=analyst", "--valid=long")).isEqualTo(CALLERS_FAULT);
    assertThat(err.toString()).contains("'--valid'", "'long' is no duration; write 500ms, 30s");
  }

  private int token(String... arguments) {
    List<String> all = new ArrayList<>(List.of("token", "--profile=" + profile));
    all.addAll(List.of(arguments));

    return Freshet.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  private static JsonNode claims(String token) throws IOException {
    byte[] json = Base64.getUrlDecoder().decode(token.split("\\.")[1]);

    return new ObjectMapper().readTree(new String(json, StandardCharsets.UTF_8));
  }
}
