package io.freshet.assurance.change;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.RoleAccess;
import io.freshet.core.contract.RowFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares what roles see: of the table, of its rows, of its columns. Lineage tells of jobs, not of
 * people: whom it breaks are those in the role.
 */
final class AccessDiff {
  private final String contract;
  private final List<ContractChange> changes = new ArrayList<>();

  private AccessDiff(String contract) {
    this.contract = contract;
  }

  static List<ContractChange> between(Contract before, Contract after) {
    AccessDiff diff = new AccessDiff(after.name());
    for (RoleAccess role : before.access().roles()) {
      Optional<RoleAccess> now = after.access().role(role.name());
      if (now.isEmpty()) {
        diff.breaking(
            "role %s removed".formatted(role.name()),
            "people in role %s may read nothing any more".formatted(role.name()));
      } else {
        diff.compareRows(role, now.get());
        diff.compareMasks(role, now.get(), before, after);
      }
    }
    for (RoleAccess role : after.access().roles()) {
      if (before.access().role(role.name()).isEmpty()) {
        diff.compatible("role %s added".formatted(role.name()));
      }
    }

    diff.compareReaders(before.access().readers(), after.access().readers());

    return List.copyOf(diff.changes);
  }

  /** Services that read the stream over HTTP. */
  private void compareReaders(Map<String, String> before, Map<String, String> after) {
    before.forEach(
        (reader, role) -> {
          String now = after.get(reader);
          if (now == null) {
            breaking("reader %s taken out".formatted(reader), "it reads nothing any more");
          } else if (!now.equals(role)) {
            breaking(
                "reader %s reads as %s, where it read as %s".formatted(reader, now, role),
                "it gets other columns and rows");
          }
        });
    after.keySet().stream()
        .filter(reader -> !before.containsKey(reader))
        .forEach(reader -> compatible("reader %s added".formatted(reader)));
  }

  private void compareRows(RoleAccess before, RoleAccess after) {
    if (before
        .onlyWhere()
        .map(AccessDiff::meaning)
        .equals(after.onlyWhere().map(AccessDiff::meaning))) {
      return;
    }
    String change =
        "role %s sees %s, where it saw %s"
            .formatted(after.name(), rows(after.onlyWhere()), rows(before.onlyWhere()));
    if (seesMore(before.onlyWhere(), after.onlyWhere())) {
      compatible(change);
    } else {
      breaking(change, "people in role %s lose rows".formatted(after.name()));
    }
  }

  private static boolean seesMore(Optional<RowFilter> before, Optional<RowFilter> after) {
    if (after.isEmpty()) {
      return true;
    }

    return before.isPresent()
        && before.get().column().equals(after.get().column())
        && Set.copyOf(after.get().values()).containsAll(before.get().values());
  }

  /** The values' order and the column's type let no other rows through. */
  private static Map.Entry<String, Set<String>> meaning(RowFilter filter) {
    return Map.entry(filter.column(), Set.copyOf(filter.values()));
  }

  private static String rows(Optional<RowFilter> filter) {
    return filter
        .map(
            only ->
                "rows whose %s is %s".formatted(only.column(), String.join(", ", only.values())))
        .orElse("all rows");
  }

  /** Of columns that stay; a classification that moves shows here. */
  private void compareMasks(
      RoleAccess before, RoleAccess after, Contract contractBefore, Contract contractAfter) {
    for (Field field : contractBefore.schema().fields()) {
      Optional<Field> now =
          contractAfter.schema().fields().stream()
              .filter(candidate -> candidate.id() == field.id())
              .findFirst();
      if (now.isEmpty() || before.masks(field) == after.masks(now.get())) {
        continue;
      }
      Optional<String> column = Optional.of(field.name());
      changes.add(
          after.masks(now.get())
              ? ContractChange.refused(
                  contract,
                  column,
                  "masked for role " + after.name(),
                  "people in role %s get null".formatted(after.name()))
              : ContractChange.compatible(contract, column, "shown to role " + after.name()));
    }
  }

  private void breaking(String change, String why) {
    changes.add(ContractChange.refused(contract, Optional.empty(), change, why));
  }

  private void compatible(String change) {
    changes.add(ContractChange.compatible(contract, Optional.empty(), change));
  }
}
