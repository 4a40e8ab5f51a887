package io.freshet.core.envelope.stream;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Whether topics are there and Kafka lets us do with them what we are about to; asked before a job
 * begins, so that a missing right is told once and not at each of its restarts.
 */
public final class TopicRights {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  private final Admin kafka;
  private final Set<String> absent = new LinkedHashSet<>();
  private final Set<String> lacking = new LinkedHashSet<>();

  private TopicRights(Admin kafka) {
    this.kafka = kafka;
  }

  /**
   * Asks once for all topics.
   *
   * @throws FreshetException {@code CALLER} when a topic is not there, or a right is lacking;
   *     {@code DEPENDENCY} when Kafka does not answer
   */
  public static void require(Admin kafka, Collection<String> read, Collection<String> written) {
    TopicRights rights = new TopicRights(kafka);
    rights.ask(read, AclOperation.READ);
    rights.ask(written, AclOperation.WRITE);
    rights.refuse();
  }

  private void ask(Collection<String> topics, AclOperation operation) {
    Map<String, KafkaFuture<TopicDescription>> asked =
        kafka
            .describeTopics(
                List.copyOf(topics), new DescribeTopicsOptions().includeAuthorizedOperations(true))
            .topicNameValues();
    asked.forEach((topic, answer) -> note(topic, answer, operation));
  }

  private void note(String topic, KafkaFuture<TopicDescription> answer, AclOperation operation) {
    try {
      Set<AclOperation> allowed =
          KafkaFaults.answer(answer, ANSWER_WITHIN, "learn what we may do with topic " + topic)
              .authorizedOperations();
      if (allowed != null && !allowed.contains(operation)) {
        lacking.add(operation + " " + topic);
      }
    } catch (FreshetException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        absent.add(topic);
      } else if (e.getCause() instanceof TopicAuthorizationException) {
        lacking.add(operation + " " + topic);
      } else {
        throw e;
      }
    }
  }

  private void refuse() {
    List<String> problems = new ArrayList<>();
    if (!absent.isEmpty()) {
      problems.add(
          "There is no topic %s; apply the contracts first: freshet contract apply"
              .formatted(String.join(", ", absent)));
    }
    if (!lacking.isEmpty()) {
      problems.add(
          "Kafka does not let this user %s; grant it, or name another user by kafka.sasl.username"
              .formatted(String.join(", ", lacking)));
    }
    if (!problems.isEmpty()) {
      throw new FreshetException(Fault.CALLER, String.join("\n", problems));
    }
  }
}
