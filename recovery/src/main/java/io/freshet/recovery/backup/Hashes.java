package io.freshet.recovery.backup;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** How a backup's files are told from damaged ones. */
final class Hashes {
  private Hashes() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
