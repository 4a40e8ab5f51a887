package io.freshet.deploy.platform;

import io.freshet.core.contract.AccessPolicy;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.RawJson;
import io.freshet.core.contract.RoleAccess;
import io.freshet.core.contract.Streams;
import io.freshet.core.contract.TableSettings;
import io.freshet.deploy.manifest.Body;
import io.freshet.deploy.manifest.Resource;
import io.freshet.deploy.manifest.Resource.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Users of Kafka for Strimzi, each with what it reads and writes and nothing else. Producers of a
 * contract may write its stream. A reader gets a user only where its role sees everything: Kafka
 * masks nothing, so all others come by the gateway.
 */
final class KafkaUsers {
  private final Surroundings here;
  private final String cluster;

  KafkaUsers(Surroundings here, String cluster) {
    this.here = here;
    this.cluster = cluster;
  }

  List<Resource> of(List<FlinkJob> jobs) {
    List<Resource> users = new ArrayList<>();
    String rawTopic = here.rawJson().topic();
    for (FlinkJob job : jobs) {
      KafkaAcls acls = new KafkaAcls();
      job.reads().forEach(acls::reads);
      job.writes().forEach(acls::writes);
      acls.group("freshet-").transactions("freshet-").describesCluster();
      if (job.reads().contains(rawTopic)) {
        acls.makes(rawTopic);
      }
      users.add(user(job.workload().kafkaUser(), acls));
    }
    servers(users);
    users.add(user("spark", spark()));
    KafkaAcls apply = new KafkaAcls();
    streams().forEach(contract -> apply.shapes(Streams.topic(contract)));
    users.add(user(ContractApply.NAME, apply));
    people().forEach((name, acls) -> users.add(user(name, acls)));

    return users;
  }

  private KafkaAcls spark() {
    KafkaAcls acls = new KafkaAcls().writes(Contracts.TABLE_COMMITS).describesCluster();
    // Maintenance asks where their logs begin, before it lets rows past retention go.
    streams().stream()
        .filter(contract -> contract.table().flatMap(TableSettings::retention).isPresent())
        .forEach(contract -> acls.describes(contract.name()));

    return acls;
  }

  private void servers(List<Resource> users) {
    if (runs(ServerKind.GATEWAY)) {
      KafkaAcls acls = new KafkaAcls().group("freshet-").group("http.").describesCluster();
      for (Contract contract : streams()) {
        if (!contract.requireStream().intake().producers().isEmpty()) {
          acls.writes(contract.name());
        }
        if (!contract.access().readers().isEmpty()) {
          acls.reads(contract.name()).describes(contract.name());
        }
      }
      acls.writes(Contracts.REFUSED_EVENTS).writes(Contracts.GATEWAY_ACCOUNTS);
      users.add(user(ServerKind.GATEWAY.label(), acls));
    }
    if (runs(ServerKind.CONSOLE)) {
      KafkaAcls acls = new KafkaAcls().group("freshet-").describesCluster();
      streams().forEach(contract -> acls.reads(contract.name()));
      // What it measures.
      acls.writes(Contracts.FRESHNESS_HISTORY);
      if (!RawJson.takers(here.contracts()).isEmpty()) {
        // How old is what waits for the validator.
        acls.reads(here.rawJson().topic());
      }
      users.add(user(ServerKind.CONSOLE.label(), acls));
    }
    if (runs(ServerKind.CAPTURE)) {
      KafkaAcls acls = new KafkaAcls().group("freshet").transactions("freshet").describesCluster();
      streams().stream()
          .filter(contract -> contract.capturedFrom().isPresent())
          .forEach(contract -> acls.writes(contract.name()));
      acls.writes(Contracts.DEAD_LETTERS).keeps("capture_positions_");
      users.add(user(ServerKind.CAPTURE.label(), acls));
    }
  }

  private boolean runs(ServerKind kind) {
    return here.values().servers().containsKey(kind.label());
  }

  private List<Contract> streams() {
    return here.contracts().all().stream()
        .filter(contract -> contract.stream().isPresent())
        .toList();
  }

  /** Producers and readers by name, whatever number of contracts names them. */
  private Map<String, KafkaAcls> people() {
    Map<String, KafkaAcls> people = new TreeMap<>();
    for (Contract contract : streams()) {
      for (String producer : contract.requireStream().intake().producers()) {
        people
            .computeIfAbsent("client-" + name(producer), client -> new KafkaAcls())
            .writes(contract.name());
      }
      AccessPolicy access = contract.access();
      for (String reader : access.readers().keySet()) {
        if (access.reader(reader).filter(RoleAccess::seesEverything).isPresent()) {
          people
              .computeIfAbsent("client-" + name(reader), client -> new KafkaAcls())
              .reads(contract.name())
              .group(reader + "-");
        }
      }
    }

    return people;
  }

  private static String name(String client) {
    return client.replace('_', '-');
  }

  private Resource user(String name, KafkaAcls acls) {
    Body spec =
        Body.of("authentication", Body.of("type", "scram-sha-512"))
            .with("authorization", Body.of("type", "simple").with("acls", acls.list()));

    return Resource.of(
        "kafka",
        "kafka.strimzi.io/v1",
        "KafkaUser",
        new Metadata(
            name,
            here.values().kafka().namespace(),
            Map.of("strimzi.io/cluster", cluster),
            Map.of()),
        "spec",
        spec.map());
  }
}
