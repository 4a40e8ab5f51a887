package io.freshet.assurance.change;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Which column is which afterwards. Iceberg tells columns apart by their permanent ids; where there
 * is no table only Avro counts, which knows names alone. What the first way leaves over is paired
 * the other way.
 */
final class ColumnPairs {
  private static final BiPredicate<Field, Field> SAME_ID = (one, other) -> one.id() == other.id();
  private static final BiPredicate<Field, Field> SAME_NAME =
      (one, other) -> one.name().equals(other.name());

  private final Map<Field, Field> pairs = new LinkedHashMap<>();
  private final Set<Field> taken = new HashSet<>();

  private ColumnPairs() {}

  /** Of whole columns. */
  static ColumnPairs of(Contract before, Contract after) {
    List<Field> old = before.schema().fields();
    List<Field> now = after.schema().fields();

    return hasTable(before, after) ? ofTable(old, now) : ofStream(old, now);
  }

  static boolean hasTable(Contract before, Contract after) {
    return before.table().isPresent() && after.table().isPresent();
  }

  static ColumnPairs ofTable(List<Field> before, List<Field> after) {
    return new ColumnPairs().pair(before, after, SAME_ID).pair(before, after, SAME_NAME);
  }

  static ColumnPairs ofStream(List<Field> before, List<Field> after) {
    return new ColumnPairs().pair(before, after, SAME_NAME).pair(before, after, SAME_ID);
  }

  private ColumnPairs pair(List<Field> before, List<Field> after, BiPredicate<Field, Field> same) {
    for (Field old : before) {
      if (!pairs.containsKey(old)) {
        after.stream()
            .filter(now -> !taken.contains(now) && same.test(old, now))
            .findFirst()
            .ifPresent(
                now -> {
                  pairs.put(old, now);
                  taken.add(now);
                });
      }
    }

    return this;
  }

  /** Empty where it is gone. */
  Optional<Field> now(Field before) {
    return Optional.ofNullable(pairs.get(before));
  }

  boolean isNew(Field after) {
    return !taken.contains(after);
  }
}
