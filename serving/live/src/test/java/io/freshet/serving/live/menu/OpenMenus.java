package io.freshet.serving.live.menu;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;

/** Menus over what is in memory, for tests of the doors in front of them. */
public final class OpenMenus {
  private static final MenuTimes TIMES =
      new MenuTimes(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofDays(1));

  private OpenMenus() {}

  public static Menus over(InMemoryMenus source, ManualClock clock) {
    return new Menus(
        source,
        new InMemoryCopies(),
        TIMES,
        new MenuLimits(1024, 8 << 20, 1),
        new SimpleMeterRegistry(),
        clock);
  }
}
