package io.freshet.core.contract;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One property of a contract.
 *
 * @param id the permanent field id: the same in every version of the contract and in the table
 * @param allowedValues empty when every value of the type is allowed
 */
public record Field(
    int id,
    String name,
    FieldType type,
    boolean required,
    Classification classification,
    List<String> allowedValues,
    String description,
    FieldHistory history,
    JsonForm json)
    implements Serializable {
  public Field {
    allowedValues = List.copyOf(allowedValues);
  }

  /** A column that was always there, under this name, which is its name in JSON as well. */
  public Field(
      int id,
      String name,
      FieldType type,
      boolean required,
      Classification classification,
      List<String> allowedValues,
      String description) {
    this(
        id,
        name,
        type,
        required,
        classification,
        allowedValues,
        description,
        FieldHistory.NONE,
        new JsonForm(name, false));
  }

  /** The same column with another history. */
  public Field with(FieldHistory other) {
    return new Field(
        id, name, type, required, classification, allowedValues, description, other, json);
  }

  /** The same column, written in JSON in another way. */
  public Field with(JsonForm other) {
    return new Field(
        id, name, type, required, classification, allowedValues, description, history, other);
  }

  /** Its own classification and those of all its parts. */
  public Set<Classification> classifications() {
    Set<Classification> all = EnumSet.of(classification);
    collect(type, all);

    return all;
  }

  private static void collect(FieldType type, Set<Classification> all) {
    if (type instanceof FieldType.Struct struct) {
      struct.fields().forEach(part -> all.addAll(part.classifications()));
    } else if (type instanceof FieldType.Sequence sequence) {
      collect(sequence.element(), all);
    }
  }
}
