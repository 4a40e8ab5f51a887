package io.freshet.console.login;

import io.freshet.core.server.token.SignedTokens;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who may come in, as an identity provider tells by OpenID Connect. Keys start with {@code
 * console.oidc.}.
 */
public record LoginSettings(Client client, Admission admission, Terms terms) {
  /** Where the provider sends browsers back to. */
  public static final String CALLBACK = "/login/callback";

  private static final String PREFIX = "console.oidc.";
  private static final String ISSUER = PREFIX + "issuer";
  private static final String CLIENT = PREFIX + "client";
  private static final String REDIRECT = PREFIX + "redirect";
  private static final String SESSION = PREFIX + "session";
  static final String SESSION_SECRET = PREFIX + "session-secret";
  private static final String MAY_SEE = PREFIX + "may-see";
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /**
   * What the provider knows the console as.
   *
   * @param issuer where its description is, below {@code /.well-known}
   * @param secret empty for a public client, for which PKCE alone vouches
   * @param redirect the console's own address, up to {@link #CALLBACK}
   * @param scopes beside {@code openid}
   */
  public record Client(
      URI issuer, String id, Optional<String> secret, URI redirect, List<String> scopes) {
    public Client {
      scopes = List.copyOf(scopes);
      if (!isSafe(issuer) || issuer.getRawQuery() != null || issuer.getRawFragment() != null) {
        throw new InvalidSettingException(
            ISSUER, issuer, "an address such as https://id.example, by https or of this machine");
      }
      if (!isSafe(redirect)
          || !CALLBACK.equals(redirect.getRawPath())
          || redirect.getRawQuery() != null
          || redirect.getRawFragment() != null) {
        throw new InvalidSettingException(
            REDIRECT,
            redirect,
            "the console's address and %1$s, such as https://console.example%1$s, by https or of"
                    .formatted(CALLBACK)
                + " this machine");
      }
    }

    /** Whether browsers come by TLS, whoever ends it. */
    public boolean isSecure() {
      return "https".equals(redirect.getScheme());
    }

    /** Without the secret: this may reach a log. */
    @Override
    public String toString() {
      return "%s at %s".formatted(id, issuer);
    }
  }

  /**
   * How long somebody stays logged in.
   *
   * @param secret signs what browsers keep; empty for one that ends with the process
   */
  public record Terms(Duration length, Optional<String> secret) {
    private static final Duration SHORTEST = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(1);

    public Terms {
      if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
        throw new InvalidSettingException(
            SESSION,
            Durations.print(length),
            "between %s and %s".formatted(Durations.print(SHORTEST), Durations.print(LONGEST)));
      }
      secret.ifPresent(text -> SignedTokens.refuseShort(SESSION_SECRET, text));
    }

    /** Without the secret. */
    @Override
    public String toString() {
      return Durations.print(length);
    }
  }

  /** Empty where the settings name no provider. */
  public static Optional<LoginSettings> from(Settings settings) {
    Optional<String> issuer = settings.optionalText(ISSUER);
    Optional<String> client = settings.optionalText(CLIENT);
    Optional<String> secret = settings.optionalText(PREFIX + "secret");
    Optional<String> redirect = settings.optionalText(REDIRECT);
    List<String> scopes = settings.list(PREFIX + "scopes", List.of("profile", "email"));
    String claim = settings.text(PREFIX + "groups-claim", "groups");
    Set<String> maySee = Set.copyOf(settings.list(MAY_SEE, List.of()));
    Set<String> mayAsk = Set.copyOf(settings.list(PREFIX + "may-ask", List.of()));
    Terms terms =
        new Terms(
            settings.duration(SESSION, Duration.ofHours(8)), settings.optionalText(SESSION_SECRET));
    if (issuer.isEmpty()) {
      requireNone(Stream.of(client, secret, redirect, terms.secret()), maySee, mayAsk);

      return Optional.empty();
    }
    if (maySee.isEmpty()) {
      throw new InvalidSettingException(
          MAY_SEE, "not set", "groups of the provider, or * for all whom it lets in");
    }

    return Optional.of(
        new LoginSettings(
            new Client(
                address(ISSUER, issuer.get()),
                required(CLIENT, client),
                secret,
                address(REDIRECT, required(REDIRECT, redirect)),
                scopes),
            new Admission(claim, maySee, mayAsk),
            terms));
  }

  private static void requireNone(
      Stream<Optional<String>> texts, Set<String> maySee, Set<String> mayAsk) {
    if (texts.anyMatch(Optional::isPresent) || !maySee.isEmpty() || !mayAsk.isEmpty()) {
      throw new InvalidSettingException(
          ISSUER, "not set", "set where other keys of %s* are".formatted(PREFIX));
    }
  }

  private static String required(String key, Optional<String> value) {
    return value.orElseThrow(
        () ->
            new InvalidSettingException(
                key, "not set", "set where %s is, as the provider knows it".formatted(ISSUER)));
  }

  private static URI address(String key, String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(key, text, "an address such as https://id.example");
    }
  }

  /** By TLS, or of this machine: codes and tokens go there. */
  static boolean isSafe(URI address) {
    String host = address.getHost();

    return host != null
        && address.getRawUserInfo() == null
        && ("https".equals(address.getScheme())
            || "http".equals(address.getScheme()) && LOOPBACK.contains(host));
  }
}
