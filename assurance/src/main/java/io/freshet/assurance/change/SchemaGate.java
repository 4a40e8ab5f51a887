package io.freshet.assurance.change;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.Schema;
import io.freshet.core.contract.StreamSettings.Compatibility;
import io.freshet.core.envelope.EventDecoder;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a stream's new schema fits the one before, by the contract's own level. Of versions
 * before that the registry knows, whom {@code contract apply --dry-run} asks.
 */
final class SchemaGate {
  private SchemaGate() {}

  /**
   * What is in the way.
   *
   * @param told ids of columns of which more need not be said
   */
  static Optional<String> obstacle(
      Contract before, Contract after, Compatibility level, Set<Integer> told) {
    org.apache.avro.Schema old = AvroSchemas.of(without(told, before));
    org.apache.avro.Schema now = AvroSchemas.of(without(told, after));
    Optional<String> newReader = EventDecoder.obstacle(old, now);
    Optional<String> oldReader = EventDecoder.obstacle(now, old);

    return switch (level) {
      case BACKWARD, BACKWARD_TRANSITIVE -> newReader;
      case FORWARD, FORWARD_TRANSITIVE -> oldReader;
      case FULL, FULL_TRANSITIVE -> newReader.or(() -> oldReader);
      case NONE -> Optional.empty();
    };
  }

  private static Contract without(Set<Integer> ids, Contract contract) {
    Schema schema = contract.schema();

    return contract.with(new Schema(without(ids, schema.fields()), schema.keys()));
  }

  private static List<Field> without(Set<Integer> ids, List<Field> fields) {
    return fields.stream()
        .filter(field -> !ids.contains(field.id()))
        .map(
            field ->
                new Field(
                    field.id(),
                    field.name(),
                    without(ids, field.type()),
                    field.required(),
                    field.classification(),
                    field.allowedValues(),
                    field.description(),
                    field.history(),
                    field.json()))
        .toList();
  }

  private static FieldType without(Set<Integer> ids, FieldType type) {
    if (type instanceof FieldType.Struct struct) {
      return new FieldType.Struct(without(ids, struct.fields()));
    }

    return type instanceof FieldType.Sequence sequence
        ? new FieldType.Sequence(sequence.elementId(), without(ids, sequence.element()))
        : type;
  }
}
