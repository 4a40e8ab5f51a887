package io.freshet.catalog;

import io.freshet.catalog.access.Access;
import io.freshet.catalog.access.AccessTokens;
import io.freshet.catalog.access.Clients;
import io.freshet.core.server.http.BearerToken;
import io.freshet.core.server.token.TokenIssuer;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Who may come in. Each of the three ways may lack, but not all.
 *
 * @param token opens everything to whoever shows it
 * @param tokens for {@code clients}
 * @param issuer an identity provider whose tokens say what their bearer may do
 */
record AccessSettings(
    Optional<String> token,
    Clients clients,
    Optional<AccessTokens> tokens,
    Optional<TokenIssuer> issuer) {
  private static final String TOKEN = "catalog.token";
  private static final int MIN_TOKEN_LENGTH = 16;

  AccessSettings {
    if (token.isEmpty() && tokens.isEmpty() && issuer.isEmpty()) {
      throw new InvalidSettingException(
          TOKEN, "not set", "set, or catalog-logins.file or catalog.jwt-issuer in its place");
    }
    if (token.isPresent() && token.get().length() < MIN_TOKEN_LENGTH) {
      throw new InvalidSettingException(
          TOKEN, "too short", "at least %d characters".formatted(MIN_TOKEN_LENGTH));
    }
  }

  static AccessSettings from(Settings settings) {
    Optional<String> file = settings.optionalText("catalog-logins.file");
    Optional<String> secret = settings.optionalText("catalog-logins.secret");
    Duration life = settings.duration("catalog-logins.life", Duration.ofMinutes(15));
    if (file.isPresent() && secret.isEmpty()) {
      throw new InvalidSettingException(
          "catalog-logins.secret", "not set", "set where catalog-logins.file is");
    }
    if (secret.isPresent() && file.isEmpty()) {
      throw new InvalidSettingException(
          "catalog-logins.secret", "set", "left out where no catalog-logins.file is set");
    }

    return new AccessSettings(
        settings.optionalText(TOKEN),
        file.map(path -> Clients.read(Path.of(path))).orElseGet(Clients::none),
        file.flatMap(path -> secret)
            .map(text -> AccessTokens.signedWith(text, life, InstantSource.system())),
        TokenIssuer.from(settings, "catalog"));
  }

  Access open() {
    return new Access(token.map(BearerToken::new), clients, tokens, issuer);
  }

  /** Without secrets: this may reach a log. */
  @Override
  public String toString() {
    return "clients=" + clients.names();
  }
}
