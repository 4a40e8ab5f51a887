package io.freshet.core.envelope;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.toolkit.NearestName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * Makes payloads of one contract from Java values: {@code Instant}, {@code LocalDate}, {@code
 * BigDecimal} or {@code double} (rounded to the column's scale), whole numbers, text, {@code
 * byte[]}, {@code Map} for a struct, {@code Collection} for a list. Use one per contract and
 * thread: {@link #build} hands the payload over and starts the next.
 */
public final class PayloadBuilder {
  private final String contract;
  private final Schema schema;
  private final Map<String, Column> columns = new LinkedHashMap<>();
  private GenericRecord next;

  /**
   * A column and where it is.
   *
   * @param absent what it has when it was not set; may be null
   */
  private record Column(int position, Field field, Schema schema, Object absent) {}

  public PayloadBuilder(Contract contract) {
    this.contract = contract.name();
    this.schema = AvroSchemas.of(contract);
    List<Field> fields = contract.schema().fields();
    for (int position = 0; position < fields.size(); position++) {
      Field field = fields.get(position);
      Schema.Field avro = schema.getFields().get(position);
      columns.put(
          field.name(), new Column(position, field, avro.schema(), AbsentFields.value(avro)));
    }
    this.next = new GenericData.Record(schema);
  }

  /**
   * Sets one column.
   *
   * @throws InvalidEventException when there is no such column or it can't hold the value
   */
  public PayloadBuilder set(String name, Object value) {
    Column column = columns.get(name);
    if (column == null) {
      throw refuse("it has no column %s%s".formatted(name, nearest(name)));
    }
    try {
      next.put(
          column.position(), AvroValues.of(name, column.field().type(), column.schema(), value));
    } catch (AvroValues.Unsuitable e) {
      throw refuse(e.getMessage());
    }

    return this;
  }

  /**
   * The payload; the builder is empty again, whatever comes of it.
   *
   * @throws InvalidEventException when a required column was not set and has no default
   */
  public GenericRecord build() {
    GenericRecord payload = next;
    next = new GenericData.Record(schema);
    for (Column column : columns.values()) {
      if (column.field().required() && payload.get(column.position()) == null) {
        if (column.absent() == null) {
          throw refuse("%s is missing; it is required".formatted(column.field().name()));
        }
        payload.put(column.position(), column.absent());
      }
    }

    return payload;
  }

  private InvalidEventException refuse(String problem) {
    return new InvalidEventException(
        RefusalCause.INVALID_VALUE, "Event of %s is refused: %s".formatted(contract, problem));
  }

  private String nearest(String name) {
    return NearestName.of(name, columns.keySet())
        .map(near -> "; did you mean %s?".formatted(near))
        .orElse("");
  }
}
