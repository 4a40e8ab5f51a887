package io.freshet.ingestion.gateway.contracts;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.gateway.reading.ReadableStreams;
import io.freshet.ingestion.gateway.stream.KafkaLog;
import io.freshet.ingestion.gateway.stream.KafkaTopics;
import io.freshet.ingestion.gateway.stream.OpenStreams;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes ready what changed contracts ask for, once {@code freshet contract apply} has given Kafka
 * and the registry all of it, so that no event has to wait for anything afterwards.
 */
public final class AppliedContracts {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
  private static final String APPLY = "; apply the contracts: freshet contract apply";

  private final KafkaTopics topics;
  private final HttpSchemaRegistry registry;
  private final KafkaLog log;

  public AppliedContracts(KafkaTopics topics, HttpSchemaRegistry registry, KafkaLog log) {
    this.topics = topics;
    this.registry = registry;
    this.log = log;
  }

  /**
   * @throws FreshetException while something of it is not there, or can't be asked for
   */
  public Served open(Contracts contracts) {
    List<Contract> served = OpenStreams.served(contracts);
    List<Contract> all =
        Stream.concat(served.stream(), ReadableStreams.readable(contracts).stream())
            .distinct()
            .toList();
    Map<String, Integer> partitions =
        topics.partitions(all.stream().map(Contract::name).toList(), ANSWER_WITHIN);
    for (Contract contract : all) {
      requirePartitions(contract, partitions.get(contract.name()));
      requireSchema(contract);
    }
    requireLeaders(served, partitions);

    return Served.open(contracts, registry, partitions);
  }

  private static void requirePartitions(Contract contract, int there) {
    int wanted = contract.requireStream().partitions();
    if (there < wanted) {
      throw new FreshetException(
          Fault.CALLER,
          "The topic %s has %d partitions and its contract asks for %d%s"
              .formatted(contract.name(), there, wanted, APPLY));
    }
  }

  private void requireSchema(Contract contract) {
    String subject = Streams.subject(contract);
    if (registry.find(subject, AvroSchemas.of(contract)).isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "The registry does not have the schema of %s under %s%s"
              .formatted(contract.name(), subject, APPLY));
    }
  }

  private void requireLeaders(List<Contract> served, Map<String, Integer> partitions) {
    Map<String, Integer> sentTo = new LinkedHashMap<>();
    served.forEach(contract -> sentTo.put(contract.name(), partitions.get(contract.name())));
    if (!log.knows(sentTo)) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "Kafka has not yet told where the leaders of all partitions are; topics that have grown"
              + " are asked for every five minutes");
    }
  }
}
