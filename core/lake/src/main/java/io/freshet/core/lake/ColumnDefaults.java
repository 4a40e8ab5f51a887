package io.freshet.core.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Type;

/**
 * What columns of a table have in events that don't name them, by field id; kept by the table
 * itself. Rows from before such a column have null there. Their values are hashed as if both were
 * the same, so that a hash does not depend on when an event was written.
 *
 * <p>Values are as in {@link io.freshet.core.contract.FieldHistory}.
 */
public final class ColumnDefaults {
  /** A JSON object of values by field id. */
  public static final String PROPERTY = "freshet.column-defaults";

  public static final ColumnDefaults NONE = new ColumnDefaults(Map.of());

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

  private final Map<Integer, Object> values;

  private ColumnDefaults(Map<Integer, Object> values) {
    this.values = values;
  }

  public static ColumnDefaults of(Table table) {
    String json = table.properties().get(PROPERTY);
    if (json == null) {
      return NONE;
    }
    Map<Integer, Object> values = new TreeMap<>();
    try {
      for (Map.Entry<String, JsonNode> entry : JSON.readTree(json).properties()) {
        int id = Integer.parseInt(entry.getKey());
        values.put(id, value(entry.getValue(), table.schema(), id));
      }
    } catch (JsonProcessingException | NumberFormatException e) {
      throw new FreshetException(
          Fault.CALLER,
          "The property %s of %s is no JSON object of values by field id: %s"
              .formatted(PROPERTY, table.name(), json),
          e);
    }

    return new ColumnDefaults(values);
  }

  private static Object value(JsonNode node, Schema schema, int id) {
    if (node.isTextual()) {
      return node.textValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    Type.TypeID type =
        schema.findType(id) == null ? Type.TypeID.LONG : schema.findType(id).typeId();

    return switch (type) {
      case FLOAT, DOUBLE -> node.doubleValue();
      case DECIMAL -> node.decimalValue();
      default -> node.longValue();
    };
  }

  static ColumnDefaults of(Contract contract) {
    Map<Integer, Object> values = new TreeMap<>();
    collect(contract.schema().fields(), values);

    return new ColumnDefaults(values);
  }

  private static void collect(List<Field> fields, Map<Integer, Object> values) {
    for (Field field : fields) {
      field.history().defaultValue().ifPresent(value -> values.put(field.id(), value));
      collect(field.type(), values);
    }
  }

  private static void collect(FieldType type, Map<Integer, Object> values) {
    if (type instanceof FieldType.Struct struct) {
      collect(struct.fields(), values);
    } else if (type instanceof FieldType.Sequence sequence) {
      collect(sequence.element(), values);
    }
  }

  /** What the column has in events that don't name it. */
  public Optional<Object> of(int fieldId) {
    return Optional.ofNullable(values.get(fieldId));
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /** Why a table whose columns have these can't follow a contract with others. */
  List<String> refusals(Schema held, ColumnDefaults wanted, Schema contracts) {
    List<String> refusals = new ArrayList<>();
    for (int id : held.idToName().keySet()) {
      Optional<Object> before = of(id);
      Optional<Object> after = wanted.of(id);
      if (contracts.findField(id) != null && !isSame(before, after)) {
        refusals.add(
            "column %s has %s for events without it and can't get %s: a default comes with its"
                    .formatted(contracts.findColumnName(id), print(before), print(after))
                + " column and stays");
      }
    }

    return refusals;
  }

  private static boolean isSame(Optional<Object> one, Optional<Object> other) {
    return one.isPresent() && one.get() instanceof BigDecimal number
        ? other.isPresent() && other.get() instanceof BigDecimal same && number.compareTo(same) == 0
        : one.equals(other);
  }

  private static String print(Optional<Object> value) {
    return value.map(present -> "the default " + present).orElse("no default");
  }

  /** These, and those of other columns. */
  ColumnDefaults with(ColumnDefaults others) {
    Map<Integer, Object> all = new TreeMap<>(values);
    others.values.forEach(all::putIfAbsent);

    return new ColumnDefaults(all);
  }

  /** For {@link #PROPERTY}. */
  String print() {
    ObjectNode json = JSON.createObjectNode();
    values.forEach((id, value) -> json.putPOJO(Integer.toString(id), value));

    return json.toString();
  }
}
