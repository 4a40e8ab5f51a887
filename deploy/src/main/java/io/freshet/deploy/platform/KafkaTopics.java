package io.freshet.deploy.platform;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.stream.TopicShape;
import io.freshet.deploy.company.SqlApplication;
import io.freshet.deploy.manifest.Body;
import io.freshet.deploy.manifest.Pruning;
import io.freshet.deploy.manifest.Resource;
import io.freshet.deploy.manifest.Resource.Metadata;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Topics for Strimzi, of the same shape that {@code contract apply} gives them; those of streams
 * that a SQL application alone has, too. No controller deletes them: their events would go, too.
 */
final class KafkaTopics {
  private KafkaTopics() {}

  static List<Resource> of(Surroundings here, String cluster, List<SqlApplication> applications) {
    Map<String, Contract> byName = new TreeMap<>();
    Stream.concat(
            applications.stream().flatMap(application -> application.contracts().stream()),
            here.contracts().all().stream())
        .filter(contract -> contract.stream().isPresent())
        .forEach(contract -> byName.put(contract.name(), contract));

    return byName.values().stream().map(contract -> topic(here, cluster, contract)).toList();
  }

  private static Resource topic(Surroundings here, String cluster, Contract contract) {
    TopicShape shape = TopicShape.of(contract, here.values().kafka().maxReplicas());
    Body spec =
        Body.of("topicName", Streams.topic(contract))
            .with("partitions", shape.partitions())
            .with("replicas", shape.replicas())
            .with("config", new TreeMap<>(shape.config()));

    return Resource.of(
        "kafka",
        "kafka.strimzi.io/v1",
        "KafkaTopic",
        new Metadata(
            Streams.topic(contract).replace('_', '-'),
            here.values().kafka().namespace(),
            Map.of("strimzi.io/cluster", cluster),
            Pruning.never()),
        "spec",
        spec.map());
  }
}
