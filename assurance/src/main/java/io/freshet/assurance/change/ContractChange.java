package io.freshet.assurance.change;

import java.util.Optional;

/**
 * One thing in which a contract differs from what it was.
 *
 * @param column as it was called before; empty where it is about the whole
 * @param change what is different
 * @param breaks whom or what it breaks and why; empty when it is compatible
 * @param impact who may be hit
 */
public record ContractChange(
    String contract,
    Optional<String> column,
    String change,
    Optional<String> breaks,
    Impact impact) {

  /** Who must be asked before a breaking change. */
  public enum Impact {
    STREAM_READERS,
    TABLE_READERS,
    /** Whoever reads the stream or the table. */
    BOTH,
    /** No reader that lineage tells of: who writes, people in a role, or the platform itself. */
    NO_READERS
  }

  public static ContractChange compatible(String contract, Optional<String> column, String change) {
    return new ContractChange(contract, column, change, Optional.empty(), Impact.NO_READERS);
  }

  public static ContractChange breaking(
      String contract, Optional<String> column, String change, String why, Impact impact) {
    return new ContractChange(contract, column, change, Optional.of(why), impact);
  }

  /** Breaks those who write or people in a role, or is refused by {@code contract apply}. */
  public static ContractChange refused(
      String contract, Optional<String> column, String change, String why) {
    return new ContractChange(contract, column, change, Optional.of(why), Impact.NO_READERS);
  }

  public boolean isBreaking() {
    return breaks.isPresent();
  }

  /** Whether lineage knows whom it breaks. */
  public boolean breaksReaders() {
    return isBreaking() && impact != Impact.NO_READERS;
  }

  /** The column's path, or the contract's name. */
  public String place() {
    return column.map(name -> contract + "." + name).orElse(contract);
  }
}
