package io.freshet.core.contract;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/**
 * What a contract asks of its Kafka topic, which bears the contract's name.
 *
 * @param partitions how many partitions the topic has
 * @param spread over how many of them one partition key may spread, by entity
 * @param retention empty: for ever
 * @param maxMessageBytes the largest record that the topic takes
 */
public record StreamSettings(
    int partitions,
    int spread,
    Optional<Duration> retention,
    Durability durability,
    int maxMessageBytes,
    Compatibility compatibility)
    implements Serializable {
  public StreamSettings {
    if (partitions < 1 || spread < 1 || spread > partitions) {
      throw new ContractException(
          "%d partitions with a spread of %d: both are at least 1 and the spread is at most the"
                  .formatted(partitions, spread)
              + " number of partitions");
    }
  }

  /** How many copies the topic keeps, and how many must be there for a write to be acknowledged. */
  public record Durability(int replicas, int minInSync) implements Serializable {}

  /** Which change of schema the registry accepts under the subject {@code <topic>-value}. */
  public enum Compatibility {
    BACKWARD,
    BACKWARD_TRANSITIVE,
    FORWARD,
    FORWARD_TRANSITIVE,
    FULL,
    FULL_TRANSITIVE,
    NONE
  }

  private Object writeReplace() {
    return new Serialized(
        partitions, spread, retention.orElse(null), durability, maxMessageBytes, compatibility);
  }

  private record Serialized(
      int partitions,
      int spread,
      Duration retention,
      Durability durability,
      int maxMessageBytes,
      Compatibility compatibility)
      implements Serializable {
    private Object readResolve() {
      return new StreamSettings(
          partitions,
          spread,
          Optional.ofNullable(retention),
          durability,
          maxMessageBytes,
          compatibility);
    }
  }
}
