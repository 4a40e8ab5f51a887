package io.freshet.core.lake;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The contract that a table was last made to agree with, as the table itself keeps it: whoever
 * writes to it or reads it can follow, wherever the files of contracts lie.
 */
public final class TableContract {
  /** The text of the contract's file. */
  public static final String PROPERTY = "freshet.contract";

  /** The field ids of columns that the contract has dropped and the table keeps. */
  static final String DROPPED = "freshet.dropped-columns";

  private TableContract() {}

  /**
   * The contract to write by.
   *
   * @param known the one that the writer was given
   * @return the table's where that has a higher version
   * @throws io.freshet.core.contract.ContractException when the table's can't be read
   */
  public static Contract newest(Contract known, Map<String, String> tableProperties) {
    return of(known.name(), tableProperties)
        .filter(held -> isLater(held.version(), known.version()))
        .orElse(known);
  }

  /**
   * The contract to go on by, for a writer that has run for a while.
   *
   * @param known the one that the writer was given
   * @param appliedThen what {@link #applied} said when it was given that
   * @return the table's where another was applied since, whatever its version; else as {@link
   *     #newest} has it
   * @throws io.freshet.core.contract.ContractException when the table's can't be read
   */
  public static Contract toFollow(
      Contract known, String appliedThen, Map<String, String> tableProperties) {
    String applied = applied(tableProperties);

    return !applied.isEmpty() && !applied.equals(appliedThen)
        ? of(known.name(), tableProperties).orElseThrow()
        : newest(known, tableProperties);
  }

  /** Names the text that was applied last, each another; empty where none was. */
  public static String applied(Map<String, String> tableProperties) {
    String text = tableProperties.get(PROPERTY);

    return text == null
        ? ""
        : UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /**
   * The version that the table is behind; empty when it has that of {@code wanted}, or tells none.
   */
  public static Optional<String> behind(Contract wanted, Map<String, String> tableProperties) {
    return of(wanted.name(), tableProperties)
        .map(Contract::version)
        .filter(held -> isLater(wanted.version(), held));
  }

  /**
   * The contract as it was applied last; empty where none ever was.
   *
   * @throws io.freshet.core.contract.ContractException when it can't be read
   */
  public static Optional<Contract> of(String name, Map<String, String> tableProperties) {
    return Optional.ofNullable(tableProperties.get(PROPERTY))
        .map(text -> ContractTexts.parse(name, text));
  }

  /** Versions are three numbers. */
  private static boolean isLater(String version, String other) {
    int[] numbers = numbers(version);
    int[] others = numbers(other);

    return Arrays.compare(numbers, others) > 0;
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
  }

  static TreeSet<Integer> dropped(Map<String, String> tableProperties) {
    String ids = tableProperties.getOrDefault(DROPPED, "");

    return ids.isEmpty()
        ? new TreeSet<>()
        : Arrays.stream(ids.split(","))
            .map(Integer::valueOf)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  static String print(TreeSet<Integer> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
