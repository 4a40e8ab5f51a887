package io.freshet.assurance.prove;

import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.lake.Position;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a reconciliation of log, ledger, rows and dead letters found. Where {@code expected = found
 * + missing + deadLettered + excluded + removed} does not hold, that is a finding too.
 *
 * @param pending records in the log that the table has not reached yet, or rows of a derived
 *     table's inputs that came after it was computed; no fault
 * @param ranges of a stream's table: stretches of log partitions
 * @param days of a derived table, in order
 * @param intake what event gateways accepted for it
 * @param findings what is wrong, for people; empty when everything holds
 */
public record Proof(
    String table,
    Kind kind,
    Totals totals,
    long pending,
    Scope scope,
    List<Stretch> ranges,
    List<Day> days,
    Intake intake,
    List<String> findings) {
  public Proof {
    ranges = List.copyOf(ranges);
    days = List.copyOf(days);
    findings = withImbalance(totals, findings);
  }

  /** No account is called proved that does not add up, whoever drew it up. */
  private static List<String> withImbalance(Totals totals, List<String> findings) {
    return findings.isEmpty() && totals.surplus() != 0
        ? List.of(totals.imbalance())
        : List.copyOf(findings);
  }

  /** What a table is proved against. */
  public enum Kind {
    /** The log. */
    STREAM,
    /** The snapshots that it was computed from. */
    DERIVED
  }

  /**
   * The account.
   *
   * @param expected records that the log (or, where retention took them, the ledger) says were
   *     there; rows that the inputs say there must be
   * @param found distinct identities or keys among the rows
   * @param removed records without a row because of what came later: an erasure or, where a table
   *     keeps the newest row of each key, that of another
   * @param doubled rows beyond the first of an identity or key
   */
  public record Totals(
      long expected,
      long found,
      long missing,
      long doubled,
      long deadLettered,
      long excluded,
      long removed) {
    /** How many more records are accounted for than were expected; zero when all adds up. */
    long surplus() {
      return found + missing + deadLettered + excluded + removed - expected;
    }

    String imbalance() {
      return "the account does not add up: %d expected, but %d found + %d missing + %d dead letters"
              .formatted(expected, found, missing, deadLettered)
          + " + %d excluded + %d removed is %d".formatted(excluded, removed, expected + surplus());
    }

    Totals plus(Totals other) {
      return new Totals(
          expected + other.expected,
          found + other.found,
          missing + other.missing,
          doubled + other.doubled,
          deadLettered + other.deadLettered,
          excluded + other.excluded,
          removed + other.removed);
    }
  }

  static Proof ofStream(
      String table, Totals totals, long pending, List<Stretch> ranges, List<String> findings) {
    return new Proof(
        table, Kind.STREAM, totals, pending, Scope.WHOLE, ranges, List.of(), Intake.NONE, findings);
  }

  static Proof ofDays(
      String table, Totals totals, long pending, List<Day> days, List<String> findings) {
    return new Proof(
        table, Kind.DERIVED, totals, pending, Scope.WHOLE, List.of(), days, Intake.NONE, findings);
  }

  Proof within(Scope wider) {
    return new Proof(table, kind, totals, pending, wider, ranges, days, intake, findings);
  }

  /**
   * This proof with what gateways accepted; what was lost is a finding where the contract allows no
   * such loss.
   */
  Proof withIntake(Intake accepted, Acknowledgement acknowledgement) {
    List<String> allFindings = new ArrayList<>(findings);
    if (acknowledgement == Acknowledgement.DURABLE) {
      accepted.losses().forEach(loss -> allFindings.add(loss.describe()));
    }

    return new Proof(table, kind, totals, pending, scope, ranges, days, accepted, allFindings);
  }

  /** This proof with what is known of the values of the rows. */
  Proof withValues(Map<Position, CommitValues> values) {
    List<Stretch> altered = new ArrayList<>();
    long proved = 0;
    for (Map.Entry<Position, CommitValues> account : values.entrySet()) {
      CommitValues.Settled settled = account.getValue().settle();
      settled.altered().forEach(range -> altered.add(stretch(account.getKey(), range)));
      proved += settled.proved();
    }

    return within(new Scope(proved, scope.state(), scope.since())).withFaults(altered);
  }

  private static Stretch stretch(Position position, Offsets.OffsetRange range) {
    return new Stretch(
        position.source(),
        position.partition(),
        range.from(),
        range.to(),
        State.ALTERED,
        range.count());
  }

  /** This proof with faults that the account does not know of, each of them a finding. */
  Proof withFaults(List<Stretch> faults) {
    List<Stretch> allRanges = new ArrayList<>(ranges);
    List<String> allFindings = new ArrayList<>(findings);
    Totals all = totals;
    for (Stretch fault : faults) {
      allRanges.add(fault);
      allFindings.add(fault.describe());
      long missing = fault.state() == State.MISSING ? fault.records() : 0;
      long doubled = fault.state() == State.DOUBLED ? fault.records() : 0;
      all = all.plus(new Totals(missing, 0, missing, doubled, 0, 0, 0));
    }

    return new Proof(table, kind, all, pending, scope, allRanges, days, intake, allFindings);
  }

  /** This proof with what else is wrong. */
  Proof withFindings(List<String> more) {
    List<String> allFindings = new ArrayList<>(findings);
    allFindings.addAll(more);

    return new Proof(table, kind, totals, pending, scope, ranges, days, intake, allFindings);
  }

  /** What is true of a stretch of a log partition, or of a day. */
  public enum State {
    HELD,
    MISSING,
    DOUBLED,
    /** Rows at offsets where the log holds no record, or that the inputs do not account for. */
    UNEXPECTED,
    /** Among them are values that the writer did not decode; at most so many records. */
    ALTERED,
    /** The inputs have moved on since the day was computed. */
    STALE
  }

  /**
   * A stretch of one log partition.
   *
   * @param from first offset
   * @param to last offset
   */
  public record Stretch(int source, int partition, long from, long to, State state, long records) {
    String describe() {
      return state == State.ALTERED
          ? "Partition %d:%d: the values at offsets %d to %d are not those that the writer decoded"
              .formatted(source, partition, from, to)
          : "Partition %d:%d: %d records %s at offsets %d to %d"
              .formatted(
                  source, partition, records, state.name().toLowerCase(Locale.ROOT), from, to);
    }
  }

  /**
   * A day of a derived table.
   *
   * @param records rows; where the day is stale, rows of the inputs that came since, at most
   */
  public record Day(LocalDate day, State state, long records) {}

  public boolean ok() {
    return findings.isEmpty();
  }
}
