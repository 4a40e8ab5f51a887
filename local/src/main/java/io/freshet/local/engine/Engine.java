package io.freshet.local.engine;

import io.freshet.local.process.Launch;
import io.freshet.local.process.RunningProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** How one process of the platform is started, how one sees that it serves, how it is stopped. */
public interface Engine {
  /** For logs, folders and status: {@code kafka}. */
  String name();

  /** Names of the ports on which it listens, if any; the first is the one that clients use. */
  default List<String> ports() {
    return List.of(name());
  }

  /** How long it may take to come up; generous, since a loaded machine is slow, not broken. */
  default Duration deadline() {
    return Duration.ofMinutes(2);
  }

  /** Puts what it needs in place; safe to repeat after being cut short. */
  Launch prepare() throws IOException, InterruptedException;

  /** Whether it would serve a client right now. */
  boolean answers();

  /** Completes what only a running engine can do, such as creating databases; safe to repeat. */
  default void settle() {}

  /** Lets it close its files, and kills it when that takes too long. */
  default void stop(RunningProcess process) {
    process.stop(Duration.ofSeconds(15));
  }
}
