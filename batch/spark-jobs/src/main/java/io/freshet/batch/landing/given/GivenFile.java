package io.freshet.batch.landing.given;

import io.freshet.core.lake.LandedFile;
import io.freshet.core.toolkit.Sha256;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * A file that somebody wants landed. Name and content together are its identity.
 *
 * @param name its URI
 * @param content the SHA-256 of its bytes, in hexadecimal digits
 */
public record GivenFile(String name, FileFormat format, long bytes, String content) {
  /**
   * The number of the partition that stands for the file, which is the same whoever asks whenever:
   * a call that was killed has left dead letters behind under it.
   *
   * @param landed what the table holds
   */
  int number(Map<Integer, LandedFile> landed) {
    int number = hash(name + "\n" + content);
    while (landed.containsKey(number) && !is(landed.get(number))) {
      number = (number + 1) & Integer.MAX_VALUE;
    }

    return number;
  }

  /** Whether a table that holds the other holds this. */
  boolean is(LandedFile file) {
    return content.equals(file.content()) && (name.equals(file.name()) || isPartOf(file));
  }

  private boolean isPartOf(LandedFile file) {
    return TableRange.of(name)
        .filter(own -> TableRange.of(file.name()).filter(whole -> whole.contains(own)).isPresent())
        .isPresent();
  }

  /** Whether it is a range that begins where the other ends. */
  boolean isBehind(LandedFile file) {
    return TableRange.of(name)
        .filter(
            own -> TableRange.of(file.name()).filter(left -> left.isFollowedBy(own)).isPresent())
        .isPresent();
  }

  private static int hash(String text) {
    return ByteBuffer.wrap(Sha256.of(text)).getInt() & Integer.MAX_VALUE;
  }
}
