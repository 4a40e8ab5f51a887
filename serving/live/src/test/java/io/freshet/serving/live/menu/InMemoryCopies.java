package io.freshet.serving.live.menu;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Copies in memory, for what does not depend on Redis; they can be away. */
final class InMemoryCopies implements MenuCopies {
  private final Map<MenuKey, HeldMenu> held = new ConcurrentHashMap<>();
  private volatile boolean isAway;

  void goAway() {
    isAway = true;
  }

  @Override
  public CompletionStage<Optional<HeldMenu>> read(MenuKey key) {
    return isAway ? away() : CompletableFuture.completedFuture(Optional.ofNullable(held.get(key)));
  }

  @Override
  public CompletionStage<Void> keep(MenuKey key, HeldMenu menu) {
    if (isAway) {
      return away();
    }
    held.merge(key, menu, HeldMenu::newer);

    return CompletableFuture.completedFuture(null);
  }

  private static <T> CompletionStage<T> away() {
    return CompletableFuture.failedFuture(new IllegalStateException("Redis is away"));
  }
}
