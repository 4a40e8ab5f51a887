package io.freshet.serving.live.menu;

import io.freshet.core.toolkit.FreshetException;
import java.util.Optional;

/** Where menus are true. It makes its callers wait. Thread-safe. */
interface MenuSource {
  /**
   * The menu; empty when the restaurant has none.
   *
   * @throws FreshetException when it can't be asked
   */
  Optional<Menu> read(MenuKey key);

  /**
   * The same for whoever knows one: while that is the newest, it is given back, and nothing is
   * carried over.
   */
  Optional<Menu> read(MenuKey key, Menu known);

  /**
   * Writes the first menu of a restaurant.
   *
   * @throws FreshetException when it may have been written or not
   */
  MenuWritten create(MenuKey key, byte[] json);

  /** Writes another one in place of that version. */
  MenuWritten replace(MenuKey key, long version, byte[] json);
}
