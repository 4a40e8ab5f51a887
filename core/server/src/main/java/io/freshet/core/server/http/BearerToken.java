package io.freshet.core.server.http;

import io.freshet.core.toolkit.Sha256;
import java.security.MessageDigest;

/** The one token that opens a server. How long a comparison takes tells nothing about it. */
public final class BearerToken {
  private static final String SCHEME = "Bearer ";

  private final byte[] digest;

  public BearerToken(String token) {
    this.digest = Sha256.of(token);
  }

  /**
   * @param authorization the header's value, or {@code null} when the request has none
   */
  public boolean admits(String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }

    // Digests are of one length, so that not even the token's length shows.
    return MessageDigest.isEqual(
        digest, Sha256.of(authorization.substring(SCHEME.length()).strip()));
  }
}
