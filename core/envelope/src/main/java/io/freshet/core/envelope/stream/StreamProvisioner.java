package io.freshet.core.envelope.stream;

import io.freshet.core.contract.Change;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/**
 * Brings a contract's topic and registry subject to what the contract says. Plans first; a plan
 * that was applied plans nothing more. Refuses what would lose data or break readers.
 */
public final class StreamProvisioner {
  private final TopicPlanner topics;
  private final SubjectPlanner subjects;

  /** The caller keeps, and closes, the Kafka client. */
  public StreamProvisioner(Admin kafka, HttpSchemaRegistry registry, KafkaSettings settings) {
    this.topics = new TopicPlanner(kafka, settings.maxReplicas());
    this.subjects = new SubjectPlanner(registry);
  }

  /** What would have to be done; run the steps in their order. */
  public List<Change> plan(Contract contract) {
    contract.requireStream();
    List<Change> changes = new ArrayList<>(topics.plan(contract));
    changes.addAll(subjects.plan(contract));

    return changes;
  }

  /** What would go with a stream that nobody keeps up any more; run the steps in their order. */
  public List<Change> planRemoval(Contract contract) {
    contract.requireStream();

    return List.of(topics.planRemoval(contract), subjects.planRemoval(contract));
  }

  /**
   * Plans and runs, all or nothing as far as can be known before.
   *
   * @throws FreshetException naming every refusal, when there is one
   */
  public List<Change> apply(Contract contract) {
    List<Change> changes = plan(contract);
    List<Change> refused =
        changes.stream().filter(change -> change.action() == Change.Action.REFUSE).toList();
    if (!refused.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot apply contract %s: %s"
              .formatted(
                  contract.name(),
                  refused.stream()
                      .map(change -> change.resource() + ": " + change.detail())
                      .collect(Collectors.joining("; "))));
    }
    changes.forEach(change -> change.step().run());

    return changes;
  }
}
