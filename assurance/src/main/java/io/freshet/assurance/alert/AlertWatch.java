package io.freshet.assurance.alert;

import io.freshet.assurance.alert.Alert.State;
import io.freshet.assurance.freshness.Freshness;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.freshness.FreshnessPlan;
import io.freshet.core.contract.freshness.RunningSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells which tables have gone over what their contracts allow, and which have come back, each
 * once. Holds no clock and sends nothing. Not thread-safe.
 */
public final class AlertWatch {
  /** A round that fails may be followed by one that does not. */
  private static final Duration BLIND_FOR = Duration.ofSeconds(30);

  private final Set<String> breached = new HashSet<>();
  private Optional<Instant> blindSince = Optional.empty();
  private boolean isBlind;

  /**
   * After a round.
   *
   * @param measured by contract; one that could not be read is missing and stays as it was
   */
  public List<Alert> judge(Contracts contracts, Map<String, Freshness> measured, Instant now) {
    List<Alert> alerts = new ArrayList<>();
    blindSince = Optional.empty();
    if (isBlind) {
      isBlind = false;
      alerts.add(ofAll(State.MEASURED, now));
    }
    List<FreshnessPlan> plans = FreshnessPlan.all(contracts, RunningSettings.none(), Map.of());
    for (FreshnessPlan plan : plans) {
      judge(plan, measured, now).ifPresent(alerts::add);
    }
    breached.retainAll(plans.stream().map(plan -> plan.contract().name()).toList());

    return alerts;
  }

  private Optional<Alert> judge(FreshnessPlan plan, Map<String, Freshness> measured, Instant now) {
    String name = plan.contract().name();
    Freshness freshness = measured.get(name);
    // Dead letters are as late as the streams that feed them, which say so themselves.
    if (freshness == null
        || freshness.staleness().isEmpty()
        || name.equals(Contracts.DEAD_LETTERS)) {
      return Optional.empty();
    }
    boolean isOver = freshness.staleness().get().compareTo(plan.alertAfter()) > 0;
    if (isOver ? !breached.add(name) : !breached.remove(name)) {
      return Optional.empty();
    }

    return Optional.of(
        new Alert(
            isOver ? State.BREACHED : State.RECOVERED,
            Optional.of(freshness.table()),
            now,
            freshness.staleness(),
            Optional.of(plan.alertAfter()),
            isOver
                ? Optional.of(Diagnosis.of(freshness, peers(plan, measured)))
                : Optional.empty()));
  }

  private static List<Freshness> peers(FreshnessPlan plan, Map<String, Freshness> measured) {
    return plan.pool().stream()
        .flatMap(pool -> pool.contracts().stream())
        .map(Contract::name)
        .filter(name -> !name.equals(plan.contract().name()))
        .flatMap(name -> Optional.ofNullable(measured.get(name)).stream())
        .toList();
  }

  /** After a round that failed; known tables keep their states. */
  public List<Alert> blind(Instant now) {
    Instant since = blindSince.orElse(now);
    blindSince = Optional.of(since);
    if (isBlind || now.isBefore(since.plus(BLIND_FOR))) {
      return List.of();
    }
    isBlind = true;

    return List.of(ofAll(State.UNMEASURED, now));
  }

  private static Alert ofAll(State state, Instant now) {
    return new Alert(
        state, Optional.empty(), now, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
