package io.freshet.ingestion.deadletters;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.StreamSettings;
import io.freshet.core.lake.TableLayout;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.catalog.Catalog;

/**
 * How many dead letters a contract has had in the last hour, and how many it bears.
 *
 * @param contract its name; or that of a topic, such as that of raw JSON, whose records can't be
 *     told to be any contract's
 * @param limit the contract's {@code deadLettersPerHour}, or what is usual where none says it
 */
public record HourlyRate(String contract, long events, int limit) {
  private static final Duration HOUR = Duration.ofHours(1);

  /** Of each contract whose stream has a table, and of whatever else has had some. */
  public static List<HourlyRate> all(Catalog catalog, Contracts contracts, Instant now) {
    Contract deadLetters = contracts.deadLetters();
    Map<String, Long> counts =
        catalog.tableExists(TableLayout.name(deadLetters))
            ? DeadLetterTable.load(catalog, deadLetters)
                .counts(DeadLetterFilter.ALL.since(now.minus(HOUR)))
            : Map.of();

    SortedMap<String, Integer> limits = new TreeMap<>();
    counts.keySet().forEach(name -> limits.put(name, StreamSettings.DEFAULT_DEAD_LETTERS_PER_HOUR));
    contracts.all().stream()
        .filter(contract -> contract.stream().isPresent() && contract.table().isPresent())
        .filter(contract -> !contract.name().equals(Contracts.DEAD_LETTERS))
        .forEach(
            contract -> limits.put(contract.name(), contract.requireStream().deadLettersPerHour()));

    return limits.entrySet().stream()
        .map(
            each ->
                new HourlyRate(
                    each.getKey(), counts.getOrDefault(each.getKey(), 0L), each.getValue()))
        .toList();
  }

  public boolean isTooHigh() {
    return events > limit;
  }
}
