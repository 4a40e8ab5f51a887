package io.freshet.cli.contract.diff;

import java.util.Optional;

/**
 * One thing in which a contract differs from what it was.
 *
 * @param column as it was called before; empty where it is about the whole
 * @param change what is different
 * @param breaks whom or what it breaks and why; empty when it is compatible
 * @param impact who may be hit
 */
record ContractChange(
    String contract,
    Optional<String> column,
    String change,
    Optional<String> breaks,
    Impact impact) {

  /** Who must be asked before a breaking change. */
  enum Impact {
    /** Whoever reads the column or the table. */
    READERS,
    /** Nobody who reads: who writes, or the platform itself. */
    NO_READERS
  }

  static ContractChange compatible(String contract, Optional<String> column, String change) {
    return new ContractChange(contract, column, change, Optional.empty(), Impact.NO_READERS);
  }

  static ContractChange breaking(
      String contract, Optional<String> column, String change, String why) {
    return new ContractChange(contract, column, change, Optional.of(why), Impact.READERS);
  }

  /** Breaks those who write, or is refused by {@code contract apply}; readers don't notice. */
  static ContractChange refused(
      String contract, Optional<String> column, String change, String why) {
    return new ContractChange(contract, column, change, Optional.of(why), Impact.NO_READERS);
  }

  boolean isBreaking() {
    return breaks.isPresent();
  }

  /** The column's path, or the contract's name. */
  String place() {
    return column.map(name -> contract + "." + name).orElse(contract);
  }
}
