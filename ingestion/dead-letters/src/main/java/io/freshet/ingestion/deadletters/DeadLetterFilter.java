package io.freshet.ingestion.deadletters;

import io.freshet.core.envelope.RefusalCause;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/**
 * Which dead letters are meant.
 *
 * @param since received at that time or later
 * @param until received before it
 * @param withUnclaimed beside the contract's also raw JSON that named a contract which took none
 *     then; it may be this one
 */
public record DeadLetterFilter(
    Optional<String> contract,
    Optional<String> cause,
    Optional<Instant> since,
    Optional<Instant> until,
    boolean withUnclaimed) {
  public static final DeadLetterFilter ALL =
      new DeadLetterFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Unclaimed ones are listed under their topic's name, and told by cause and source alone. */
  private static final Expression UNCLAIMED =
      Expressions.and(
          Expressions.equal(Columns.CAUSE, RefusalCause.UNKNOWN_CONTRACT.code()),
          Expressions.lessThan(Columns.ORIGIN_SOURCE, 0));

  public DeadLetterFilter(
      Optional<String> contract,
      Optional<String> cause,
      Optional<Instant> since,
      Optional<Instant> until) {
    this(contract, cause, since, until, false);
  }

  public DeadLetterFilter ofContract(String name) {
    return new DeadLetterFilter(Optional.of(name), cause, since, until);
  }

  /** The contract's, and those that may be its own though they are listed elsewhere. */
  public DeadLetterFilter ofContractOrUnclaimed(String name) {
    return new DeadLetterFilter(Optional.of(name), cause, since, until, true);
  }

  /** Those of this filter that were received between the two, the second one excluded. */
  public DeadLetterFilter between(Instant first, Instant end) {
    return new DeadLetterFilter(
        contract,
        cause,
        Optional.of(since.filter(first::isBefore).orElse(first)),
        Optional.of(until.filter(end::isAfter).orElse(end)),
        withUnclaimed);
  }

  public DeadLetterFilter since(Instant first) {
    return new DeadLetterFilter(contract, cause, Optional.of(first), until, withUnclaimed);
  }

  Expression expression() {
    Expression all = Expressions.alwaysTrue();
    if (contract.isPresent()) {
      Expression listed = Expressions.equal(Columns.CONTRACT, contract.get());
      all = Expressions.and(all, withUnclaimed ? Expressions.or(listed, UNCLAIMED) : listed);
    }
    if (cause.isPresent()) {
      all = Expressions.and(all, Expressions.equal(Columns.CAUSE, cause.get()));
    }
    if (since.isPresent()) {
      all =
          Expressions.and(
              all, Expressions.greaterThanOrEqual(Columns.EVENT_TIME, micros(since.get())));
    }
    if (until.isPresent()) {
      all = Expressions.and(all, Expressions.lessThan(Columns.EVENT_TIME, micros(until.get())));
    }

    return all;
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
