package io.freshet.core.envelope;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids of one producer instance: {@code <instance>-<sequence>}. Cheaper to make and to store than
 * random ones, and they tell order. Thread-safe.
 */
public final class EventIds {
  // 48 random bits: two of a million instances share a name once in 560 times at most.
  private static final int INSTANCE_BYTES = 6;

  private final byte[] prefix;
  private final AtomicLong sequence = new AtomicLong();

  private EventIds(String instance) {
    this.prefix = (instance + "-").getBytes(StandardCharsets.UTF_8);
  }

  /** For an instance whose name nobody else bears. */
  public static EventIds random() {
    byte[] name = new byte[INSTANCE_BYTES];
    new SecureRandom().nextBytes(name);

    return new EventIds(HexFormat.of().formatHex(name));
  }

  /** For an instance whose name the caller knows to be unique per source. */
  public static EventIds of(String instance) {
    return new EventIds(instance);
  }

  /** An id that was given to no event before. */
  public String nextText() {
    return new String(next(), StandardCharsets.UTF_8);
  }

  byte[] next() {
    byte[] number = Long.toString(sequence.incrementAndGet()).getBytes(StandardCharsets.US_ASCII);
    byte[] id = new byte[prefix.length + number.length];
    System.arraycopy(prefix, 0, id, 0, prefix.length);
    System.arraycopy(number, 0, id, prefix.length, number.length);

    return id;
  }
}
