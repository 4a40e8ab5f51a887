package io.freshet.assurance.alert;

import io.freshet.assurance.freshness.Freshness;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.freshness.FreshnessPlan;
import io.freshet.core.contract.freshness.Hop;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * The hop that keeps a table waiting, as far as the figures of its writer's tables tell.
 *
 * @param cause what is likely the matter there, in words
 */
public record Diagnosis(Hop hop, String cause) {
  private static final String COMMIT = "commit";

  /** A commit that is older than nearly all the waiting was the last one before it. */
  private static final double MOST = 0.9;

  /** A table that has committed since half of the waiting is one that goes on. */
  private static final int YOUNGER = 2;

  private static final Diagnosis NEVER =
      new Diagnosis(Hop.FLINK, "nothing was ever committed: its writer does not run");

  private static final Diagnosis UNREADABLE =
      new Diagnosis(
          Hop.COMMIT,
          "the table can't be read, as its metadata is gone or closed to us; its page says why");

  /** Of all tables, while nothing can be measured as it does not answer. */
  public static Diagnosis unanswered(Dependency dependency) {
    return dependency.diagnosis;
  }

  /** Of one table, while others can be read; why it can't may name places, and is not told. */
  static Diagnosis unreadable() {
    return UNREADABLE;
  }

  /** Of one table of which more was known before. */
  static Diagnosis gone(Contract contract, Freshness unknown) {
    if (unknown.hops().isEmpty()) {
      return new Diagnosis(Hop.COMMIT, "the table is not there any more");
    }

    return contract.stream().isPresent()
        ? new Diagnosis(Hop.KAFKA, "its topic is not there any more")
        : new Diagnosis(Hop.NIGHTLY, "it has no published day any more");
  }

  /** Whom measuring needs, and events as well. */
  public enum Dependency {
    KAFKA(Hop.KAFKA, "Kafka does not answer: senders wait, and no writer reads on"),
    LAKE(Hop.COMMIT, "catalog or object store do not answer: no writer can commit");

    private final Diagnosis diagnosis;

    Dependency(Hop hop, String cause) {
      this.diagnosis = new Diagnosis(hop, cause);
    }
  }

  /**
   * Of a table that is late.
   *
   * @param measured by contract: it, and as many others as are known
   */
  public static Diagnosis of(FreshnessPlan plan, Map<String, Freshness> measured) {
    String name = plan.contract().name();

    return of(
        measured.get(name),
        plan.pool().stream()
            .flatMap(pool -> pool.contracts().stream())
            .map(Contract::name)
            .filter(other -> !other.equals(name))
            .flatMap(other -> Optional.ofNullable(measured.get(other)).stream())
            .flatMap(peer -> peer.commitAge().stream())
            .min(Comparator.naturalOrder()));
  }

  /**
   * Of a table that is late.
   *
   * @param youngestPeer how long ago another table that the same writer commits was committed
   */
  public static Diagnosis of(Freshness late, Optional<Duration> youngestPeer) {
    String waitsIn =
        late.hops().stream()
            .filter(hop -> !hop.name().equals(COMMIT))
            .max(Comparator.comparing(Freshness.Hop::age))
            .map(Freshness.Hop::name)
            .orElse("log");

    return switch (waitsIn) {
      case "raw" ->
          new Diagnosis(Hop.VALIDATOR, "raw JSON waits: the JSON validator stands or is behind");
      case "inputs" ->
          new Diagnosis(Hop.NIGHTLY, "its inputs hold days that its job has not published");
      default -> wasCommitted(late) ? ofWriter(late, youngestPeer) : NEVER;
    };
  }

  /** Of what its writer committed last the snapshot may be expired; its ledger is not. */
  private static boolean wasCommitted(Freshness late) {
    return late.commitAge().isPresent() || late.newestEventTime().isPresent();
  }

  private static Diagnosis ofWriter(Freshness late, Optional<Duration> youngestPeer) {
    Duration waiting = late.staleness().orElse(Duration.ZERO);
    // One that is expired is older than all that waits.
    Duration commitAge = late.commitAge().orElse(waiting);
    if (commitAge.toMillis() < MOST * waiting.toMillis()) {
      return new Diagnosis(
          Hop.FLINK,
          "the writer commits but is behind: more comes than it takes, or it catches up");
    }
    boolean othersGoOn =
        youngestPeer.filter(age -> age.multipliedBy(YOUNGER).compareTo(waiting) < 0).isPresent();

    return othersGoOn
        ? new Diagnosis(
            Hop.COMMIT, "other tables of its writer commit, it does not: its stream is parked")
        : new Diagnosis(
            Hop.FLINK, "no table of its writer commits: the job stands, or its checkpoints fail");
  }
}
