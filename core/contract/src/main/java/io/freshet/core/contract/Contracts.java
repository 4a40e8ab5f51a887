package io.freshet.core.contract;

import io.freshet.core.contract.reading.ContractFolder;
import io.freshet.core.toolkit.NearestName;
import io.freshet.core.toolkit.Sha256;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The contracts of one folder, by name; those that are retired apart from the others. */
public final class Contracts {
  /** What every stream's refused records are kept in. */
  public static final String DEAD_LETTERS = "dead_letters";

  /** Which dead letters were sent again. */
  public static final String REDRIVES = "redrives";

  /** Where each commit to a table is announced. */
  public static final String TABLE_COMMITS = "table_commits";

  /** Which events gateways have refused. */
  public static final String REFUSED_EVENTS = "refused_events";

  /** What event gateways have answered for. */
  public static final String GATEWAY_ACCOUNTS = "gateway_accounts";

  /** How stale each table was, hop by hop. */
  public static final String FRESHNESS_HISTORY = "freshness_history";

  /** The platform's own, which are there whatever the folder has. */
  public static final List<String> PLATFORM =
      List.of(
          DEAD_LETTERS,
          REFUSED_EVENTS,
          REDRIVES,
          TABLE_COMMITS,
          GATEWAY_ACCOUNTS,
          FRESHNESS_HISTORY);

  private final Map<String, Contract> byName;
  private final Map<String, Contract> retired;
  private final Map<String, String> texts;

  private Contracts(
      Map<String, Contract> byName, Map<String, Contract> retired, Map<String, String> texts) {
    this.byName = byName;
    this.retired = retired;
    this.texts = Map.copyOf(texts);
  }

  public static Contracts of(Collection<Contract> contracts) {
    return of(contracts, Map.of());
  }

  /**
   * @param texts of their files, by the contracts' names
   */
  static Contracts of(Collection<Contract> contracts, Map<String, String> texts) {
    Map<String, Contract> byName = new LinkedHashMap<>();
    Map<String, Contract> retired = new LinkedHashMap<>();
    for (Contract contract : contracts) {
      (contract.lifecycle().isRetired() ? retired : byName).put(contract.name(), contract);
    }

    return new Contracts(byName, retired, texts);
  }

  /**
   * Reads every {@code *.yaml} of a folder.
   *
   * @throws ContractException listing every finding of every broken contract
   */
  public static Contracts read(Path folder) {
    ContractFolder read = ContractReader.sound(folder);

    return of(read.contracts(), read.texts());
  }

  /** The text of a contract's file; empty for one that was not read from a file. */
  public Optional<String> text(Contract contract) {
    return Optional.ofNullable(texts.get(contract.name()));
  }

  /** Of the files of those that are kept up: other contracts, or other words, have another one. */
  public String digest() {
    StringBuilder all = new StringBuilder();
    byName.keySet().stream()
        .filter(texts::containsKey)
        .sorted()
        .forEach(name -> all.append(name).append('\0').append(texts.get(name)).append('\0'));

    return Sha256.hex(all.toString());
  }

  /** Those that are kept up. */
  public List<Contract> all() {
    return List.copyOf(byName.values());
  }

  /** The contract of that name; empty where none is kept up. */
  public Optional<Contract> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** A contract that is no longer kept up. */
  public Optional<Contract> retired(String name) {
    return Optional.ofNullable(retired.get(name));
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

  public Contract gatewayAccounts() {
    return require(GATEWAY_ACCOUNTS);
  }

  /** Empty where a folder's own file has ended it: then nobody keeps any. */
  public Optional<Contract> freshnessHistory() {
    return Optional.ofNullable(byName.get(FRESHNESS_HISTORY));
  }

  /** The contract of that name; refuses with the nearest known name. */
  public Contract require(String name) {
    if (retired.containsKey(name)) {
      throw new ContractException(
          "The contract %s is retired; its status in its file says so".formatted(name));
    }
    Contract contract = byName.get(name);
    if (contract == null) {
      throw new ContractException(
          "There is no contract %s%s".formatted(name, NearestName.hint(name, byName.keySet())));
    }

    return contract;
  }
}
