package io.freshet.core.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class FieldIdsTest {
  private static final String LONG = "\"long\"";
  private static final String TEXT = "\"string\"";

  @Test
  void givesRenamedFieldsTheReadersNames() {
    Schema writer = trips(field("fare", LONG, 1), field("note", TEXT, 2));
    Schema reader = trips(field("remark", TEXT, 2), field("fare_minor", LONG, 1));

    assertThat(names(FieldIds.named(writer, reader))).isEqualTo("fare_minor,remark");
    assertThat(SchemaResolution.problem(writer, reader)).isEmpty();
  }

  @Test
  void keepsFieldsApartThatHaveSwappedTheirNames() {
    Schema writer = trips(field("a", LONG, 1), field("b", LONG, 2));
    Schema reader = trips(field("b", LONG, 1), field("a", LONG, 2));

    assertThat(names(FieldIds.named(writer, reader))).isEqualTo("b,a");
  }

  @Test
  void takesADroppedFieldForNoOtherThatHasItsNameNow() {
    Schema writer = trips(field("fare", TEXT, 1));
    Schema reader = trips(optional("fare", LONG, 9));

    assertThat(names(FieldIds.named(writer, reader))).isEqualTo("fare_");
    assertThat(SchemaResolution.problem(writer, reader)).isEmpty();
  }

  @Test
  void renamesThePartsOfAColumn() {
    Schema writer = trips(field("stop", part("freshet.trips", "stop", field("lat", LONG, 3)), 1));
    Schema reader =
        trips(field("place", part("freshet.trips", "place", field("latitude", LONG, 3)), 1));

    Schema named = FieldIds.named(writer, reader);

    assertThat(names(named.getField("place").schema())).isEqualTo("latitude");
    assertThat(SchemaResolution.problem(writer, reader)).isEmpty();
  }

  @Test
  void renamesThePartsOfAnOptionalListsElements() {
    String before = array(part("freshet.trips", "stops", field("lat", LONG, 4)));
    String now = array(part("freshet.trips", "stops", field("latitude", LONG, 4)));
    Schema writer = trips(optional("stops", before, 1));
    Schema reader = trips(optional("stops", now, 1));

    Schema named = FieldIds.named(writer, reader);

    Schema list = named.getField("stops").schema().getTypes().get(1);
    assertThat(names(list.getElementType())).isEqualTo("latitude");
    assertThat(SchemaResolution.problem(writer, reader)).isEmpty();
  }

  @Test
  void leavesSchemasWithoutIdsAndThoseOfOtherContractsAsTheyAre() {
    Schema reader = trips(field("fare_minor", LONG, 1));
    Schema bare = trips("{\"name\":\"fare\",\"type\":\"long\"}");
    Schema other = record("meals", field("fare", LONG, 1));

    assertThat(FieldIds.named(bare, reader)).isEqualTo(bare);
    assertThat(FieldIds.named(other, reader)).isSameAs(other);
  }

  @Test
  void knowsAFormerNameWhereASchemaHasNoIds() {
    Schema reader = trips(aliased("fare_minor", LONG, 1, "fare"), field("note", TEXT, 2));
    Schema bare =
        trips("{\"name\":\"note\",\"type\":\"string\"}", "{\"name\":\"fare\",\"type\":\"long\"}");

    assertThat(names(FieldIds.named(bare, reader))).isEqualTo("note,fare_minor");
    assertThat(SchemaResolution.problem(bare, reader)).isEmpty();
  }

  @Test
  void takesAFieldOfAFormerNameForAnotherOneWhereTheNewNameIsThereToo() {
    Schema reader = trips(aliased("fare_minor", LONG, 1, "fare"));
    Schema bare =
        trips(
            "{\"name\":\"fare\",\"type\":\"string\"}",
            "{\"name\":\"fare_minor\",\"type\":\"long\"}");
    Schema withIds = trips(field("fare", TEXT, 7), field("amount", LONG, 1));

    assertThat(names(FieldIds.named(bare, reader))).isEqualTo("fare_,fare_minor");
    assertThat(SchemaResolution.problem(bare, reader)).isEmpty();
    assertThat(names(FieldIds.named(withIds, reader))).isEqualTo("fare_,fare_minor");
    assertThat(SchemaResolution.problem(withIds, reader)).isEmpty();
  }

  private static String aliased(String name, String type, int id, String former) {
    return "{\"name\":\"%s\",\"type\":%s,\"field-id\":%d,\"aliases\":[\"%s\"]}"
        .formatted(name, type, id, former);
  }

  private static String names(Schema schema) {
    return String.join(",", schema.getFields().stream().map(Schema.Field::name).toList());
  }

  private static Schema trips(String... fields) {
    return record("trips", fields);
  }

  private static Schema record(String name, String... fields) {
    return new Schema.Parser().parse(part("freshet", name, fields));
  }

  private static String part(String namespace, String name, String... fields) {
    return "{\"type\":\"record\",\"name\":\"%s\",\"namespace\":\"%s\",\"fields\":[%s]}"
        .formatted(name, namespace, String.join(",", fields));
  }

  private static String array(String element) {
    return "{\"type\":\"array\",\"items\":%s}".formatted(element);
  }

  private static String field(String name, String type, int id) {
    return "{\"name\":\"%s\",\"type\":%s,\"field-id\":%d}".formatted(name, type, id);
  }

  private static String optional(String name, String type, int id) {
    return "{\"name\":\"%s\",\"type\":[\"null\",%s],\"default\":null,\"field-id\":%d}"
        .formatted(name, type, id);
  }
}
