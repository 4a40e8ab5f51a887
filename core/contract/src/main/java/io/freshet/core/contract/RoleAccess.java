package io.freshet.core.contract;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What one role may see of a table. A masked value is null in every engine: it keeps its type and
 * gives nothing away.
 *
 * @param sees always holds {@code PUBLIC} and {@code INTERNAL}
 * @param onlyWhere the rows that the role sees; empty: all of them
 */
public record RoleAccess(
    String name, String description, Set<Classification> sees, Optional<RowFilter> onlyWhere)
    implements Serializable {
  /** What the names of teams' groups begin with, and so no role's. */
  public static final String TEAM = "team_";

  public RoleAccess {
    Set<Classification> all = EnumSet.of(Classification.PUBLIC, Classification.INTERNAL);
    all.addAll(sees);
    sees = Collections.unmodifiableSet(all);
  }

  /**
   * Whether the role gets null in place of the column's values. An object or an array is masked as
   * a whole as soon as one of its parts must be.
   */
  public boolean masks(Field column) {
    return !sees.containsAll(column.classifications());
  }

  /** Whether nothing is kept from the role, whatever the columns are. */
  public boolean seesEverything() {
    return onlyWhere.isEmpty() && sees.containsAll(EnumSet.allOf(Classification.class));
  }

  // An Optional is not serializable; what stands for it here is.
  private Object writeReplace() {
    return new Serialized(name, description, EnumSet.copyOf(sees), onlyWhere.orElse(null));
  }

  private record Serialized(
      String name, String description, EnumSet<Classification> sees, RowFilter onlyWhere)
      implements Serializable {
    private Object readResolve() {
      return new RoleAccess(name, description, sees, Optional.ofNullable(onlyWhere));
    }
  }
}
