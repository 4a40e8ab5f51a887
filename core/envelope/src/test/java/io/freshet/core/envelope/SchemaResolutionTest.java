package io.freshet.core.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.AvroSchemas;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class SchemaResolutionTest {
  private static final Schema CONTRACT = AvroSchemas.of(Pings.contract());

  @Test
  void acceptsTheContractItself() {
    assertThat(SchemaResolution.problem(CONTRACT, CONTRACT)).isEmpty();
  }

  @Test
  void acceptsColumnsThatTheContractDoesNotKnow() {
    Schema writer = with("extra", Schema.create(Schema.Type.STRING), CONTRACT);

    assertThat(SchemaResolution.problem(writer, CONTRACT)).isEmpty();
  }

  @Test
  void refusesAWriterWithoutARequiredColumn() {
    Schema writer =
        SchemaBuilder.record("freshet.dasher_pings").fields().requiredLong("dasher_id").endRecord();

    assertThat(SchemaResolution.problem(writer, CONTRACT))
        .hasValueSatisfying(problem -> assertThat(problem).contains("MISSING_DEFAULT", "market"));
  }

  /** Avro would read them as microseconds, without a word. */
  @Test
  void refusesMillisecondsWhereTheContractHasMicroseconds() {
    Schema writer =
        with("event_time", logical(LogicalTypes.timestampMillis(), Schema.Type.LONG), CONTRACT);

    assertThat(SchemaResolution.problem(writer, CONTRACT))
        .contains("dasher_pings.event_time is timestamp-millis, not timestamp-micros");
  }

  @Test
  void refusesATimeOfNoUnit() {
    Schema writer = with("event_time", Schema.create(Schema.Type.LONG), CONTRACT);

    assertThat(SchemaResolution.problem(writer, CONTRACT))
        .contains("dasher_pings.event_time is plain, not timestamp-micros");
  }

  @Test
  void refusesADecimalOfAnotherScale() {
    Schema writer =
        with("latitude", logical(LogicalTypes.decimal(9, 5), Schema.Type.BYTES), CONTRACT);

    assertThat(SchemaResolution.problem(writer, CONTRACT))
        .contains("dasher_pings.latitude is a decimal of scale 5, not a decimal of scale 6");
  }

  @Test
  void acceptsADecimalOfAnotherPrecisionBecauseValuesAreChecked() {
    Schema writer =
        with("latitude", logical(LogicalTypes.decimal(12, 6), Schema.Type.BYTES), CONTRACT);

    assertThat(SchemaResolution.problem(writer, CONTRACT)).isEmpty();
  }

  private static Schema logical(LogicalType logicalType, Schema.Type type) {
    return logicalType.addToSchema(Schema.create(type));
  }

  /** The schema with one column added or of another type. */
  private static Schema with(String name, Schema type, Schema schema) {
    SchemaBuilder.FieldAssembler<Schema> fields =
        SchemaBuilder.record(schema.getFullName()).fields();
    for (Schema.Field field : schema.getFields()) {
      fields =
          fields
              .name(field.name())
              .type(field.name().equals(name) ? type : field.schema())
              .noDefault();
    }

    return (schema.getField(name) == null ? fields.name(name).type(type).noDefault() : fields)
        .endRecord();
  }
}
