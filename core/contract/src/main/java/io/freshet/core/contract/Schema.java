package io.freshet.core.contract;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The columns of a contract, in their order, and the roles that some of them play.
 *
 * @param fields top-level columns; ids are unique over the whole tree and permanent
 */
public record Schema(List<Field> fields, Keys keys) implements Serializable {
  public Schema {
    fields = List.copyOf(fields);
  }

  /**
   * Which top-level columns play which role.
   *
   * @param partitionKey what spreads events over Kafka's partitions
   * @param entityKey whose order must hold; empty when the partition key is enough
   * @param eventTime when the fact happened; a timestamp column, or a date where it is derived
   * @param grain what makes a row of a derived table one of a kind; the other three by default
   */
  public record Keys(
      String partitionKey, Optional<String> entityKey, String eventTime, List<String> grain)
      implements Serializable {
    public Keys {
      grain = List.copyOf(grain);
    }

    /** With the grain that these three make up. */
    public Keys(String partitionKey, Optional<String> entityKey, String eventTime) {
      this(
          partitionKey,
          entityKey,
          eventTime,
          Stream.of(Stream.of(partitionKey), entityKey.stream(), Stream.of(eventTime))
              .flatMap(column -> column)
              .toList());
    }

    private Object writeReplace() {
      return new Serialized(partitionKey, entityKey.orElse(null), eventTime, grain);
    }

    private record Serialized(
        String partitionKey, String entityKey, String eventTime, List<String> grain)
        implements Serializable {
      private Object readResolve() {
        return new Keys(partitionKey, Optional.ofNullable(entityKey), eventTime, grain);
      }
    }
  }

  public Optional<Field> field(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst();
  }

  /** The column of that name; refuses when there is none. */
  public Field requireField(String name) {
    return field(name)
        .orElseThrow(() -> new ContractException("There is no column %s".formatted(name)));
  }

  public int indexOf(String name) {
    return fields.indexOf(requireField(name));
  }
}
