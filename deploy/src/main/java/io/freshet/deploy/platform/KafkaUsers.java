package io.freshet.deploy.platform;

import io.freshet.core.contract.AccessPolicy;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.RawJson;
import io.freshet.core.contract.RoleAccess;
import io.freshet.core.contract.Streams;
import io.freshet.core.contract.TableSettings;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.manifest.Body;
import io.freshet.deploy.manifest.Resource;
import io.freshet.deploy.manifest.Resource.Metadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Users of Kafka, each with what it reads and writes and nothing else: for Strimzi as resources,
 * else as a list for whoever makes them. Producers of a contract may write its stream. A reader
 * gets a user only where its role sees everything: Kafka masks nothing, so all others come by the
 * gateway.
 */
final class KafkaUsers {
  private static final String ACLS_MAP = "freshet-kafka-acls";

  /** How all groups of ours begin. */
  private static final String OURS = "freshet-";

  /** Of gateways that bring back what went to the standby cluster. */
  private static final KafkaNames STANDBY_RETURN = KafkaNames.of("freshet-standby-return");

  /** Of those who read over HTTP, each with a group of its own. */
  private static final String HTTP_READERS = "http.";

  /** It reads in no group. */
  private static final KafkaNames CAPTURE = new KafkaNames(List.of(), List.of("freshet-capture-"));

  private final Surroundings here;

  KafkaUsers(Surroundings here) {
    this.here = here;
  }

  /**
   * @param workload as which it comes; clients of others are none of ours
   */
  private record User(String name, Optional<Workload> workload, KafkaAcls acls) {
    static User of(Workload workload, KafkaAcls acls) {
      return new User(workload.kafkaUser(), Optional.of(workload), acls);
    }
  }

  /** As Strimzi makes them. */
  List<Resource> resources(List<FlinkJob> jobs, String cluster) {
    return users(jobs).stream().map(user -> resource(user, cluster)).toList();
  }

  /** The rights of all, by the users as whom the company has them come: Kubernetes makes none. */
  Resource list(List<FlinkJob> jobs) {
    Map<String, TreeSet<String>> lines = new TreeMap<>();
    for (User user : users(jobs)) {
      String name = user.workload().map(here::kafkaUser).orElse(user.name());
      lines.computeIfAbsent(name, unknown -> new TreeSet<>()).addAll(user.acls().arguments(name));
    }
    Map<String, Object> data = new TreeMap<>();
    lines.forEach((name, all) -> data.put(name, String.join("\n", all) + "\n"));

    return Resource.of("kafka", "v1", "ConfigMap", here.metadata(ACLS_MAP), "data", data);
  }

  private List<User> users(List<FlinkJob> jobs) {
    refuseAlike(jobs);
    List<User> users = new ArrayList<>();
    String rawTopic = here.rawJson().topic();
    for (FlinkJob job : jobs) {
      KafkaAcls acls = new KafkaAcls();
      job.reads().forEach(acls::reads);
      job.writes().forEach(acls::writes);
      acls.knownAs(job.kafka()).describesCluster();
      if (job.reads().contains(rawTopic)) {
        acls.makes(rawTopic);
      }
      users.add(User.of(job.workload(), acls));
    }
    servers(users);
    users.add(User.of(SparkApplications.SHARED_USER, spark()));
    KafkaAcls apply = new KafkaAcls();
    streams().forEach(contract -> apply.shapes(Streams.topic(contract)));
    users.add(User.of(ContractApply.WORKLOAD, apply));
    here.values().backup().ifPresent(backup -> users.add(User.of(BackupJob.WORKLOAD, backup())));
    people().forEach((name, acls) -> users.add(new User(name, Optional.empty(), acls)));

    return users;
  }

