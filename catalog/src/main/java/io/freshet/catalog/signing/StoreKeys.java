package io.freshet.catalog.signing;

import java.util.Optional;

/**
 * Keys of the object store.
 *
 * @param sessionToken of keys that end
 */
public record StoreKeys(String accessKey, String secretKey, Optional<String> sessionToken) {
  /** Without secrets: this may reach a log. */
  @Override
  public String toString() {
    return "StoreKeys";
  }
}
