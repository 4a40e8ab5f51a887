package io.freshet.simulator.replay;

import io.freshet.core.toolkit.Sha256;
import java.nio.ByteBuffer;

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
    return ByteBuffer.wrap(Sha256.of(name)).getLong() >>> (Long.SIZE - BITS);
  }
}
