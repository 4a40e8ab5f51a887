package io.freshet.serving.eta.rebuild;

import io.freshet.serving.eta.dasher.Assignment;
import io.freshet.serving.eta.dasher.Dasher;
import io.freshet.serving.eta.dasher.DasherActivity.Limits;
import io.freshet.serving.eta.dasher.DasherActivity.Status;
import io.freshet.serving.eta.dasher.DasherKey;
import io.freshet.serving.eta.dasher.DasherRule;
import io.freshet.serving.eta.dasher.DasherUpdate;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.travel.Fix;
import java.util.List;
import java.util.Optional;

/** What pings and orders say of one dasher. The rule must tell each ping. */
final class KnownDasher {
  private final Dasher dasher = new Dasher();
  private final List<Assignment> assignments;
  private int assigned;
  private long receivedMillis;

  /** How it stands; null before anything was heard. */
  private DasherUpdate last;

  /** The newest that the job tells at once, as it is a change; null before the first. */
  private DasherUpdate change;

  KnownDasher(Duties duties) {
    this.assignments = duties.asTheyHappened();
    this.receivedMillis = duties.receivedMillis();
  }

  void see(DasherRule rule, Ping ping, long received) {
    assignUntil(rule, ping.fix().millis());
    receivedMillis = Math.max(receivedMillis, received);
    rule.see(dasher, ping)
        .update()
        .ifPresent(
            update -> {
              if (last == null || status(last) != status(update)) {
                change = update;
              }
              last = update;
            });
  }

  void assignUntil(DasherRule rule, long millis) {
    while (assigned < assignments.size() && assignments.get(assigned).millis() <= millis) {
      change = rule.assign(dasher, assignments.get(assigned)).update();
      last = change;
      assigned++;
    }
  }

  void pass(DasherRule rule, DasherKey key, Limits limits, long millis) {
    Optional<DasherUpdate> next = nextBy(rule, key, limits, millis);
    while (next.isPresent()) {
      change = next.get();
      last = change;
      next = nextBy(rule, key, limits, millis);
    }
  }

  Optional<Fix> fix() {
    return last == null ? Optional.empty() : Optional.ofNullable(last.fix());
  }

  long receivedMillis() {
    return receivedMillis;
  }

  /**
   * How the job has shown it at least. It tells changes as they happen, and whoever stays as it is
   * now and then: so it may have told of the newest ping, or of an earlier one that is no older
   * than that. Dated so, no document of the job's is replaced by ours, which may know less.
   */
  Optional<DasherUpdate> shown(long tellEveryMillis) {
    if (fix().isEmpty()) {
      return Optional.empty();
    }
    long told = last.millis() - tellEveryMillis;

    return Optional.of(
        change.millis() >= told
            ? change
            : new DasherUpdate(
                last.market(), last.dasherId(), told, last.activity(), last.fix(), last.orders()));
  }

  private Optional<DasherUpdate> nextBy(
      DasherRule rule, DasherKey key, Limits limits, long millis) {
    if (last == null) {
      return Optional.empty();
    }
    long next = last.activity().nextChange(limits);

    return next > millis ? Optional.empty() : rule.pass(key, dasher, next);
  }

  private static Status status(DasherUpdate update) {
    return update.activity().status();
  }
}
