package io.freshet.core.contract;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * How a column is found in events that were made before it was there, or when it had another name.
 *
 * @param defaultValue what a required column has in events without it: a {@code Boolean}; a {@code
 *     Long} for whole numbers, for dates as days and for timestamps as microseconds; a {@code
 *     Double}; a {@code String}; a {@code BigDecimal} of the column's scale. As permanent as the
 *     field id
 * @param formerNames names that the column had, none of which another column has
 */
public record FieldHistory(Optional<Serializable> defaultValue, List<String> formerNames)
    implements Serializable {
  /** Of a column without a default, which always had the same name. */
  public static final FieldHistory NONE = new FieldHistory(Optional.empty(), List.of());

  /** Of a column that had no other name. */
  public static FieldHistory ofDefault(Serializable value) {
    return new FieldHistory(Optional.of(value), List.of());
  }

  public FieldHistory {
    formerNames = List.copyOf(formerNames);
  }

  private Object writeReplace() {
    return new Serialized(defaultValue.orElse(null), formerNames);
  }

  private record Serialized(Serializable defaultValue, List<String> formerNames)
      implements Serializable {
    private Object readResolve() {
      return new FieldHistory(Optional.ofNullable(defaultValue), formerNames);
    }
  }
}
