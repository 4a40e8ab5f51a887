package io.freshet.ingestion.gateway.contracts;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Schema;
import io.freshet.core.contract.StreamSettings;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.gateway.account.IntakeAccounts;
import io.freshet.ingestion.gateway.reading.ReadableStreams;
import io.freshet.ingestion.gateway.stream.OpenStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which changes of contracts a gateway takes while it runs: none that would break a stream for its
 * readers, and none for which its way to Kafka would have to be opened anew.
 */
public final class LiveChanges {
  private final int maxMessageBytes;
  private final Map<String, StandbyTopic> standby;

  /**
   * @param started the contracts that it was started with
   */
  public LiveChanges(Contracts started) {
    this.maxMessageBytes = OpenStreams.maxMessageBytes(OpenStreams.served(started));
    this.standby = standby(started);
  }

  /** What the standby cluster's topic was made for. */
  private record StandbyTopic(int partitions, int maxMessageBytes) {}

  /**
   * @throws FreshetException {@code CALLER}, naming every change that can't be taken
   */
  void require(Contracts now, Contracts next) {
    List<Contract> served = OpenStreams.served(next);
    int largest = OpenStreams.maxMessageBytes(served);
    served.forEach(IntakeAccounts::requireRoom);
    List<String> problems = new ArrayList<>();
    if (largest > maxMessageBytes) {
      problems.add(
          "a stream takes events of %d bytes, and the gateway was started for %d at most"
              .formatted(largest, maxMessageBytes));
    }
    if (!standby(next).equals(standby)) {
      problems.add("other streams have a standby, or theirs has other partitions or sizes");
    }
    Map<String, Contract> byName =
        next.all().stream().collect(Collectors.toMap(Contract::name, Function.identity()));
    Stream.concat(OpenStreams.served(now).stream(), ReadableStreams.readable(now).stream())
        .distinct()
        .forEach(
            before -> {
              Contract after = byName.get(before.name());
              if (after != null) {
                problems.addAll(between(before, after));
              } else if (next.retired(before.name()).isEmpty()) {
                problems.add("%s has no file any more and is not retired".formatted(before.name()));
              }
            });
    if (!problems.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "What only a start of the gateway takes: %s".formatted(String.join("; ", problems)));
    }
  }

  private static List<String> between(Contract before, Contract after) {
    String name = after.name();
    if (before.kind() != after.kind()) {
      return List.of("%s is of another kind".formatted(name));
    }
    List<String> problems = new ArrayList<>();
    if (!keys(before).equals(keys(after))) {
      problems.add("%s has other keys or another event time".formatted(name));
    }
    StreamSettings old = before.requireStream();
    StreamSettings now = after.requireStream();
    boolean isOverAll = old.spread() == old.partitions() && now.spread() == now.partitions();
    if (old.spread() != now.spread() && !isOverAll) {
      problems.add("keys of %s spread over other partitions".formatted(name));
    }
    if (now.compatibility() != StreamSettings.Compatibility.NONE) {
      EventDecoder.obstacle(AvroSchemas.of(before), AvroSchemas.of(after))
          .ifPresent(
              obstacle ->
                  problems.add(
                      "%s can't read the events that it has: %s".formatted(name, obstacle)));
    }

    return problems;
  }

  /** By their ids: a key whose column is renamed is the same key. */
  private static List<Integer> keys(Contract contract) {
    Schema.Keys keys = contract.schema().keys();

    return List.of(
        id(contract, keys.partitionKey()),
        keys.entityKey().map(column -> id(contract, column)).orElse(0),
        id(contract, keys.eventTime()));
  }

  private static int id(Contract contract, String column) {
    return contract.schema().requireField(column).id();
  }

  private static Map<String, StandbyTopic> standby(Contracts contracts) {
    return OpenStreams.served(contracts).stream()
        .filter(contract -> contract.requireStream().intake().hasStandby())
        .collect(
            Collectors.toMap(
                Contract::name,
                contract ->
                    new StandbyTopic(
                        contract.requireStream().partitions(),
                        contract.requireStream().maxMessageBytes())));
  }
}
