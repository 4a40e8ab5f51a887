package io.freshet.core.envelope.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.RoleAccess;
import io.freshet.core.contract.RowFilter;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;

/**
 * What a role sees of a stream's events: the same as of the table's rows. A masked value is null,
 * and events that its row filter keeps back are left out.
 */
public final class RoleView {
  /** For those who name no role: what every role sees of a table's columns. */
  private static final RoleAccess NOBODY_IN_PARTICULAR =
      new RoleAccess("nobody", "", EnumSet.noneOf(Classification.class), Optional.empty());

  private final List<Field> fields;
  private final RoleAccess access;

  private RoleView(Contract contract, RoleAccess access) {
    this.fields = contract.schema().fields();
    this.access = access;
  }

  /** What is public or internal. */
  public static RoleView ofNobody(Contract contract) {
    return new RoleView(contract, NOBODY_IN_PARTICULAR);
  }

  /**
   * As the contract grants it.
   *
   * @throws FreshetException when it grants the role nothing
   */
  public static RoleView of(Contract contract, String role) {
    RoleAccess access =
        contract
            .access()
            .role(role)
            .orElseThrow(
                () ->
                    new FreshetException(
                        Fault.CALLER,
                        "The contract %s grants the role %s nothing; it grants reading to %s"
                            .formatted(
                                contract.name(),
                                role,
                                String.join(
                                    ", ",
                                    contract.access().roles().stream()
                                        .map(RoleAccess::name)
                                        .toList()))));

    return of(contract, access);
  }

  /** As a role of the contract sees it. */
  public static RoleView of(Contract contract, RoleAccess access) {
    return new RoleView(contract, access);
  }

  public boolean masks(Field field) {
    return access.masks(field);
  }

  /** Columns that are null for the role, whatever is in them. */
  public List<String> masked() {
    return fields.stream().filter(this::masks).map(Field::name).toList();
  }

  public boolean shows(GenericRecord payload) {
    return access.onlyWhere().filter(only -> !holds(only, payload)).isEmpty();
  }

  public ObjectNode json(GenericRecord payload) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Field field : fields) {
      JsonNode value =
          masks(field) ? JsonNodeFactory.instance.nullNode() : PayloadJson.of(payload, field);
      object.set(field.name(), value);
    }

    return object;
  }

  private static boolean holds(RowFilter only, GenericRecord payload) {
    Object value = payload.get(only.column());

    return value != null && only.values().contains(value.toString());
  }
}
