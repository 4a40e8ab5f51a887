package io.freshet.deploy.platform;

import io.freshet.core.contract.Contract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One Flink application: a cluster of its own, so that its restarts, its size and its versions are
 * nobody else's.
 *
 * @param image the module, such as {@code flink-iceberg-writer}
 * @param arguments beside the profile
 * @param contracts whose files it reads
 * @param settings prefixes of what it reads of the profile and of secrets
 * @param reads streams
 * @param writes streams
 * @param kafka by which Kafka knows what it keeps there
 * @param budget the tightest staleness budget of what it feeds
 * @param files of a version of a SQL application, by their paths; none of others
 * @param options of Flink, over ours
 */
record FlinkJob(
    String name,
    String image,
    String main,
    List<String> arguments,
    List<Contract> contracts,
    List<String> settings,
    List<String> reads,
    List<String> writes,
    KafkaNames kafka,
    Duration budget,
    Map<String, String> files,
    Map<String, String> options) {
  FlinkJob {
    arguments = List.copyOf(arguments);
    contracts = List.copyOf(contracts);
    settings = List.copyOf(settings);
    reads = List.copyOf(reads);
    writes = List.copyOf(writes);
    files = new TreeMap<>(files);
    options = new TreeMap<>(options);
  }

  Workload workload() {
    return new Workload(name, Workload.Kind.FLINK, settings);
  }
}
