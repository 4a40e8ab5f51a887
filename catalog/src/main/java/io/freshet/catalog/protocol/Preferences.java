package io.freshet.catalog.protocol;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a client says of itself in headers.
 *
 * @param knownTag the version of the table that it has already ({@code If-None-Match})
 * @param delegation how it can be let to files without keys of its own ({@code
 *     X-Iceberg-Access-Delegation})
 */
public record Preferences(Optional<String> knownTag, Optional<String> delegation) {
  static final Preferences NONE = new Preferences(Optional.empty(), Optional.empty());

  private static final String SIGNING = "remote-signing";

  boolean wantsSigning() {
    return delegation
        .filter(
            ways -> Arrays.stream(ways.split(",", -1)).map(String::strip).anyMatch(SIGNING::equals))
        .isPresent();
  }
}
