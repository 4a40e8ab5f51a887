package io.freshet.console.board;

import io.freshet.assurance.alert.Diagnosis;
import io.freshet.assurance.freshness.Freshness;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.freshness.Hop;
import io.freshet.core.contract.freshness.Pool;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which hop keeps each late table waiting, by the rule that alerts go by. */
final class Diagnoses {
  static final Diagnosis OF_DEAD_LETTERS =
      new Diagnosis(Hop.FLINK, "as late as the streams that feed it");

  /** By contract what its writer has committed last: no other table of that writer says more. */
  private final Map<String, Freshness> newestPeers;

  private Diagnoses(Map<String, Freshness> newestPeers) {
    this.newestPeers = newestPeers;
  }

  static Diagnoses of(Contracts contracts, Collection<TableStatus> tables) {
    Map<String, Freshness> measured = new HashMap<>();
    tables.forEach(
        table ->
            table.freshness().ifPresent(known -> measured.put(table.contract().name(), known)));
    Map<String, Freshness> newest = new HashMap<>();
    for (Pool pool : Pool.all(contracts)) {
      List<String> names = pool.contracts().stream().map(Contract::name).toList();
      names.stream()
          .flatMap(name -> Optional.ofNullable(measured.get(name)).stream())
          .filter(known -> known.commitAge().isPresent())
          .min(Comparator.comparing(known -> known.commitAge().orElseThrow()))
          .ifPresent(known -> names.forEach(name -> newest.put(name, known)));
    }

    return new Diagnoses(newest);
  }

  /** Empty of a table that is not late. */
  Optional<Diagnosis> of(TableStatus table) {
    if (table.standing() != Standing.LATE) {
      return Optional.empty();
    }
    Optional<Duration> youngestPeer =
        Optional.ofNullable(newestPeers.get(table.contract().name())).flatMap(Freshness::commitAge);

    return table.isDeadLetters()
        ? Optional.of(OF_DEAD_LETTERS)
        : table.freshness().map(late -> Diagnosis.of(late, youngestPeer));
  }
}
