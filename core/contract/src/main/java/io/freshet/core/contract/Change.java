package io.freshet.core.contract;

import java.util.Objects;

/**
 * One step of {@code freshet contract apply}: what would be made or altered. Planned first,
 * printed, and only then run.
 *
 * @param resource kind and name, such as {@code topic dasher_pings}
 * @param detail what would change, for people
 * @param step does it; safe to run again
 */
public record Change(Action action, String resource, String detail, Runnable step) {
  public Change {
    Objects.requireNonNull(step, "step");
  }

  /** What happens to a resource. */
  public enum Action {
    CREATE,
    UPDATE,
    /** Data goes; only ever planned for whoever asks for exactly that. */
    DELETE,
    NONE,
    /** The contract asks for something that would break readers or lose data. */
    REFUSE
  }

  public static Change none(String resource) {
    return new Change(Action.NONE, resource, "as the contract says", () -> {});
  }

  public static Change refuse(String resource, String why) {
    return new Change(Action.REFUSE, resource, why, () -> {});
  }
}
