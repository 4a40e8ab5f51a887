package io.freshet.warehouse.trino.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trino.jdbc.Row;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrinoValuesTest {
  @Test
  void showsBytesThatAreTextAsText() {
    assertThat(TrinoValues.plain("not Avro at all, zürich".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("not Avro at all, zürich");
    assertThat(TrinoValues.plain(new byte[0])).isEqualTo("");
  }

  @Test
  void showsOtherBytesInHexadecimal() {
    assertThat(TrinoValues.plain(new byte[] {0, 127, 1})).isEqualTo("0x007f01");
    assertThat(TrinoValues.plain(new byte[] {(byte) 0xff, 'a'})).isEqualTo("0xff61");
  }

  @Test
  void opensRowsMapsAndArraysToAnyDepth() {
    Row row =
        Row.builder()
            .addField("key", "k".getBytes(StandardCharsets.UTF_8))
            .addUnnamedField(List.of(1, 2))
            .build();

    assertThat(TrinoValues.plain(new Object[] {row, Map.of("inner", new byte[] {1})}))
        .isEqualTo(List.of(Map.of("key", "k", "2", List.of(1, 2)), Map.of("inner", "0x01")));
  }

  @Test
  void leavesAllElseToTheDriver() {
    assertThat(TrinoValues.plain(null)).isNull();
    assertThat(TrinoValues.plain(4711L)).isEqualTo(4711L);
  }

  @Test
  void nestsTheSameInJson() {
    TrinoClient.Answer answer =
        new TrinoClient.Answer(
            List.of("headers", "parts"),
            List.of(List.of(Map.of("ce_id", "7"), List.of(1, List.of(true)))),
            true);

    assertThat(TrinoJson.json(answer).path("rows").path(0))
        .hasToString("{\"headers\":{\"ce_id\":\"7\"},\"parts\":[1,[true]]}");
  }

  @Test
  void areTextThatPeopleCanRead() {
    assertThat(TrinoJson.text(Map.of("ce_id", List.of(1, 2)))).isEqualTo("{\"ce_id\":[1,2]}");
  }
}
