package io.freshet.core.contract;

import java.io.Serializable;
import java.util.List;

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
    String description)
    implements Serializable {
  public Field {
    allowedValues = List.copyOf(allowedValues);
  }
}
