package io.freshet.deploy.platform;

import io.freshet.deploy.manifest.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What one user of Kafka may do, in one order whatever it was said in. */
final class KafkaAcls {
  private static final String PREFIX = "prefix";
  private static final String LITERAL = "literal";

  private final TreeMap<String, TreeSet<String>> topics = new TreeMap<>();
  private final List<Map<String, Object>> others = new ArrayList<>();

  KafkaAcls reads(String topic) {
    return may(topic, "Describe", "Read");
  }

  KafkaAcls writes(String topic) {
    return may(topic, "Describe", "Write");
  }

  /** Makes it where it is not there, and else looks at how somebody has made it. */
  KafkaAcls makes(String topic) {
    return may(topic, "Create", "DescribeConfigs");
  }

  /** Brings it to what its contract says, and never takes it or anything in it away. */
  KafkaAcls shapes(String topic) {
    return may(topic, "Alter", "AlterConfigs", "Create", "Describe", "DescribeConfigs");
  }

  /** Tells others of its settings. */
  KafkaAcls describes(String topic) {
    return may(topic, "Describe", "DescribeConfigs");
  }

  private KafkaAcls may(String topic, String... operations) {
    topics.computeIfAbsent(topic, name -> new TreeSet<>()).addAll(List.of(operations));

    return this;
  }

  /** Topics of its own, which it makes; no contract has them. */
  KafkaAcls keeps(String prefix) {
    return other("topic", prefix, PREFIX, List.of("Create", "Describe", "Read", "Write"));
  }

  KafkaAcls knownAs(KafkaNames names) {
    for (String group : names.groups()) {
      if (group.endsWith("-")) {
        groups(group);
      } else {
        other("group", group, LITERAL, List.of("Describe", "Read"));
      }
    }
    names
        .transactions()
        .forEach(ids -> other("transactionalId", ids, PREFIX, List.of("Describe", "Write")));

    return this;
  }

  KafkaAcls groups(String prefix) {
    return other("group", prefix, PREFIX, List.of("Describe", "Read"));
  }

  /** Sees how far they have read, and moves none of them. */
  KafkaAcls seesGroups(String prefix) {
    return other("group", prefix, PREFIX, List.of("Describe"));
  }

  /** Who the brokers are, and what they allow, such as how long a transaction may last. */
  KafkaAcls describesCluster() {
    others.add(acl(Body.of("type", "cluster"), List.of("Describe", "DescribeConfigs")));

    return this;
  }

  private KafkaAcls other(String type, String name, String pattern, List<String> operations) {
    Map<String, Object> acl =
        acl(Body.of("type", type).with("name", name).with("patternType", pattern), operations);
    if (!others.contains(acl)) {
      others.add(acl);
    }

    return this;
  }

  private static Map<String, Object> acl(Body resource, List<String> operations) {
    return Body.of("resource", resource).with("operations", operations).with("type", "allow").map();
  }

  /** As arguments of Kafka's own {@code kafka-acls.sh}, a line for each resource. */
  List<String> arguments(String user) {
    return list().stream().map(acl -> arguments(user, acl)).toList();
  }

  private static String arguments(String user, Map<String, Object> acl) {
    String operations =
        ((List<?>) acl.get("operations"))
            .stream().map(operation -> "--operation " + operation).collect(Collectors.joining(" "));

    return "--add --allow-principal User:%s %s %s"
        .formatted(user, operations, place((Map<?, ?>) acl.get("resource")));
  }

  private static String place(Map<?, ?> resource) {
    String type = resource.get("type").toString();
    if (type.equals("cluster")) {
      return "--cluster";
    }

    return "--%s %s --resource-pattern-type %s"
        .formatted(
            type.equals("transactionalId") ? "transactional-id" : type,
            resource.get("name"),
            resource.get("patternType").equals(PREFIX) ? "prefixed" : LITERAL);
  }

  List<Map<String, Object>> list() {
    List<Map<String, Object>> all = new ArrayList<>();
    topics.forEach(
        (topic, operations) ->
            all.add(
                acl(
                    Body.of("type", "topic").with("name", topic).with("patternType", LITERAL),
                    List.copyOf(operations))));
    all.addAll(others);

    return all;
  }
}
