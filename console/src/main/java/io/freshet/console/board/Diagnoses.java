package io.freshet.console.board;

import io.freshet.assurance.alert.Diagnosis;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.freshness.Hop;
import io.freshet.core.contract.freshness.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which hop keeps each late table waiting, by the rule that alerts go by. Tables of a long round
 * are measured minutes apart, so moments of commits are compared and not their ages.
 */
final class Diagnoses {
  static final Diagnosis OF_DEAD_LETTERS =
      new Diagnosis(Hop.FLINK, "as late as the streams that feed it");

  /** By contract when its writer has committed last, to whichever table. */
  private final Map<String, Instant> lastCommits;

  private Diagnoses(Map<String, Instant> lastCommits) {
    this.lastCommits = lastCommits;
  }

  static Diagnoses of(Contracts contracts, Collection<TableStatus> tables) {
    Map<String, Instant> commits = new HashMap<>();
    tables.forEach(
        table -> commit(table).ifPresent(at -> commits.put(table.contract().name(), at)));
    Map<String, Instant> newest = new HashMap<>();
    for (Pool pool : Pool.all(contracts)) {
      List<String> names = pool.contracts().stream().map(Contract::name).toList();
      names.stream()
          .flatMap(name -> Optional.ofNullable(commits.get(name)).stream())
          .max(Comparator.naturalOrder())
          .ifPresent(at -> names.forEach(name -> newest.put(name, at)));
    }

    return new Diagnoses(newest);
  }

  private static Optional<Instant> commit(TableStatus table) {
    return table
        .freshness()
        .flatMap(known -> known.commitAge())
        .flatMap(age -> table.measuredAt().map(at -> at.minus(age)));
  }

  /** Empty of a table that is not late. */
  Optional<Diagnosis> of(TableStatus table) {
    if (table.standing() != Standing.LATE) {
      return Optional.empty();
    }
    Optional<Duration> youngestPeer =
        Optional.ofNullable(lastCommits.get(table.contract().name()))
            .flatMap(last -> table.measuredAt().map(at -> Duration.between(last, at)));

    return table.isDeadLetters()
        ? Optional.of(OF_DEAD_LETTERS)
        : table.freshness().map(late -> Diagnosis.of(late, youngestPeer));
  }
}
