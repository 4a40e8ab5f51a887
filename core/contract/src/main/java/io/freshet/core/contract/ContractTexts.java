package io.freshet.core.contract;

import io.freshet.core.contract.reading.ContractFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
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
    Contracts contracts = Contracts.read(folder);
    Map<String, String> texts = new HashMap<>();
    contracts.all().forEach(contract -> texts.put(contract.name(), load(folder, contract.name())));

    return new ContractTexts(contracts, texts);
  }

  private static String load(Path folder, String name) {
    Path file = folder.resolve(name + ".yaml");
    try {
      if (Files.exists(file)) {
        return Files.readString(file);
      }
      String resource = "platform/" + name + ".yaml";
      try (InputStream stream = ContractTexts.class.getResourceAsStream(resource)) {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the contract " + name, e);
    }
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
