package io.freshet.core.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class SchemaHazardsTest {
  @Test
  void findsARecordThatContainsItself() {
    Schema chain =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "Link", "fields": [
                  {"name": "next", "type": ["null", "Link"]}]}
                """);

    assertThat(SchemaHazards.of(chain)).contains("Link contains itself");
  }

  @Test
  void findsElementsThatTakeNoBytes() {
    Schema empty = SchemaBuilder.record("Empty").fields().endRecord();
    Schema nested =
        SchemaBuilder.record("Nested").fields().name("e").type(empty).noDefault().endRecord();

    assertThat(SchemaHazards.of(Schema.createArray(nested)))
        .contains("an array has elements that take no bytes");
  }

  /** 64 records, each with the one before in it twice: no bytes at all, but 2^64 values. */
  @Test
  void findsRecordsThatMultiply() {
    Schema schema = SchemaBuilder.record("R0").fields().endRecord();
    for (int i = 1; i <= 64; i++) {
      schema =
          SchemaBuilder.record("R" + i)
              .fields()
              .name("a")
              .type(schema)
              .noDefault()
              .name("b")
              .type(schema)
              .noDefault()
              .endRecord();
    }

    assertThat(SchemaHazards.of(schema)).contains("it has more than 10000 parts");
  }

  @Test
  void findsNothingInARecordUsedTwice() {
    Schema point = SchemaBuilder.record("Point").fields().requiredDouble("x").endRecord();
    Schema line =
        SchemaBuilder.record("Line")
            .fields()
            .name("from")
            .type(point)
            .noDefault()
            .name("via")
            .type(Schema.createArray(point))
            .noDefault()
            .endRecord();

    assertThat(SchemaHazards.of(line)).isEmpty();
  }
}
