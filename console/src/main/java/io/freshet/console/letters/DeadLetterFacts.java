package io.freshet.console.letters;

import io.freshet.ingestion.deadletters.DeadLetterGroup;
import io.freshet.ingestion.deadletters.HourlyRate;
import io.freshet.ingestion.deadletters.Refusals;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What was refused, and what of it is too much.
 *
 * @param groups by contract and cause
 * @param refusals what event gateways refused
 * @param rates of the last hour, of each contract that has had some, by name
 * @param since from when on they are counted
 */
public record DeadLetterFacts(
    List<DeadLetterGroup> groups, Refusals refusals, Map<String, HourlyRate> rates, Instant since) {
  static DeadLetterFacts of(
      List<DeadLetterGroup> groups, Refusals refusals, List<HourlyRate> rates, Instant since) {
    return new DeadLetterFacts(
        groups,
        refusals,
        rates.stream()
            .filter(rate -> rate.events() > 0)
            .collect(Collectors.toMap(HourlyRate::contract, rate -> rate)),
        since);
  }

  public Optional<HourlyRate> rate(String contract) {
    return Optional.ofNullable(rates.get(contract));
  }
}
