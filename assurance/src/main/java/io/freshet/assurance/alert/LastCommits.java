package io.freshet.assurance.alert;

import io.freshet.assurance.freshness.Freshness;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.freshness.FreshnessPlan;
import io.freshet.core.contract.freshness.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * When each table was committed last, as far as it was measured, so that tables that were measured
 * at different times can be held against each other. Not thread-safe.
 */
final class LastCommits {
  private final Map<String, Instant> commits = new HashMap<>();

  /** The two youngest of each pool: one of them may be whoever asks. */
  private final Map<Pool, List<Commit>> youngest = new IdentityHashMap<>();

  private record Commit(String contract, Instant at) {}

  void measured(String contract, Freshness freshness, Instant at) {
    freshness.commitAge().ifPresent(age -> commits.put(contract, at.minus(age)));
    youngest.clear();
  }

  /** How long ago a table that the same writer commits was committed, at most. */
  Optional<Duration> youngestPeer(FreshnessPlan plan, Instant now) {
    return plan.pool().stream()
        .flatMap(pool -> youngest.computeIfAbsent(pool, this::twoYoungest).stream())
        .filter(commit -> !commit.contract().equals(plan.contract().name()))
        .findFirst()
        .map(commit -> Duration.between(commit.at(), now));
  }

  private List<Commit> twoYoungest(Pool pool) {
    return pool.contracts().stream()
        .map(Contract::name)
        .filter(commits::containsKey)
        .map(name -> new Commit(name, commits.get(name)))
        .sorted(Comparator.comparing(Commit::at).reversed())
        .limit(2)
        .toList();
  }

  void keepOnly(Set<String> contracts) {
    commits.keySet().retainAll(contracts);
    youngest.clear();
  }
}
