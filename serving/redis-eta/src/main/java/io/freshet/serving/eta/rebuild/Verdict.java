package io.freshet.serving.eta.rebuild;

import io.freshet.serving.eta.redis.RedisWrite;
import java.util.Locale;
import java.util.Optional;

/** What a look at one key of Redis came to. The lower-case name is what reports carry. */
enum Verdict {
  /** It is as the sources say. */
  EQUAL,
  /** It is newer than what was read of them, as traffic makes it. */
  NEWER,
  /** It is as new as it must be, though a ping that came in later is not in it. */
  BEHIND,
  /** It has the version that the sources say, and not all of what they say. */
  DIFFERENT,
  /** It is older than what the sources say. */
  OLDER,
  /** There is nothing, and there should be. */
  MISSING,
  /** There is something that is no document of ours where one should be. */
  BLOCKED,
  /** Redis has it, and the sources know nothing of it. */
  UNKNOWN,
  /** Redis has it, and it is from before what was read of the sources. */
  EARLIER;

  private final String code = name().toLowerCase(Locale.ROOT);

  String code() {
    return code;
  }

  /** Whether Redis lacks what it should have. */
  boolean isWrong() {
    return this == OLDER || this == MISSING || this == BLOCKED;
  }

  /**
   * Of a key that the sources know.
   *
   * @param text what Redis has there; empty when it has nothing
   * @return empty where nothing is, and need not be any more
   */
  static Optional<Verdict> of(Wanted wanted, Optional<String> text, long now) {
    if (text.isEmpty()) {
      return wanted.isShownAt(now) ? Optional.of(MISSING) : Optional.empty();
    }
    Optional<Held> held = Held.of(text.get());
    if (held.isEmpty()) {
      return Optional.of(BLOCKED);
    }
    RedisWrite write = wanted.write();
    if (held.get().compareTo(write.version(), wanted.leastMillis()) < 0) {
      return Optional.of(OLDER);
    }
    int order = held.get().compareTo(write.version(), write.millis());
    if (order != 0) {
      return Optional.of(order < 0 ? BEHIND : NEWER);
    }

    return Optional.of(text.get().equals(write.document()) ? EQUAL : DIFFERENT);
  }

  /**
   * Of a key that only Redis has.
   *
   * @param since event time from which on the sources were read
   */
  static Verdict ofUnknown(String text, long since) {
    return Held.of(text).filter(held -> held.millis() < since).isPresent() ? EARLIER : UNKNOWN;
  }
}
