package io.freshet.deploy.platform;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.deploy.company.CompanyValues;
import io.freshet.deploy.company.CompanyValues.KafkaLogin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * As whom processes come to Kafka, where it asks: each as the user that is made for it, unless the
 * company's settings name one for all. A password is a file: so it may change without a restart,
 * and no plan of a Flink job holds it.
 */
final class KafkaLogins {
  static final String FOLDER = "/opt/freshet/kafka-login";
  static final String PASSWORD = "password";

  private static final String PROTOCOL = "kafka.security.protocol";
  private static final String MECHANISM = "kafka.sasl.mechanism";
  private static final String USERNAME = "kafka.sasl.username";
  private static final String PASSWORD_FILE = "kafka.sasl.password-file";
  private static final List<String> OF_ALL =
      List.of(USERNAME, "kafka.sasl.password", PASSWORD_FILE);

  /** As Strimzi makes them, and {@link KafkaUsers} asks for them. */
  private static final String STRIMZIS = "SCRAM-SHA-512";

  private final CompanyValues values;
  private final OneLogin ofAll;

  KafkaLogins(CompanyValues values) {
    this.values = values;
    this.ofAll = new OneLogin(values, OF_ALL);
  }

  boolean isAsked() {
    return values.settings().getOrDefault(PROTOCOL, "").startsWith("SASL_");
  }

  /** What the profile says where each comes as itself: the same file for all, never the same. */
  Map<String, Object> settings() {
    return isAsked() && ofAll.key().isEmpty()
        ? Map.of(MECHANISM, STRIMZIS, PASSWORD_FILE, "%s/%s".formatted(FOLDER, PASSWORD))
        : Map.of();
  }

  /** Variables of a process that comes as itself; none of others. */
  Map<String, String> variables(Workload workload) {
    Map<String, String> variables = new TreeMap<>();
    own(workload).ifPresent(login -> variables.put(USERNAME, login.user()));

    return variables;
  }

  /** Empty where Kafka asks nobody, asks for one user of all, or is nothing to the process. */
  Optional<KafkaLogin> own(Workload workload) {
    if (!isAsked() || ofAll.key().isPresent() || !workload.usesKafka()) {
      return Optional.empty();
    }
    Map<String, KafkaLogin> given = values.kafka().logins();

    return Optional.ofNullable(given.get(workload.name()))
        .or(
            () ->
                given.entrySet().stream()
                    .filter(login -> workload.isCalled(login.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst())
        .or(
            () ->
                values
                    .kafka()
                    .cluster()
                    .map(cluster -> KafkaLogin.ofStrimzis(workload.kafkaUser())));
  }

  /**
   * @throws FreshetException when Kafka asks, and not all of them have an answer
   */
  void check(List<Workload> workloads) {
    Map<String, KafkaLogin> given = values.kafka().logins();
    given.keySet().forEach(word -> Workload.requireKnown("kafka.logins", word, workloads));
    if (!given.isEmpty() && !isAsked()) {
      throw new InvalidSettingException(
          "settings." + PROTOCOL,
          values.settings().getOrDefault(PROTOCOL, "not set"),
          "SASL_SSL or SASL_PLAINTEXT where kafka.logins says as whom processes log in");
    }
    if (!given.isEmpty()) {
      ofAll.refuseBeside("kafka.logins");
    }
    if (isAsked() && ofAll.key().isEmpty()) {
      refuseWithout(workloads);
    }
  }

  private void refuseWithout(List<Workload> workloads) {
    List<String> lacking =
        workloads.stream()
            .filter(each -> each.usesKafka() && own(each).isEmpty())
            .map(Workload::name)
            .toList();
    if (!lacking.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          ("Kafka asks for a login, as settings.%s is %s, and %s would have none; name users under"
                  + " kafka.logins, one for all by settings.%s, or the cluster of Strimzi's that"
                  + " makes them by kafka.cluster")
              .formatted(
                  PROTOCOL, values.settings().get(PROTOCOL), String.join(", ", lacking), USERNAME));
    }
  }
}
