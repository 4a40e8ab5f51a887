package io.freshet.ingestion.writer.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.Test;

class PersonLettersTest {
  private static final Schema LETTER =
      new Schema(
          NestedField.required(1, "contract", Types.StringType.get()),
          NestedField.optional(2, "payload", Types.BinaryType.get()));

  @Test
  void areFoundByTheNamesOfColumnsAndOfTheirMembersInJson() {
    PersonLetters letters = letters("4711");

    assertThat(letters.has(letter("{\"dasher_id\": 4711, \"market\": \"sf\"}"))).isTrue();
    assertThat(letters.has(letter("{\"data\": {\"dasherId\": \"4711\"}}"))).isTrue();
    assertThat(letters.has(letter("{\"dasher_id\": 47110}"))).isFalse();
    assertThat(letters.has(letter("{\"order_id\": 4711}"))).isFalse();
  }

  @Test
  void areFoundWhereTheJsonIsTorn() {
    PersonLetters letters = letters("4711");

    assertThat(letters.has(letter("{\"market\": sf, \"dasher_id\": 4711"))).isTrue();
    assertThat(letters.has(letter("{\"market\": sf, \"dasher_id\": 4711, \"a\":"))).isTrue();
    assertThat(letters.has(letter("{\"market\": sf, \"dasher_id\": 47112"))).isFalse();
  }

  @Test
  void areFoundHoweverTheIdIsWritten() {
    assertThat(
            letters("Zo\u00eb \"Z\" .*").has(letter("{\"dasherId\": \"Zo\\u00eb \\\"Z\\\" .*\"}")))
        .isTrue();
    assertThat(letters(".*").has(letter("{\"dasherId\": \"anybody\"}"))).isFalse();
    assertThat(letters("\\E|\\Q").has(letter("{\"dasherId\": \"anybody\"}"))).isFalse();
  }

  private static PersonLetters letters(String id) {
    return new PersonLetters(
        List.of("dasher_pings"),
        List.of("dasher_id", "dasherId"),
        id,
        new InMemorySchemaRegistry());
  }

  private static Record letter(String payload) {
    Record letter = GenericRecord.create(LETTER);
    letter.setField("contract", "dasher_pings");
    letter.setField("payload", ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)));

    return letter;
  }
}
