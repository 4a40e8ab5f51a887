package io.freshet.catalog.access;

import com.nimbusds.jwt.JWTClaimsSet;
import io.freshet.catalog.access.Admission.Admitted;
import io.freshet.catalog.access.Admission.Refused;
import io.freshet.core.server.http.BearerToken;
import io.freshet.core.server.token.TokenIssuer;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;

/**
 * Who may come in, and as whom: by the one token of the settings, by a token that this catalog has
 * given to one of its clients, or by one of an identity provider. Thread-safe.
 */
public final class Access {
  private static final String BEARER = "Bearer ";
  private static final Refused STRANGER =
      new Refused("The request needs the header Authorization: Bearer with a token of the catalog");

  private final Optional<BearerToken> shared;
  private final Clients clients;
  private final Optional<AccessTokens> tokens;
  private final Optional<TokenIssuer> issuer;

  /**
   * @param shared opens everything
   * @param tokens of {@code clients}
   */
  public Access(
      Optional<BearerToken> shared,
      Clients clients,
      Optional<AccessTokens> tokens,
      Optional<TokenIssuer> issuer) {
    this.shared = shared;
    this.clients = clients;
    this.tokens = tokens;
    this.issuer = issuer;
  }

  /** Where clients get tokens; empty where there are none. */
  public Optional<TokenDesk> desk() {
    return tokens.map(given -> new TokenDesk(clients, given));
  }

  /**
   * Who it is that shows this header.
   *
   * @param authorization {@code null} when the request has none
   * @throws io.freshet.core.toolkit.FreshetException {@code DEPENDENCY} when that can't be told
   *     now, as the identity provider is away
   */
  public Admission admit(String authorization) {
    if (shared.filter(token -> token.admits(authorization)).isPresent()) {
      return new Admitted(Caller.SHARED);
    }
    if (authorization == null
        || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return STRANGER;
    }
    String token = authorization.substring(BEARER.length()).strip();

    return tokens
        .flatMap(ours -> ours.read(token).map(said -> ofOurs(ours, said)))
        .or(() -> issuer.flatMap(provider -> provider.claims(token)).map(Access::ofProvider))
        .orElse(STRANGER);
  }

  /** A client that is in the file no longer, or may do less than before, may so at once. */
  private Admission ofOurs(AccessTokens ours, AccessTokens.Said said) {
    if (ours.isOver(said)) {
      return new Refused("The token has ended; ask for another one at /v1/oauth/tokens");
    }

    return clients
        .find(said.client())
        .map(Client::scopes)
        .map(
            all ->
                said.scopes()
                    .map(text -> Scopes.ofText(Scopes.words(text)).within(all))
                    .orElse(all))
        .<Admission>map(
            scopes -> new Admitted(new Caller(said.client(), Caller.Login.OUR_TOKEN, scopes)))
        .orElseGet(() -> new Refused("The token is of a client that is no longer known"));
  }

  private static Admission ofProvider(JWTClaimsSet claims) {
    try {
      return new Admitted(
          new Caller(claims.getSubject(), Caller.Login.ISSUER, Scopes.ofText(scopes(claims))));
    } catch (ParseException e) {
      return new Refused("The token's claim scope is neither a text nor a list of texts");
    }
  }

  /** Providers say {@code scope} (RFC 9068) or {@code scp}, as a text or as a list. */
  private static List<String> scopes(JWTClaimsSet claims) throws ParseException {
    String claim = claims.getClaim("scope") == null ? "scp" : "scope";
    if (claims.getClaim(claim) instanceof List<?>) {
      return claims.getStringListClaim(claim);
    }

    return Optional.ofNullable(claims.getStringClaim(claim)).map(Scopes::words).orElse(List.of());
  }
}
