package io.freshet.serving.eta.events;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import java.io.Serializable;

/** A contract as it travels to the tasks: its name and its file's text. */
public record StreamContract(String name, String text) implements Serializable {
  public static StreamContract of(ContractTexts texts, String name) {
    return new StreamContract(name, texts.text(name));
  }

  public Contract parse() {
    return ContractTexts.parse(name, text);
  }
}