  private void refuseAlike(List<FlinkJob> jobs) {
    Map<Workload, KafkaNames> known = new LinkedHashMap<>();
    jobs.forEach(job -> known.put(job.workload(), job.kafka()));
    if (runs(ServerKind.GATEWAY)) {
      known.put(ServerKind.GATEWAY.workload(), STANDBY_RETURN);
    }
    if (runs(ServerKind.CAPTURE)) {
      known.put(ServerKind.CAPTURE.workload(), CAPTURE);
    }
    known.forEach(
        (one, its) ->
            known.forEach(
                (other, others) -> {
                  // Writers share theirs, and so does who comes as the same user.
                  if (!its.equals(others) && !here.kafkaUser(one).equals(here.kafkaUser(other))) {
                    its.shared(others)
                        .ifPresent(
                            shared -> {
                              throw alike(one, other, shared);
                            });
                  }
                }));
  }

  private static FreshetException alike(Workload one, Workload other, KafkaNames.Shared shared) {
    return new FreshetException(
        Fault.CALLER,
        ("%s could move positions or end transactions of %s in Kafka: what begins with %s there is"
                + " its own, and %s does; give one of them a name that does not begin with the"
                + " other's and a hyphen")
            .formatted(one.name(), other.name(), shared.prefix(), shared.name()));
  }

  private KafkaAcls spark() {
    KafkaAcls acls = new KafkaAcls().writes(Contracts.TABLE_COMMITS).describesCluster();
    // Maintenance asks where their logs begin, before it lets rows past retention go.
    streams().stream()
        .filter(contract -> contract.table().flatMap(TableSettings::retention).isPresent())
        .forEach(contract -> acls.describes(contract.name()));

    return acls;
  }

  /** How topics are and how far groups have read: no events, and groups of others not at all. */
  private KafkaAcls backup() {
    KafkaAcls acls = new KafkaAcls().seesGroups(OURS).seesGroups(HTTP_READERS);
    streams().forEach(contract -> acls.describes(contract.name()));
    if (!RawJson.takers(here.contracts()).isEmpty()) {
      acls.describes(here.rawJson().topic());
    }

    return acls;
  }

  private void servers(List<User> users) {
    if (runs(ServerKind.GATEWAY)) {
      KafkaAcls acls =
          new KafkaAcls().knownAs(STANDBY_RETURN).groups(HTTP_READERS).describesCluster();
      for (Contract contract : streams()) {
        if (!contract.requireStream().intake().producers().isEmpty()) {
          acls.writes(contract.name());
        }
        if (!contract.access().readers().isEmpty()) {
          acls.reads(contract.name()).describes(contract.name());
        }
      }
      acls.writes(Contracts.REFUSED_EVENTS).writes(Contracts.GATEWAY_ACCOUNTS);
      users.add(User.of(ServerKind.GATEWAY.workload(), acls));
    }
    if (runs(ServerKind.CONSOLE)) {
      KafkaAcls acls = new KafkaAcls().seesGroups(OURS).describesCluster();
      streams().forEach(contract -> acls.reads(contract.name()));
      // What it measures.
      acls.writes(Contracts.FRESHNESS_HISTORY);
      if (!RawJson.takers(here.contracts()).isEmpty()) {
        // How old is what waits for the validator.
        acls.reads(here.rawJson().topic());
      }
      users.add(User.of(ServerKind.CONSOLE.workload(), acls));
    }
    if (runs(ServerKind.CAPTURE)) {
      KafkaAcls acls = new KafkaAcls().knownAs(CAPTURE).describesCluster();
      streams().stream()
          .filter(contract -> contract.capturedFrom().isPresent())
          .forEach(contract -> acls.writes(contract.name()));
      acls.writes(Contracts.DEAD_LETTERS).keeps("capture_positions_");
      users.add(User.of(ServerKind.CAPTURE.workload(), acls));
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
              .groups(reader + "-");
        }
      }
    }

    return people;
  }

  private static String name(String client) {
    return client.replace('_', '-');
  }

  private Resource resource(User user, String cluster) {
    Body spec =
        Body.of("authentication", Body.of("type", "scram-sha-512"))
            .with("authorization", Body.of("type", "simple").with("acls", user.acls().list()));

    return Resource.of(
        "kafka",
        "kafka.strimzi.io/v1",
        "KafkaUser",
        new Metadata(
            user.name(),
            here.values().kafka().namespace(),
            Map.of("strimzi.io/cluster", cluster),
            Map.of()),
        "spec",
        spec.map());
  }
}
