package io.freshet.catalog.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives clients their tokens, as OAuth 2.0 has it for those who act for themselves (RFC 6749, 4.4).
 * Nobody gets a token for a token: one that was stolen ends. Thread-safe.
 */
public final class TokenDesk {
  /** What Iceberg's clients ask for unless they are told otherwise: all that they may do. */
  private static final Set<String> ALL = Set.of("catalog", "sign");

  private static final String CLIENT_CREDENTIALS = "client_credentials";
  private static final String BASIC = "Basic ";
  // Compared when nobody has that name, so that it takes as long as for one whom somebody has.
  private static final Client NOBODY = new Client("nobody", List.of(Client.hash("")), Scopes.NONE);

  private final Clients clients;
  private final AccessTokens tokens;

  TokenDesk(Clients clients, AccessTokens tokens) {
    this.clients = clients;
    this.tokens = tokens;
  }

  /** What comes of a request. */
  public sealed interface Outcome {}

  /**
   * A token.
   *
   * @param scopes what it is good for
   */
  public record Granted(String client, String token, long seconds, List<String> scopes)
      implements Outcome {}

  /**
   * None.
   *
   * @param error as OAuth calls it
   * @param description for people
   */
  public record Refused(int status, String error, String description) implements Outcome {}

  /**
   * Answers a request for a token.
   *
   * @param form its body's parameters
   * @param authorization its header, or {@code null}; with {@code Basic} it is what counts
   */
  public Outcome answer(Map<String, String> form, String authorization) {
    String grantType = form.getOrDefault("grant_type", "");
    if (!grantType.equals(CLIENT_CREDENTIALS)) {
      return new Refused(
          400,
          "unsupported_grant_type",
          "grant_type must be %s; tokens are not exchanged".formatted(CLIENT_CREDENTIALS));
    }

    return client(form, authorization)
        .map(client -> grant(client, Scopes.words(form.getOrDefault("scope", ""))))
        .orElseGet(
            () ->
                new Refused(
                    401, "invalid_client", "No client has this client_id and client_secret"));
  }

  private Outcome grant(Client client, List<String> wanted) {
    if (wanted.isEmpty() || wanted.stream().anyMatch(ALL::contains)) {
      return granted(client, Optional.empty(), client.scopes());
    }
    for (String word : wanted) {
      Optional<Scope> scope = Scope.parse(word);
      if (scope.isEmpty()) {
        return new Refused(
            400,
            "invalid_scope",
            "A scope that is asked for is none of this catalog; it must be %s"
                .formatted(Scope.SHAPE));
      }
      if (!client.scopes().cover(scope.get())) {
        return new Refused(
            400, "invalid_scope", "%s may not have %s".formatted(client.name(), scope.get()));
      }
    }
    Scopes scopes = Scopes.ofText(wanted);

    return granted(client, Optional.of(scopes.toString()), scopes);
  }

  private Granted granted(Client client, Optional<String> asked, Scopes scopes) {
    return new Granted(
        client.name(),
        tokens.issue(client.name(), asked),
        tokens.life().toSeconds(),
        scopes.all().stream().map(Scope::toString).sorted().collect(Collectors.toList()));
  }

  private Optional<Client> client(Map<String, String> form, String authorization) {
    String id = form.getOrDefault("client_id", "");
    String secret = form.getOrDefault("client_secret", "");
    if (authorization != null && authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      String pair = decoded(authorization.substring(BASIC.length()).strip());
      int colon = pair.indexOf(':');
      id = pair.substring(0, Math.max(0, colon));
      secret = pair.substring(colon + 1);
    }
    Optional<Client> named = clients.find(id);
    boolean isTheirs = named.orElse(NOBODY).hasSecret(secret);

    return named.filter(client -> isTheirs);
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException noBase64) {
      return "";
    }
  }
}
