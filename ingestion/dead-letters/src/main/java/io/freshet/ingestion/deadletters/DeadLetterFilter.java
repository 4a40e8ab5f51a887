package io.freshet.ingestion.deadletters;

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
 */
public record DeadLetterFilter(
    Optional<String> contract,
    Optional<String> cause,
    Optional<Instant> since,
    Optional<Instant> until) {
  public static final DeadLetterFilter ALL =
      new DeadLetterFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public DeadLetterFilter ofContract(String name) {
    return new DeadLetterFilter(Optional.of(name), cause, since, until);
  }

  /** Those of this filter that were received between the two, the second one excluded. */
  public DeadLetterFilter between(Instant first, Instant end) {
    return new DeadLetterFilter(
        contract,
        cause,
        Optional.of(since.filter(first::isBefore).orElse(first)),
        Optional.of(until.filter(end::isAfter).orElse(end)));
  }

  public DeadLetterFilter since(Instant first) {
    return new DeadLetterFilter(contract, cause, Optional.of(first), until);
  }

  Expression expression() {
    Expression all = Expressions.alwaysTrue();
    if (contract.isPresent()) {
      all = Expressions.and(all, Expressions.equal(Columns.CONTRACT, contract.get()));
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
