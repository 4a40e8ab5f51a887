package io.freshet.catalog.access;

import io.freshet.core.toolkit.Sha256;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * One who logs in by a secret. SHA-256 without salt is enough for secrets that are random and long.
 *
 * @param secretHashes in hexadecimal digits; two while a secret is being replaced, none where it
 *     has none yet
 */
record Client(String name, List<String> secretHashes, Scopes scopes) {
  Client {
    secretHashes = List.copyOf(secretHashes);
  }

  /** How long that takes tells nothing about any secret. */
  boolean hasSecret(String secret) {
    byte[] shown = Sha256.of(secret);
    boolean has = false;
    for (String hash : secretHashes) {
      has |= MessageDigest.isEqual(HexFormat.of().parseHex(hash), shown);
    }

    return has;
  }

  /** The hash of a secret. */
  static String hash(String secret) {
    return Sha256.hex(secret);
  }
}
