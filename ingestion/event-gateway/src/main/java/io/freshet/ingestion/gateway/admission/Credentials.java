package io.freshet.ingestion.gateway.admission;

import java.util.List;
import java.util.Optional;

/** What may be shown to come in: a producer's key, or a token of somebody who is believed. */
public final class Credentials {
  private static final String BEARER = "Bearer ";

  private final ApiKeys keys;
  private final Optional<Tokens> tokens;
  private final Optional<TrustedIssuer> issuer;

  public Credentials(ApiKeys keys, Optional<Tokens> tokens, Optional<TrustedIssuer> issuer) {
    this.keys = keys;
    this.tokens = tokens;
    this.issuer = issuer;
  }

  /**
   * Who it is that shows this header.
   *
   * @param authorization {@code null} when the request has none
   * @throws io.freshet.core.toolkit.FreshetException {@code DEPENDENCY} when that can't be told now
   */
  public Optional<Sender> sender(String authorization) {
    Optional<Sender> known = keys.producer(authorization).map(Sender::of);
    if (known.isPresent() || authorization == null || !isBearer(authorization)) {
      return known;
    }
    String token = authorization.substring(BEARER.length()).strip();
    // A signed token has three parts; everything else is a key that nobody has.
    if (token.chars().filter(character -> character == '.').count() != 2) {
      return Optional.empty();
    }
    Optional<Sender> ours = ofOurToken(token);

    return ours.isPresent() ? ours : issuer.flatMap(trusted -> trusted.sender(token));
  }

  /** Who it is that shows a short-lived token of ours, where no header can be sent. */
  public Optional<Sender> ofOurToken(String token) {
    return tokens.flatMap(signed -> signed.sender(token));
  }

  /** Makes such tokens; empty where the installation has none. */
  public Optional<Tokens> tokens() {
    return tokens;
  }

  /** Those who have a key; for the log. */
  public List<String> producers() {
    return keys.producers();
  }

  private static boolean isBearer(String authorization) {
    return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
  }
}
