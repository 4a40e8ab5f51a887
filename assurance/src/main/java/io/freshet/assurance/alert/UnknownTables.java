package io.freshet.assurance.alert;

import io.freshet.assurance.alert.Alert.State;
import io.freshet.assurance.freshness.Freshness;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.TableLayout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tables of which nothing is known though others are measured: they can't be read, or they or what
 * feeds them are gone. One that was never known may have a contract that is not applied yet, and is
 * nobody's alarm. Not thread-safe.
 */
final class UnknownTables {
  /** Whoever makes a topic or a table anew is done by then. */
  private static final Duration TOLD_AFTER = Duration.ofSeconds(30);

  private final Set<String> everKnown = new HashSet<>();
  private final Map<String, Unknown> unknown = new HashMap<>();

  private record Unknown(String table, Instant since, boolean isTold) {}

  /**
   * After a round.
   *
   * @param measured empty where the round has not measured it
   * @param isUnreadable whether that is because the table itself can't be read
   */
  Optional<Alert> judge(
      Contract contract, Optional<Freshness> measured, boolean isUnreadable, Instant now) {
    String name = contract.name();
    Optional<Diagnosis> why =
        isUnreadable
            ? Optional.of(Diagnosis.unreadable())
            : measured
                .filter(known -> isUnknown(contract, known))
                .filter(known -> everKnown.contains(name) || unknown.containsKey(name))
                .map(known -> Diagnosis.gone(contract, known));
    if (why.isPresent()) {
      return unknown(contract, why.get(), now);
    }
    if (measured.isEmpty()) {
      return Optional.empty();
    }
    if (!isUnknown(contract, measured.get())) {
      everKnown.add(name);
    }

    return Optional.ofNullable(unknown.remove(name))
        .filter(Unknown::isTold)
        .map(before -> known(before, now));
  }

  /** Of contracts that are there no more. */
  List<Alert> keepOnly(Set<String> contracts, Instant now) {
    List<Alert> alerts = new ArrayList<>();
    unknown.forEach(
        (name, each) -> {
          if (each.isTold() && !contracts.contains(name)) {
            alerts.add(known(each, now));
          }
        });
    unknown.keySet().retainAll(contracts);
    everKnown.retainAll(contracts);

    return alerts;
  }

  /** Dead letters are unknown where one of their streams is, which says so itself. */
  private static boolean isUnknown(Contract contract, Freshness measured) {
    boolean isOfOthers = contract.name().equals(Contracts.DEAD_LETTERS);

    return measured.staleness().isEmpty() && (!isOfOthers || measured.hops().isEmpty());
  }

  private Optional<Alert> unknown(Contract contract, Diagnosis why, Instant now) {
    String table = TableLayout.name(contract).toString();
    Unknown before =
        unknown.computeIfAbsent(contract.name(), name -> new Unknown(table, now, false));
    if (before.isTold() || now.isBefore(before.since().plus(TOLD_AFTER))) {
      return Optional.empty();
    }
    unknown.put(contract.name(), new Unknown(table, before.since(), true));

    return Optional.of(
        new Alert(
            State.UNMEASURED,
            Optional.of(table),
            now,
            Optional.empty(),
            Optional.empty(),
            Optional.of(why),
            Optional.of(contract.documentation().owner())));
  }

  private static Alert known(Unknown before, Instant now) {
    return new Alert(
        State.MEASURED,
        Optional.of(before.table()),
        now,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
