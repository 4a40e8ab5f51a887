package io.freshet.assurance.alert;

import io.freshet.assurance.alert.Alert.State;
import io.freshet.assurance.freshness.Freshness;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.freshness.FreshnessPlan;
import io.freshet.core.contract.freshness.RunningSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells which tables have gone over what their contracts allow, and which have come back, each
 * once; and of those that are late, when something else turns out to be the matter. A table of
 * which nothing is known any more is told as well. An alert begins at once and ends late: a table
 * is back when it was well below what it begins at for so long that its next commit, had it been as
 * late as the last one, would have been seen. So a table that goes over with every commit is told
 * once. Holds no clock and sends nothing. Not thread-safe.
 */
public final class AlertWatch {
  /** A round that fails may be followed by one that does not. */
  private static final Duration BLIND_FOR = Duration.ofSeconds(30);

  /** How much of what an alert begins at a table may wait that is back. */
  private static final double CALM_SHARE = 0.8;

  /** Three rounds of the console: a commit that has just been seen is not yet calm. */
  private static final Duration SHORTEST_CALM = Duration.ofSeconds(30);

  /** Whoever mended it wants to hear of that, and what comes later than this is news. */
  private static final Duration LONGEST_CALM = Duration.ofMinutes(15);

  /** Tables that are too late, by contract. */
  private final Map<String, Late> breached = new HashMap<>();

  /** Tables into which events came, as of the last round that went well. */
  private List<Flowing> flowing = List.of();

  private final UnknownTables unknown = new UnknownTables();
  private final LastCommits commits = new LastCommits();

  /** Of the contracts of this round, by their names; in their order. */
  private final Map<String, FreshnessPlan> plans = new LinkedHashMap<>();

  /** What this round has measured so far, by contract. */
  private final Map<String, Freshness> measured = new HashMap<>();

  private boolean isBlind;

  /**
   * A table that is too late.
   *
   * @param diagnosis as it was told last
   * @param calmSince from when on it would be late no more; empty while it is
   */
  private record Late(String table, Diagnosis diagnosis, Optional<Instant> calmSince) {
    static Late of(String table, Diagnosis diagnosis) {
      return new Late(table, diagnosis, Optional.empty());
    }

    Late calm(Instant since) {
      return new Late(table, diagnosis, Optional.of(since));
    }
  }

  private record Flowing(String table, FreshnessPlan plan) {}

  /** A round begins, over the tables of these contracts. */
  public void begin(Contracts contracts) {
    measured.clear();
    plans.clear();
    FreshnessPlan.all(contracts, RunningSettings.none(), Map.of())
        .forEach(plan -> plans.put(plan.contract().name(), plan));
  }

  /**
   * Within a round, of those that have been measured since it was asked last: whoever is late in a
   * long one is told before it ends.
   *
   * @param some by contract
   */
  public List<Alert> judge(Map<String, Freshness> some, Instant now) {
    measured.putAll(some);
    some.forEach((name, freshness) -> commits.measured(name, freshness, now));

    return some.keySet().stream()
        .flatMap(name -> Stream.ofNullable(plans.get(name)))
        .flatMap(plan -> judge(plan, measured.get(plan.contract().name()), now).stream())
        .toList();
  }

  /**
   * A round has gone well.
   *
   * @param rest by contract, of those that were measured since it was asked last
   * @param unreadable contracts whose tables could not be read: whether they are late stays as it
   *     was
   */
  public List<Alert> end(Map<String, Freshness> rest, Set<String> unreadable, Instant now) {
    List<Alert> alerts = new ArrayList<>();
    if (isBlind) {
      isBlind = false;
      alerts.add(ofAll(State.MEASURED, now));
    }
    alerts.addAll(judge(rest, now));
    plans.forEach(
        (name, plan) ->
            unknown
                .judge(
                    plan.contract(),
                    Optional.ofNullable(measured.get(name)),
                    unreadable.contains(name),
                    now)
                .ifPresent(alerts::add));
    Set<String> known = plans.keySet();
    breached.forEach(
        (name, late) -> {
          if (!known.contains(name)) {
            alerts.add(gone(late.table(), now));
          }
        });
    breached.keySet().retainAll(known);
    alerts.addAll(unknown.keepOnly(known, now));
    commits.keepOnly(known);
    flowing = plans.values().stream().flatMap(plan -> flowing(plan).stream()).toList();

    return alerts;
  }

