package io.freshet.core.contract;

import io.freshet.core.toolkit.NearestName;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All contracts of one folder, by name. */
public final class Contracts {
  /** What every stream's refused records are kept in. */
  public static final String DEAD_LETTERS = "dead_letters";

  /** Which dead letters were sent again. */
  public static final String REDRIVES = "redrives";

  /** Where each commit to a table is announced. */
  public static final String TABLE_COMMITS = "table_commits";

  private final Map<String, Contract> byName;

  private Contracts(Map<String, Contract> byName) {
    this.byName = byName;
  }

  public static Contracts of(Collection<Contract> contracts) {
    Map<String, Contract> byName = new LinkedHashMap<>();
    contracts.forEach(contract -> byName.put(contract.name(), contract));

    return new Contracts(byName);
  }

  /**
   * Reads every {@code *.yaml} of a folder.
   *
   * @throws ContractException listing every finding of every broken contract
   */
  public static Contracts read(Path folder) {
    return of(ContractReader.sound(folder).contracts());
  }

  public List<Contract> all() {
    return List.copyOf(byName.values());
  }

  public Contract deadLetters() {
    return require(DEAD_LETTERS);
  }

  public Contract redrives() {
    return require(REDRIVES);
  }

  public Contract tableCommits() {
    return require(TABLE_COMMITS);
  }

  /** The contract of that name; refuses with the nearest known name. */
  public Contract require(String name) {
    Contract contract = byName.get(name);
    if (contract == null) {
      throw new ContractException(
          "There is no contract %s%s".formatted(name, NearestName.hint(name, byName.keySet())));
    }

    return contract;
  }
}
