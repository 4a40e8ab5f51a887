package io.freshet.batch.landing.given;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which columns of files become which of a contract: those of its names, and what the caller says.
 *
 * @param renamed columns of files, by the contract's columns that they become
 * @param leftOut columns of files that nobody needs
 */
public record ColumnChoice(Map<String, String> renamed, Set<String> leftOut) {
  public static final ColumnChoice NONE = new ColumnChoice(Map.of(), Set.of());

  public ColumnChoice {
    renamed = Map.copyOf(renamed);
    leftOut = Set.copyOf(leftOut);
  }

  boolean isEmpty() {
    return renamed.isEmpty() && leftOut.isEmpty();
  }

  /**
   * The contract's columns by those of a file, which come in the file's order.
   *
   * @throws FreshetException naming every column that is too many or lacks
   */
  Map<String, Field> of(Contract contract, String file, List<String> header) {
    Map<String, Field> chosen = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>(unknown(contract, header));
    for (String column : header) {
      if (!leftOut.contains(column)) {
        Optional<Field> field = field(contract, column);
        if (field.isEmpty()) {
          problems.add(
              "%s is no column of %s%s"
                  .formatted(column, contract.name(), NearestName.hint(column, names(contract))));
        } else if (chosen.containsValue(field.get())) {
          problems.add("%s is there more than once".formatted(field.get().name()));
        } else {
          chosen.put(column, field.get());
        }
      }
    }
    contract.schema().fields().stream()
        .filter(field -> field.required() && field.history().defaultValue().isEmpty())
        .filter(field -> !chosen.containsValue(field))
        .forEach(field -> problems.add("%s is required and lacks".formatted(field.name())));
    if (!problems.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "%s has the columns %s: %s; name a column by --map CONTRACT_COLUMN=FILE_COLUMN, leave one out by --leave-out"
              .formatted(file, String.join(", ", header), String.join("; ", problems)));
    }

    return chosen;
  }

  private List<String> unknown(Contract contract, List<String> header) {
    List<String> problems = new ArrayList<>();
    renamed.forEach(
        (name, column) -> {
          if (!names(contract).contains(name)) {
            problems.add(
                "%s, which --map names, is no column of %s%s"
                    .formatted(name, contract.name(), NearestName.hint(name, names(contract))));
          } else if (!header.contains(column)) {
            problems.add(
                "%s, which --map names, is not there%s"
                    .formatted(column, NearestName.hint(column, header)));
          }
        });
    new TreeSet<>(leftOut)
        .stream()
            .filter(column -> !header.contains(column))
            .map(column -> "%s, which is to be left out, is not there".formatted(column))
            .forEach(problems::add);

    return problems;
  }

  private Optional<Field> field(Contract contract, String column) {
    for (Map.Entry<String, String> each : renamed.entrySet()) {
      if (each.getValue().equals(column)) {
        return contract.schema().fields().stream()
            .filter(field -> field.name().equals(each.getKey()))
            .findFirst();
      }
    }

    return contract.schema().fields().stream()
        .filter(field -> !renamed.containsKey(field.name()))
        .filter(field -> field.name().equals(column) || field.json().name().equals(column))
        .findFirst();
  }

  private static List<String> names(Contract contract) {
    return contract.schema().fields().stream().map(Field::name).toList();
  }
}
