package io.freshet.assurance.change;

import io.freshet.assurance.change.ContractChange.Impact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Collects what differs in one contract, in the order in which it is found. */
final class Changes {
  private final String contract;
  private final List<ContractChange> found = new ArrayList<>();

  Changes(String contract) {
    this.contract = contract;
  }

  void compatible(String change) {
    found.add(ContractChange.compatible(contract, Optional.empty(), change));
  }

  void breaking(String change, String why, Impact impact) {
    found.add(ContractChange.breaking(contract, Optional.empty(), change, why, impact));
  }

  /** Refused by {@code contract apply}, or by those who write. */
  void refused(String change, String why) {
    found.add(ContractChange.refused(contract, Optional.empty(), change, why));
  }

  void add(ContractChange change) {
    found.add(change);
  }

  void addAll(Collection<ContractChange> changes) {
    found.addAll(changes);
  }

  List<ContractChange> all() {
    return List.copyOf(found);
  }
}
