package io.freshet.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;

class AvroSchemasTest {
  private final Contracts contracts = Contracts.read(Path.of("../../contracts"));

  @Test
  void thePayloadsRecordBearsTheContractsName() {
    assertThat(schema("dasher_pings").getFullName()).isEqualTo("freshet.dasher_pings");
  }

  @Test
  void everyFieldCarriesItsPermanentId() {
    for (Field field : contracts.require("order_events").schema().fields()) {
      assertThat(schema("order_events").getField(field.name()).getObjectProp("field-id"))
          .isEqualTo(field.id());
    }
  }

  @Test
  void anOptionalFieldIsNullUnlessItIsGiven() {
    org.apache.avro.Schema.Field optional = schema("dasher_pings").getField("order_id");

    assertThat(optional.schema()).hasToString("[\"null\",\"long\"]");
    assertThat(optional.defaultVal()).isEqualTo(JsonProperties.NULL_VALUE);
    assertThat(schema("dasher_pings").getField("dasher_id").schema()).hasToString("\"long\"");
  }

  @Test
  void timesAreMicrosecondsAndCoordinatesExact() {
    org.apache.avro.Schema pings = schema("dasher_pings");

    assertThat(pings.getField("event_time").schema().getLogicalType())
        .isEqualTo(LogicalTypes.timestampMicros());
    assertThat(pings.getField("latitude").schema().getLogicalType())
        .isEqualTo(LogicalTypes.decimal(9, 6));
    assertThat(schema("dasher_efficiency").getField("local_day").schema().getLogicalType())
        .isEqualTo(LogicalTypes.date());
  }

  @Test
  void aPartsRecordIsNamedByThePathToIt() {
    org.apache.avro.Schema headers = schema("dead_letters").getField("headers").schema();

    assertThat(headers.getObjectProp("element-id")).isEqualTo(12);
    assertThat(headers.getElementType().getFullName())
        .isEqualTo("freshet.dead_letters.headers.element");
  }

  @Test
  void aDefaultAndFormerNamesAreAvros() {
    Contract pings = contracts.require("dasher_pings");
    Contract changed =
        pings.with(
            new Schema(
                List.of(
                    changed("fee", new FieldType.Decimal(9, 2), new BigDecimal("1.50")),
                    changed("day", FieldType.Scalar.DATE, 7L)),
                pings.schema().keys()));
    org.apache.avro.Schema schema = AvroSchemas.of(changed);

    assertThat(new GenericData().getDefaultValue(schema.getField("fee")))
        .isEqualTo(ByteBuffer.wrap(new byte[] {0, (byte) 150}));
    assertThat(new GenericData().getDefaultValue(schema.getField("day"))).isEqualTo(7);
    assertThat(schema.getField("fee").aliases()).containsExactly("old_fee");
    assertThat(new org.apache.avro.Schema.Parser().parse(schema.toString())).isEqualTo(schema);
  }

  private static Field changed(String name, FieldType type, Serializable defaultValue) {
    return new Field(name.length(), name, type, true, Classification.INTERNAL, List.of(), "")
        .with(new FieldHistory(Optional.of(defaultValue), List.of("old_" + name)));
  }

  private org.apache.avro.Schema schema(String contract) {
    return AvroSchemas.of(contracts.require(contract));
  }
}
