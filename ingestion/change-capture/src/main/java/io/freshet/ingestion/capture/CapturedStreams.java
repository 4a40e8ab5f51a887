package io.freshet.ingestion.capture;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.StreamSettings;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.stream.TopicRights;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.NearestName;
import io.freshet.ingestion.capture.position.PositionTopic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * The contracts whose events one process captures.
 *
 * @param contracts each with the table that it is captured from
 * @param deadLetters what does not fit goes there
 */
record CapturedStreams(List<Contract> contracts, Contract deadLetters) {

  CapturedStreams {
    contracts = List.copyOf(contracts);
  }

  /**
   * Those of the folder, or those that are named.
   *
   * @throws FreshetException {@code CALLER} when there is none, or one is not captured
   */
  static CapturedStreams of(Contracts all, List<String> named) {
    List<Contract> captured =
        all.all().stream().filter(contract -> contract.capturedFrom().isPresent()).toList();
    List<String> names = captured.stream().map(Contract::name).toList();
    for (String name : named) {
      if (!names.contains(name)) {
        throw new InvalidSettingException(
            "capture.contracts",
            String.join(",", named),
            "contracts with the customProperty capturedFrom%s"
                .formatted(NearestName.hint(name, names)));
      }
    }
    if (captured.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "No contract is captured from a database; give one the customProperty"
              + " capturedFrom, such as public.orders");
    }
    if (all.all().stream().anyMatch(each -> each.name().startsWith(PositionTopic.PREFIX))) {
      throw new FreshetException(
          Fault.CALLER,
          "A contract's name begins with %s, as topics of captures' positions do; rename it"
              .formatted(PositionTopic.PREFIX));
    }

    return new CapturedStreams(
        captured.stream()
            .filter(contract -> named.isEmpty() || named.contains(contract.name()))
            .toList(),
        all.deadLetters());
  }

  /** What is captured, by contract. */
  Map<String, String> tablesByContract() {
    Map<String, String> tables = new TreeMap<>();
    contracts.forEach(each -> tables.put(each.name(), each.capturedFrom().orElseThrow()));

    return tables;
  }

  Set<String> tables() {
    return new TreeSet<>(tablesByContract().values());
  }

  int maxMessageBytes() {
    return all()
        .map(Contract::requireStream)
        .mapToInt(StreamSettings::maxMessageBytes)
        .max()
        .orElseThrow();
  }

  /**
   * Sees to it that Kafka is ready for them.
   *
   * @throws FreshetException {@code CALLER} when a contract is not applied, or the broker ends
   *     transactions sooner than we ask for
   */
  void requireReady(Admin kafka, Duration transactionTimeout, Duration brokersLimit) {
    if (transactionTimeout.compareTo(brokersLimit) > 0) {
      throw new InvalidSettingException(
          CaptureSettings.TRANSACTION_TIMEOUT,
          Durations.print(transactionTimeout),
          "at most %s, which is the broker's transaction.max.timeout.ms"
              .formatted(Durations.print(brokersLimit)));
    }
    TopicRights.require(kafka, List.of(), all().map(Streams::topic).toList());
  }

  private Stream<Contract> all() {
    return Stream.concat(contracts.stream(), Stream.of(deadLetters));
  }
}
