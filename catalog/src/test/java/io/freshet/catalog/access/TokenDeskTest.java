package io.freshet.catalog.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenDeskTest {
  private static final Map<String, Object> CLIENTS =
      Map.of(
          "writer",
          Map.of(
              "secret-sha256", Clients.hash("its-secret"), "scopes", List.of("write:raw", "read")));
  private static final AccessTokens TOKENS =
      AccessTokens.signedWith("s".repeat(32), Duration.ofMinutes(15), InstantSource.system());

  private final TokenDesk desk = new TokenDesk(Clients.of(CLIENTS), TOKENS);

  @ParameterizedTest
  @CsvSource({"''", "catalog", "sign", "catalog sign"})
  void givesAllThatTheClientMayDoToWhoAsksForNothingSpecial(String scope) {
    TokenDesk.Granted granted = (TokenDesk.Granted) answer(Map.of("scope", scope));

    assertThat(granted.client()).isEqualTo("writer");
    assertThat(granted.seconds()).isEqualTo(900);
    assertThat(granted.scopes()).containsExactly("read", "write:raw");
  }

  @Test
  void givesNoMoreThanIsAskedFor() {
    TokenDesk.Granted granted = (TokenDesk.Granted) answer(Map.of("scope", "read:raw/orders"));

    assertThat(granted.scopes()).containsExactly("read:raw/orders");
    assertThat(TOKENS.read(granted.token()).orElseThrow().scopes()).contains("read:raw/orders");
  }

  @Test
  void givesNothingThatTheClientMayNotDo() {
    assertThat(answer(Map.of("scope", "read:raw write:marts")))
        .isEqualTo(new TokenDesk.Refused(400, "invalid_scope", "writer may not have write:marts"));
    assertThat(answer(Map.of("scope", "PRINCIPAL_ROLE:ALL")))
        .isInstanceOfSatisfying(
            TokenDesk.Refused.class,
            refused -> assertThat(refused.error()).isEqualTo("invalid_scope"));
  }

  @ParameterizedTest
  @CsvSource({"writer, wrong", "nobody, its-secret", "'', its-secret", "writer, ''", "nobody, ''"})
  void knowsNobodyElse(String id, String secret) {
    assertThat(answer(Map.of("client_id", id, "client_secret", secret)))
        .isEqualTo(
            new TokenDesk.Refused(
                401, "invalid_client", "No client has this client_id and client_secret"));
  }

  @Test
  void takesIdAndSecretAsBasicAuthorizationToo() {
    assertThat(desk.answer(Map.of("grant_type", "client_credentials"), basic("writer:its-secret")))
        .isInstanceOf(TokenDesk.Granted.class);
    assertThat(answer(Map.of(), basic("writer:wrong"))).isInstanceOf(TokenDesk.Refused.class);
    assertThat(answer(Map.of(), "Basic no base 64")).isInstanceOf(TokenDesk.Refused.class);
  }

  @Test
  void givesNoTokenForAToken() {
    TokenDesk.Granted granted = (TokenDesk.Granted) answer(Map.of());

    assertThat(
            desk.answer(
                Map.of(
                    "grant_type",
                    "urn:ietf:params:oauth:grant-type:token-exchange",
                    "subject_token",
                    granted.token(),
                    "subject_token_type",
                    "urn:ietf:params:oauth:token-type:access_token"),
                "Bearer " + granted.token()))
        .isEqualTo(
            new TokenDesk.Refused(
                400,
                "unsupported_grant_type",
                "grant_type must be client_credentials; tokens are not exchanged"));
  }

  private TokenDesk.Outcome answer(Map<String, String> more) {
    return answer(more, null);
  }

  private TokenDesk.Outcome answer(Map<String, String> more, String authorization) {
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", "writer");
    form.put("client_secret", "its-secret");
    form.putAll(more);

    return desk.answer(form, authorization);
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
