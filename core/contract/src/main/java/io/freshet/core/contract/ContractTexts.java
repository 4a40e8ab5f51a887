package io.freshet.core.contract;

import io.freshet.core.contract.reading.ContractFolder;
import java.nio.file.Path;
import java.util.Map;

/**
 * The contracts of a folder together with the text of their files, for engines that ship work to
 * other machines: a text travels, and {@link #parse} reads it there.
 */
public final class ContractTexts {
  private final Contracts contracts;
  private final Map<String, String> texts;

  private ContractTexts(Contracts contracts, Map<String, String> texts) {
    this.contracts = contracts;
    this.texts = texts;
  }

  /**
   * Reads a folder as {@link Contracts#read} does.
   *
   * @throws ContractException listing every finding of every broken contract
   */
  public static ContractTexts read(Path folder) {
    ContractFolder read = ContractReader.sound(folder);

    return new ContractTexts(Contracts.of(read.contracts(), read.texts()), read.texts());
  }

  /** The contract in a file's text. */
  public static Contract parse(String name, String text) {
    return ContractFolder.parse(name, text);
  }

  public Contract contract(String name) {
    return contracts.require(name);
  }

  public String text(String name) {
    return texts.get(contract(name).name());
  }
}
