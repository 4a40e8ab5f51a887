package io.freshet.serving.live.menu;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Copies of menus that all servers share. Nothing blocks. Thread-safe. */
interface MenuCopies {
  /** The copy; fails when there is no answer. */
  CompletionStage<Optional<HeldMenu>> read(MenuKey key);

  /** Keeps it, unless there is a newer one. */
  CompletionStage<Void> keep(MenuKey key, HeldMenu menu);
}
