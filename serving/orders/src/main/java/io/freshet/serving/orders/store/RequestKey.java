package io.freshet.serving.orders.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * By what a request is known when it comes again.
 *
 * @param key its client's own choice, another for each thing that it wants done
 * @param hash of what it asks for, in hex: the same key may not ask for something else
 */
public record RequestKey(String key, String hash) {
  /**
   * By the client's key and what it asks for.
   *
   * @param text what that is, in a form that is always the same
   */
  public static RequestKey of(String key, String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));

      return new RequestKey(key, HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
