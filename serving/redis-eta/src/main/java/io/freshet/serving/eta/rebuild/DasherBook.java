package io.freshet.serving.eta.rebuild;

import io.freshet.serving.eta.dasher.DasherActivity.Limits;
import io.freshet.serving.eta.dasher.DasherKey;
import io.freshet.serving.eta.dasher.DasherRule;
import io.freshet.serving.eta.dasher.DasherUpdate;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.travel.Cells;
import io.freshet.serving.eta.travel.Fix;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * All dashers of which anything was heard, as the job's own rule follows them: pings as they come,
 * and between them what the orders meant to each, when it happened.
 */
final class DasherBook {
  private final Limits limits;
  private final long tellEveryMillis;
  private final DasherRule rule;
  private final Map<DasherKey, KnownDasher> dashers = new HashMap<>();
  private long newestMillis = Long.MIN_VALUE;

  /**
   * @param tellEvery the least time between two tellings by the job of one that stays as it is
   * @param duties what orders mean to each dasher
   */
  DasherBook(Limits limits, Duration tellEvery, Map<DasherKey, Duties> duties) {
    this.limits = limits;
    this.tellEveryMillis = tellEvery.toMillis();
    this.rule = new DasherRule(new Cells(), limits, Duration.ZERO, Duration.ZERO);
    duties.forEach((key, theirs) -> dashers.put(key, new KnownDasher(theirs)));
  }

  void add(Ping ping, long receivedMillis) {
    newestMillis = Math.max(newestMillis, ping.fix().millis());
    dashers
        .computeIfAbsent(
            new DasherKey(ping.market(), ping.dasherId()), key -> new KnownDasher(new Duties()))
        .see(rule, ping, receivedMillis);
  }

  /** All pings are in: what orders meant since then comes last. */
  void end() {
    dashers.values().forEach(dasher -> dasher.assignUntil(rule, Long.MAX_VALUE));
  }

  /** Time has come so far: who was silent is off line, who waited is idle. */
  void pass(long millis) {
    dashers.forEach((key, dasher) -> dasher.pass(rule, key, limits, millis));
  }

  /** Where the dasher was last; empty when no ping told. */
  Optional<Fix> fix(DasherKey key) {
    return Optional.ofNullable(dashers.get(key)).flatMap(KnownDasher::fix);
  }

  /** When the newest that is known of it came in; {@code Long.MIN_VALUE} of a stranger. */
  long receivedMillis(DasherKey key) {
    KnownDasher dasher = dashers.get(key);

    return dasher == null ? Long.MIN_VALUE : dasher.receivedMillis();
  }

  /**
   * Each dasher, and how the job has surely shown it since; empty for one without a ping, of which
   * the job may know more.
   */
  void forEach(BiConsumer<DasherKey, Optional<DasherUpdate>> reader) {
    dashers.forEach((key, dasher) -> reader.accept(key, dasher.shown(tellEveryMillis)));
  }

  int size() {
    return dashers.size();
  }

  /** Event time of the newest ping; {@code Long.MIN_VALUE} before the first. */
  long newestMillis() {
    return newestMillis;
  }
}
