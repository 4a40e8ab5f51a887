package io.freshet.testing.e2e;

import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * SIGKILLs at moments that a seed decides, each followed by a restart. Prints as what to run again.
 */
final class Faults {
  private static final Duration LONGEST_QUIET = Duration.ofSeconds(4);
  private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(4);

  private final WriterPool pool;
  private final EmbeddedPlatform platform;
  private final Toll toll;
  private final Seed seed = Seed.chosen();
  private final Random random = seed.random();
  private final List<String> struck = new ArrayList<>();

  Faults(WriterPool pool, EmbeddedPlatform platform, Toll toll) {
    this.pool = pool;
    this.platform = platform;
    this.toll = toll;
  }

  /** Kills that many processes, one after the other or two at once. */
  void strike(int howMany) {
    List<String> victims = new ArrayList<>();
    for (int i = 0; i < howMany; i++) {
      pause(LONGEST_QUIET);
      String victim = victim();
      if (victims.contains(victim)) {
        heal(victims);
      }
      platform.kill(victim);
      victims.add(victim);
      struck.add(victim);
      pause(LONGEST_OUTAGE);
      // Now and then the next one dies before this one is back.
      if (i + 1 == howMany || random.nextInt(4) > 0) {
        heal(victims);
      }
    }
  }

  private void heal(List<String> victims) {
    platform.heal();
    victims.clear();
    pool.awaitCheckpoint();
    toll.count();
  }

  private String victim() {
    List<String> all =
        List.of(
            pool.application().taskManager(),
            pool.application().jobManager(),
            Part.S3.label(),
            Part.CATALOG.label(),
            Part.KAFKA.label());

    return all.get(random.nextInt(all.size()));
  }

  private void pause(Duration longest) {
    long end = System.nanoTime() + random.nextLong(longest.toNanos());
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(Math.min(end - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(100)));
    }
  }

  @Override
  public String toString() {
    return "the faults %s; %s repeats them".formatted(struck, seed);
  }
}
