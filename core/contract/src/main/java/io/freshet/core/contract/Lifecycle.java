package io.freshet.core.contract;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Where a contract is in its life.
 *
 * @param endOfLife from which day on nobody may count on it; empty while nobody has said so
 */
public record Lifecycle(Status status, Optional<LocalDate> endOfLife) implements Serializable {
  /** What ODCS knows. */
  public enum Status {
    PROPOSED,
    DRAFT,
    ACTIVE,
    /** Kept up as before, until its end of life. */
    DEPRECATED,
    /** No longer kept up; what was written stays. */
    RETIRED
  }

  public static Lifecycle active() {
    return new Lifecycle(Status.ACTIVE, Optional.empty());
  }

  public boolean isDeprecated() {
    return status == Status.DEPRECATED;
  }

  public boolean isRetired() {
    return status == Status.RETIRED;
  }

  // An Optional is not serializable; what stands for it here is.
  private Object writeReplace() {
    return new Serialized(status, endOfLife.orElse(null));
  }

  private record Serialized(Status status, LocalDate endOfLife) implements Serializable {
    private Object readResolve() {
      return new Lifecycle(status, Optional.ofNullable(endOfLife));
    }
  }
}
