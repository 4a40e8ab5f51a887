package io.freshet.console.board;

import io.freshet.assurance.alert.Diagnosis;
import io.freshet.assurance.freshness.Freshness;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.TableLayout;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * What was last known of one table.
 *
 * @param name with its namespace
 * @param freshness empty while it was never measured
 * @param measuredAt when it was
 * @param failure why it can't be read any more, where it can't
 * @param diagnosis where the events wait that make it late; empty where it is not
 */
public record TableStatus(
    String name,
    Contract contract,
    Optional<Freshness> freshness,
    Optional<Instant> measuredAt,
    Optional<String> failure,
    Optional<Diagnosis> diagnosis) {
  /** By standing, then by how much of the budget is used, then by name. */
  static final Comparator<TableStatus> WORST_FIRST =
      Comparator.comparing(TableStatus::standing)
          .thenComparing(Comparator.comparingDouble(TableStatus::share).reversed())
          .thenComparing(TableStatus::name);

  static TableStatus unmeasured(Contract contract) {
    return new TableStatus(
        TableLayout.name(contract).toString(),
        contract,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static TableStatus of(Contract contract, Freshness measured, Instant at) {
    return new TableStatus(
        measured.table(),
        contract,
        Optional.of(measured),
        Optional.of(at),
        Optional.empty(),
        Optional.empty());
  }

  /** What was known before, of a table that can't be read. */
  TableStatus unreadable(String why) {
    return new TableStatus(
        name, contract, freshness, measuredAt, Optional.of(why), Optional.empty());
  }

  /** The same figures beside what its contract says now. */
  TableStatus with(Contract now) {
    return new TableStatus(name, now, freshness, measuredAt, failure, diagnosis);
  }

  /** The same with what is likely the matter now that the others of its writer are known. */
  TableStatus with(Diagnoses diagnoses) {
    return new TableStatus(name, contract, freshness, measuredAt, failure, diagnoses.of(this));
  }

  public Standing standing() {
    if (failure.isPresent()) {
      return Standing.UNREADABLE;
    }

    return freshness
        .map(
            known ->
                switch (known.verdict()) {
                  case FRESH -> Standing.FRESH;
                  case LATE -> Standing.LATE;
                  case UNKNOWN -> Standing.UNKNOWN;
                })
        .orElse(Standing.UNMEASURED);
  }

  public Duration budget() {
    return contract.requireTable().timing().freshness();
  }

  /** How long the oldest event that can't be queried yet has waited. */
  public Optional<Duration> waiting() {
    return freshness.flatMap(Freshness::staleness);
  }

  /** How much of the budget is used: 1 is all of it. */
  public double share() {
    return waiting().map(age -> (double) age.toMillis() / budget().toMillis()).orElse(0.0);
  }

  /** They are as late as what feeds them, and say nothing of their own. */
  public boolean isDeadLetters() {
    return contract.name().equals(Contracts.DEAD_LETTERS);
  }

  /** Whether each word is somewhere in what people know it by. */
  public boolean matches(String[] words) {
    String text =
        String.join(
                " ",
                name,
                contract.documentation().domain(),
                contract.documentation().owner(),
                contract.documentation().purpose())
            .toLowerCase(Locale.ROOT);
    for (String word : words) {
      if (!text.contains(word)) {
        return false;
      }
    }

    return true;
  }
}
