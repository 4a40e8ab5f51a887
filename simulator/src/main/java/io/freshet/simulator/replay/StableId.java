package io.freshet.simulator.replay;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Gives a name of a recording the same number in each replay: the first 52 bits of its SHA-256, so
 * that a number neither depends on which other names a file holds nor exceeds the 53 bits that JSON
 * readers keep. Two of a million names meet with a chance of one in nine thousand; whoever reads a
 * recording checks.
 */
final class StableId {
  private static final int BITS = 52;

  private StableId() {}

  static long of(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));

      return ByteBuffer.wrap(digest).getLong() >>> (Long.SIZE - BITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
