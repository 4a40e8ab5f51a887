package io.freshet.simulator.publish;

import io.freshet.core.contract.Contracts;
import java.nio.file.Path;

/** The project's own contracts: what the simulator has to fit. */
final class ShippedContracts {
  private ShippedContracts() {}

  static Contracts read() {
    return Contracts.read(Path.of("../contracts"));
  }
}
