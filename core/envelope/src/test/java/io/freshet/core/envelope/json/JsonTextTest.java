package io.freshet.core.envelope.json;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.freshet.testing.samples.Rides;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|1|1",
        "` `|1|1",
        "{|1|2",
        "{\"a\":1|1|7",
        "{\"a\":1,}|1|8",
        "{a:1}|1|2",
        "[1,2|1|5",
        "nul|1|1",
        "{\"a\":01}|1|7",
        "{\"a\":\"x|1|8",
        "{\"a\":\"\\q\"}|1|8",
        "{} {}|1|4",
        "{\"a\":NaN}|1|9",
        "{'a':1}|1|2",
        "// no|1|1"
      })
  void saysWhereATextStopsBeingJson(String json, int line, int column) {
    assertThatThrownBy(() -> skim(json.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            MalformedJsonException.class,
            e -> {
              assertThat(e.line()).isEqualTo(line);
              assertThat(e.column()).isEqualTo(column);
            });
  }

  @Test
  void countsLines() {
    assertThatThrownBy(() -> skim("{\n  \"a\": 1,\n  \"b\": x\n}".getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            MalformedJsonException.class, e -> assertThat(e.line()).isEqualTo(3))
        .hasMessageStartingWith("Line 3, column ");
  }

  @Test
  void refusesOtherEncodingsThanUtf8() {
    assertThatThrownBy(() -> skim(Rides.RIDE.getBytes(UTF_16)))
        .hasMessage("Line 1, column 1: This is not UTF-8, as JSON is");
    assertThatThrownBy(() -> skim(new byte[] {'"', (byte) 0xC3, '"'}))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void refusesADepthThatNoEventHas() {
    String deep = "[".repeat(JsonText.MAX_DEPTH + 1);

    assertThatThrownBy(() -> skim(deep.getBytes(UTF_8)))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("depth");
  }

  @Test
  void refusesANumberOfManyDigits() {
    assertThatThrownBy(() -> skim("1".repeat(101).getBytes(UTF_8)))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("length");
  }

  @Test
  void refusesANameThatNoColumnHas() {
    assertThatThrownBy(() -> skim("{\"%s\": 1}".formatted("n".repeat(1001)).getBytes(UTF_8)))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("Name length");
  }

  @Test
  void findsAValueWhereItLies() {
    JsonText whole = JsonText.of("\n[{\"a\": [1, \"ø\"]}, 2]".getBytes(UTF_8));

    JsonText part = firstMember(whole);

    assertThat(new String(part.bytes(), part.from(), part.to() - part.from(), UTF_8))
        .isEqualTo("[1, \"ø\"]");
    assertThat(part.start().getLineNr()).isEqualTo(2);
    assertThat(part.start().getColumnNr()).isEqualTo(8);
  }

  @Test
  void aPlaceInAPartIsThatInTheWhole() {
    JsonText whole = JsonText.of("\n[{\"a\": \"x\"}]".getBytes(UTF_8));
    JsonText part = firstMember(whole);
    JsonText more = new JsonText(part.bytes(), part.from(), part.to() + 1, part.start());

    assertThatThrownBy(() -> more.read(JsonParser::getText))
        .hasMessageStartingWith("Line 2, column 11: ");
  }

  private static JsonText firstMember(JsonText whole) {
    return whole.read(
        parser -> {
          parser.nextToken();
          parser.nextFieldName();
          parser.nextToken();
          JsonText part = whole.part(parser);
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            parser.skipChildren();
          }

          return part;
        });
  }

  private static Object skim(byte[] json) {
    return JsonText.of(json)
        .read(
            parser -> {
              parser.skipChildren();
              parser.getValueAsString();

              return parser.currentToken();
            });
  }
}
