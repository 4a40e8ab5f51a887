package io.freshet.ingestion.sqlapps.application;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractException;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.NearestName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The contracts that an application may name: the project's, and those that it brings itself. */
public final class KnownContracts {
  /** Beside the application's file. */
  public static final String FOLDER = "contracts";

  private final Map<String, Contract> byName;
  private final Map<String, String> texts;

  private KnownContracts(Map<String, Contract> byName, Map<String, String> texts) {
    this.byName = byName;
    this.texts = texts;
  }

  /**
   * @param project the folder of the project's contracts
   * @param file the application's
   * @throws ContractException when one of them can't be used, or both folders have one of the name
   */
  public static KnownContracts of(Path project, Path file) {
    Map<String, Contract> byName = new LinkedHashMap<>();
    Map<String, String> texts = new LinkedHashMap<>();
    add(project, byName, texts);
    Path own = file.toAbsolutePath().resolveSibling(FOLDER);
    if (Files.isDirectory(own)) {
      Map<String, Contract> more = new LinkedHashMap<>();
      add(own, more, texts);
      more.keySet().removeAll(Contracts.PLATFORM);
      more.values().forEach(contract -> refuseTable(own, contract));
      more.forEach((name, contract) -> addOnce(own, name, contract, byName));
    }

    return new KnownContracts(byName, texts);
  }

  /** Those of one folder. */
  public static KnownContracts in(Path folder) {
    Map<String, Contract> byName = new LinkedHashMap<>();
    Map<String, String> texts = new LinkedHashMap<>();
    add(folder, byName, texts);

    return new KnownContracts(byName, texts);
  }

  private static void add(Path folder, Map<String, Contract> byName, Map<String, String> texts) {
    ContractTexts read = ContractTexts.read(folder);
    for (Contract contract : Contracts.read(folder).all()) {
      byName.put(contract.name(), contract);
      texts.put(contract.name(), read.text(contract.name()));
    }
  }

  private static void refuseTable(Path own, Contract contract) {
    if (contract.table().isPresent()) {
      throw new ContractException(
          ("The contract %s in %s has a table that nobody would write; give it the customProperty"
                  + " table: none, or move it to the project's contracts")
              .formatted(contract.name(), own));
    }
  }

  /** What was copied into the project is the same there; else nobody knew which one counts. */
  private static void addOnce(
      Path own, String name, Contract contract, Map<String, Contract> byName) {
    Contract before = byName.putIfAbsent(name, contract);
    if (before != null && !before.schema().equals(contract.schema())) {
      throw new ContractException(
          "The contract %s in %s has other columns than the project's; keep one of them"
              .formatted(name, own));
    }
  }

  public Contract contract(String name) {
    return find(name).orElseThrow(() -> new ContractException("There is no contract " + name));
  }

  Optional<Contract> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The file of a contract. */
  public String text(String name) {
    return texts.get(name);
  }

  /** Findings where the application names a stream that there is none of. */
  public void check(Application application, Findings findings) {
    for (SourceStream source : application.sources()) {
      checkStream(source.stream(), source.place(), findings);
    }
    for (SinkTable sink : application.sinks()) {
      if (sink instanceof SinkTable.Stream stream) {
        checkStream(stream.table(), stream.place(), findings);
      }
    }
  }

  private void checkStream(String name, Place place, Findings findings) {
    Optional<Contract> contract = find(name);
    if (contract.isEmpty()) {
      findings.add(
          place,
          "there is no contract %s".formatted(name),
          NearestName.of(name, byName.keySet())
              .orElse(
                  "one of %s, or a file in %s beside the application"
                      .formatted(streams(), FOLDER)));
    } else if (contract.get().stream().isEmpty()) {
      findings.add(
          place,
          "the contract %s has no stream: its table is computed".formatted(name),
          "one of " + streams());
    }
  }

  private String streams() {
    return String.join(
        ", ",
        byName.values().stream()
            .filter(contract -> contract.stream().isPresent())
            .map(Contract::name)
            .toList());
  }
}
