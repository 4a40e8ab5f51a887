package io.freshet.core.server.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The one token that opens a server. How long a comparison takes tells nothing about it. */
public final class BearerToken {
  private static final String SCHEME = "Bearer ";

  private final byte[] digest;

  public BearerToken(String token) {
    this.digest = digest(token);
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
    return MessageDigest.isEqual(digest, digest(authorization.substring(SCHEME.length()).strip()));
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
