package io.freshet.console;

import io.freshet.assurance.freshness.Freshness;
import io.freshet.assurance.freshness.FreshnessReader;
import io.freshet.core.contract.Contract;
import java.util.HashMap;
import java.util.Map;

/** Hands on what a round measures, and keeps it for whoever looks at the round as a whole. */
final class RememberedRound implements FreshnessReader.Listener {
  private final FreshnessReader.Listener listener;
  private final Map<String, Freshness> measured = new HashMap<>();

  RememberedRound(FreshnessReader.Listener listener) {
    this.listener = listener;
  }

  /** By contract; without tables that could not be read. */
  Map<String, Freshness> measured() {
    return Map.copyOf(measured);
  }

  @Override
  public void measured(Contract contract, Freshness freshness) {
    measured.put(contract.name(), freshness);
    listener.measured(contract, freshness);
  }

  @Override
  public void failed(Contract contract, RuntimeException why) {
    listener.failed(contract, why);
  }

  @Override
  public void goesOn() {
    listener.goesOn();
  }
}
