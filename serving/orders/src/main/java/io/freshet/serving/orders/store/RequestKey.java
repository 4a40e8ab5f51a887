package io.freshet.serving.orders.store;

import io.freshet.core.toolkit.Sha256;

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
    return new RequestKey(key, Sha256.hex(text));
  }
}
