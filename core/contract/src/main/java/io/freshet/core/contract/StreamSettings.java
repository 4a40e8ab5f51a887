package io.freshet.core.contract;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a contract asks of its Kafka topic, which bears the contract's name.
 *
 * @param partitions how many partitions the topic has
 * @param spread over how many of them one partition key may spread, by entity
 * @param retention empty: for ever
 * @param maxMessageBytes the largest record that the topic takes
 * @param intake who may send over HTTP, when they are answered, and whether raw JSON is taken
 * @param deadLettersPerHour how many dead letters of one hour nobody need be told of
 */
public record StreamSettings(
    int partitions,
    int spread,
    Optional<Duration> retention,
    Durability durability,
    int maxMessageBytes,
    Compatibility compatibility,
    Intake intake,
    int deadLettersPerHour)
    implements Serializable {
  /** What a contract bears that does not say it. */
  public static final int DEFAULT_DEAD_LETTERS_PER_HOUR = 100;

  public StreamSettings {
    if (partitions < 1 || spread < 1 || spread > partitions) {
      throw new ContractException(
          "%d partitions with a spread of %d: both are at least 1 and the spread is at most the"
                  .formatted(partitions, spread)
              + " number of partitions");
    }
  }

  /** A stream into which nobody sends over HTTP. */
  public StreamSettings(
      int partitions,
      int spread,
      Optional<Duration> retention,
      Durability durability,
      int maxMessageBytes,
      Compatibility compatibility) {
    this(
        partitions,
        spread,
        retention,
        durability,
        maxMessageBytes,
        compatibility,
        new Intake(List.of(), Acknowledgement.DURABLE),
        DEFAULT_DEAD_LETTERS_PER_HOUR);
  }

  /** The same stream, onto which events get in another way. */
  public StreamSettings with(Intake other) {
    return new StreamSettings(
        partitions,
        spread,
        retention,
        durability,
        maxMessageBytes,
        compatibility,
        other,
        deadLettersPerHour);
  }

  /** How many copies the topic keeps, and how many must be there for a write to be acknowledged. */
  public record Durability(int replicas, int minInSync) implements Serializable {}

  /**
   * How events get onto the stream besides being produced to it.
   *
   * @param producers whose keys open the stream; nobody else may send over HTTP
   * @param origins of web pages that may send, such as {@code https://shop.example}
   * @param takesRawJson whether the JSON validator puts events of the raw topic on it
   * @param capturedFrom the table of an operational database whose changes are its events, such as
   *     {@code public.orders}
   * @param hasStandby whether the event gateway may put events on another cluster while the
   *     stream's own takes none
   */
  public record Intake(
      List<String> producers,
      List<String> origins,
      Acknowledgement acknowledgement,
      boolean takesRawJson,
      Optional<String> capturedFrom,
      boolean hasStandby)
      implements Serializable {
    public Intake {
      producers = List.copyOf(producers);
      origins = List.copyOf(origins);
    }

    /** Of a stream of one cluster, whose events are not captured from a database. */
    public Intake(
        List<String> producers,
        List<String> origins,
        Acknowledgement acknowledgement,
        boolean takesRawJson) {
      this(producers, origins, acknowledgement, takesRawJson, Optional.empty(), false);
    }

    /** Of a stream that takes nothing from web pages, and no raw JSON. */
    public Intake(List<String> producers, Acknowledgement acknowledgement) {
      this(producers, List.of(), acknowledgement, false);
    }

    private Object writeReplace() {
      return new Serialized(
          producers, origins, acknowledgement, takesRawJson, capturedFrom.orElse(null), hasStandby);
    }

    private record Serialized(
        List<String> producers,
        List<String> origins,
        Acknowledgement acknowledgement,
        boolean takesRawJson,
        String capturedFrom,
        boolean hasStandby)
        implements Serializable {
      private Object readResolve() {
        return new Intake(
            producers,
            origins,
            acknowledgement,
            takesRawJson,
            Optional.ofNullable(capturedFrom),
            hasStandby);
      }
    }
  }

  /** When the event gateway answers, and so what an answer is worth. */
  public enum Acknowledgement {
    /** After as many copies as {@link Durability} asks for are there. */
    DURABLE,
    /** At once; what the leader has not yet written, or not yet copied, may be lost. */
    FAST
  }

  /** Which change of schema the registry accepts under the subject {@code <topic>-value}. */
  public enum Compatibility {
    BACKWARD,
    BACKWARD_TRANSITIVE,
    FORWARD,
    FORWARD_TRANSITIVE,
    FULL,
    FULL_TRANSITIVE,
    NONE;

    /** Whether it speaks of every version, and not of the newest alone. */
    public boolean isTransitive() {
      return this == BACKWARD_TRANSITIVE || this == FORWARD_TRANSITIVE || this == FULL_TRANSITIVE;
    }
  }

  private Object writeReplace() {
    return new Serialized(
        partitions,
        spread,
        retention.orElse(null),
        durability,
        maxMessageBytes,
        compatibility,
        intake,
        deadLettersPerHour);
  }

  private record Serialized(
      int partitions,
      int spread,
      Duration retention,
      Durability durability,
      int maxMessageBytes,
      Compatibility compatibility,
      Intake intake,
      int deadLettersPerHour)
      implements Serializable {
    private Object readResolve() {
      return new StreamSettings(
          partitions,
          spread,
          Optional.ofNullable(retention),
          durability,
          maxMessageBytes,
          compatibility,
          intake,
          deadLettersPerHour);
    }
  }
}