  private Optional<Alert> judge(FreshnessPlan plan, Freshness freshness, Instant now) {
    String name = plan.contract().name();
    // Dead letters are as late as the streams that feed them, which say so themselves.
    if (freshness.staleness().isEmpty() || name.equals(Contracts.DEAD_LETTERS)) {
      return Optional.empty();
    }
    Duration waiting = freshness.staleness().get();
    boolean isLate =
        breached.containsKey(name)
            ? waiting.toMillis() > CALM_SHARE * plan.alertAfter().toMillis()
            : waiting.compareTo(plan.alertAfter()) > 0;
    if (isLate) {
      return late(plan, freshness, Diagnosis.of(freshness, commits.youngestPeer(plan, now)), now);
    }

    return breached.containsKey(name) && isBack(plan, now)
        ? Optional.of(of(State.RECOVERED, freshness, plan, now, Optional.empty()))
        : Optional.empty();
  }

  /** Told once, and as often as something else is the matter than before. */
  private Optional<Alert> late(
      FreshnessPlan plan, Freshness freshness, Diagnosis diagnosis, Instant now) {
    Late before = breached.put(plan.contract().name(), Late.of(freshness.table(), diagnosis));
    if (before != null && before.diagnosis().equals(diagnosis)) {
      return Optional.empty();
    }
    State state = before == null ? State.BREACHED : State.RENEWED;

    return Optional.of(of(state, freshness, plan, now, Optional.of(diagnosis)));
  }

  /** Whether a table that was too late has been calm for long enough; if so, it is forgotten. */
  private boolean isBack(FreshnessPlan plan, Instant now) {
    String name = plan.contract().name();
    Instant calmSince = breached.get(name).calmSince().orElse(now);
    breached.computeIfPresent(name, (contract, late) -> late.calm(calmSince));
    boolean isBack = !now.isBefore(calmSince.plus(calmFor(plan.alertAfter())));
    if (isBack) {
      breached.remove(name);
    }

    return isBack;
  }

  /** In that time a table that is as late as before would go over again. */
  static Duration calmFor(Duration alertAfter) {
    if (alertAfter.compareTo(SHORTEST_CALM) < 0) {
      return SHORTEST_CALM;
    }

    return alertAfter.compareTo(LONGEST_CALM) > 0 ? LONGEST_CALM : alertAfter;
  }

  private static Alert of(
      State state,
      Freshness freshness,
      FreshnessPlan plan,
      Instant now,
      Optional<Diagnosis> diagnosis) {
    return new Alert(
        state,
        Optional.of(freshness.table()),
        now,
        freshness.staleness(),
        Optional.of(plan.alertAfter()),
        diagnosis,
        Optional.of(owner(plan)));
  }

  private static String owner(FreshnessPlan plan) {
    return plan.contract().documentation().owner();
  }

  /** A stream whose table has lately been committed; of a silent one nobody knows more. */
  private Optional<Flowing> flowing(FreshnessPlan plan) {
    Freshness freshness = measured.get(plan.contract().name());
    boolean isFlowing =
        freshness != null
            && plan.pool().isPresent()
            && !plan.contract().name().equals(Contracts.DEAD_LETTERS)
            && freshness
                .commitAge()
                .filter(age -> age.compareTo(plan.alertAfter()) < 0)
                .isPresent();

    return isFlowing ? Optional.of(new Flowing(freshness.table(), plan)) : Optional.empty();
  }

  /**
   * While nothing can be measured. Tables keep their states but for those into which events came:
   * who keeps us from measuring keeps them from being committed, and so they are late in their
   * time.
   *
   * @param since when the first round began that did not go well; of one that hangs, when the last
   *     table was measured
   * @param why who does not answer
   */
  public List<Alert> blind(Instant since, Diagnosis why, Instant now) {
    Duration blindFor = Duration.between(since, now);
    List<Alert> alerts = new ArrayList<>();
    if (!isBlind && blindFor.compareTo(BLIND_FOR) >= 0) {
      isBlind = true;
      alerts.add(ofAll(State.UNMEASURED, now));
    }
    for (Flowing each : flowing) {
      String name = each.plan().contract().name();
      if (!breached.containsKey(name) && blindFor.compareTo(lateAfter(each.plan())) > 0) {
        breached.put(name, Late.of(each.table(), why));
        alerts.add(
            new Alert(
                State.BREACHED,
                Optional.of(each.table()),
                now,
                Optional.of(blindFor),
                Optional.of(each.plan().alertAfter()),
                Optional.of(why),
                Optional.of(owner(each.plan()))));
      }
    }

    return alerts;
  }

  /** What was not yet committed then may have waited for as long as commits are apart. */
  private static Duration lateAfter(FreshnessPlan plan) {
    Duration half = plan.alertAfter().dividedBy(2);
    Duration rest = plan.alertAfter().minus(plan.commitsEvery().orElse(Duration.ZERO));

    return rest.compareTo(half) < 0 ? half : rest;
  }

  /** No contract has it any more, so nobody will say that it is back. */
  private static Alert gone(String table, Instant now) {
    return new Alert(
        State.RECOVERED,
        Optional.of(table),
        now,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Alert ofAll(State state, Instant now) {
    return new Alert(
        state,
        Optional.empty(),
        now,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
