package io.freshet.ingestion.deadletters;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.TableLayout;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.Catalog;

/**
 * How many dead letters a contract has had in the last hour, and how many it bears.
 *
 * @param limit the contract's {@code deadLettersPerHour}
 */
public record HourlyRate(String contract, long events, int limit) {
  private static final Duration HOUR = Duration.ofHours(1);

  /** Of each contract whose stream has a table, in the order of their names. */
  public static List<HourlyRate> all(Catalog catalog, Contracts contracts, Instant now) {
    Contract deadLetters = contracts.deadLetters();
    Map<String, Long> counts =
        catalog.tableExists(TableLayout.name(deadLetters))
            ? DeadLetterTable.load(catalog, deadLetters)
                .counts(DeadLetterFilter.ALL.since(now.minus(HOUR)))
            : Map.of();

    return contracts.all().stream()
        .filter(contract -> contract.stream().isPresent() && contract.table().isPresent())
        .filter(contract -> !contract.name().equals(Contracts.DEAD_LETTERS))
        .map(contract -> of(contract, counts.getOrDefault(contract.name(), 0L)))
        .toList();
  }

  private static HourlyRate of(Contract contract, long events) {
    return new HourlyRate(contract.name(), events, contract.requireStream().deadLettersPerHour());
  }

  public boolean isTooHigh() {
    return events > limit;
  }
}
