package io.freshet.serving.live.menu;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.util.Optional;

/**
 * Copies in this server's heap, as many as their bytes allow, those that are read most; and which
 * restaurants have no menu. Thread-safe.
 */
final class MenuMemory {
  /** Strangers may ask for any number of them; menus make no place for these. */
  private static final int MOST_UNKNOWN = 10_000;

  /** Of a copy, beside its document. */
  private static final int ENTRY_BYTES = 400;

  private final Cache<MenuKey, HeldMenu> menus;
  private final Cache<MenuKey, Instant> unknown;

  MenuMemory(long maxBytes) {
    this.menus =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((MenuKey key, HeldMenu held) -> ENTRY_BYTES + held.menu().json().length)
            .executor(Runnable::run)
            .build();
    this.unknown = Caffeine.newBuilder().maximumSize(MOST_UNKNOWN).executor(Runnable::run).build();
  }

  Optional<HeldMenu> menu(MenuKey key) {
    return Optional.ofNullable(menus.getIfPresent(key));
  }

  /** Keeps it unless there is a newer one; returns what is kept. */
  HeldMenu keep(MenuKey key, HeldMenu menu) {
    unknown.invalidate(key);

    return menus.asMap().merge(key, menu, HeldMenu::newer);
  }

  /** When the restaurant had no menu; empty when nothing is known of that. */
  Optional<Instant> unknownAt(MenuKey key) {
    return Optional.ofNullable(unknown.getIfPresent(key));
  }

  void keepUnknown(MenuKey key, Instant at) {
    menus.invalidate(key);
    unknown.put(key, at);
  }

  void forgetUnknown(MenuKey key) {
    unknown.invalidate(key);
  }

  long count() {
    return menus.estimatedSize();
  }

  long bytes() {
    return menus.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }
}
